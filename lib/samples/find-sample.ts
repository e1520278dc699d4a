import {
  GetFunctionCommand,
  ResourceNotFoundException,
  type LambdaClient,
} from "@aws-sdk/client-lambda";

/** Whether a function of this name is there, and whether it is one of Lambdeck's samples. */
export async function findSample(
  lambda: LambdaClient,
  name: string,
): Promise<"missing" | "sample" | "not a sample"> {
  try {
    const { Tags } = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
    return Tags?.["lambdeck:sample"] === "true" ? "sample" : "not a sample";
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return "missing";
    throw error;
  }
}
