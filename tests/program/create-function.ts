import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { zipFiles } from "@/lib/engine/testing/zip-files";

/** Creates a Node.js function of one CommonJS file and waits until it can be called. */
export async function createFunction(
  lambda: LambdaClient,
  name: string,
  code: string,
  settings: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/test",
      Code: { ZipFile: zipFiles({ "index.js": code }) },
      Timeout: 10,
      ...settings,
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, minDelay: 0.1, maxDelay: 0.2, maxWaitTime: 20 },
    { FunctionName: name },
  );
}

/** Invokes and gives the answer's value, with the error's kind when the function failed. */
export async function invoke(
  lambda: LambdaClient,
  name: string,
  event: unknown = {},
): Promise<{ value: unknown; error: string | undefined; tail: string }> {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: "Tail" }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString("utf8");
  return {
    value: text === "" ? undefined : JSON.parse(text),
    error: answer.FunctionError,
    tail: Buffer.from(answer.LogResult ?? "", "base64").toString("utf8"),
  };
}
