import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";

/** With this memory AWS gives a function one core, and the engine does not slow it down. */
const MemorySize = 1769;

export function clientOf(endpoint: string): LambdaClient {
  return new LambdaClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    maxAttempts: 1,
  });
}

export async function deploy(
  lambda: LambdaClient,
  FunctionName: string,
  input: { code: string; runtime?: "nodejs20.x" | "python3.11" },
): Promise<void> {
  const { code, runtime = "nodejs20.x" } = input;
  const file = runtime === "python3.11" ? "index.py" : "index.js";
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: runtime,
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/bench",
      MemorySize,
      Timeout: 30,
      Code: { ZipFile: zipSync({ [file]: strToU8(code) }) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 30, minDelay: 1 },
    { FunctionName },
  );
}

export async function invoke(lambda: LambdaClient, FunctionName: string): Promise<void> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"key":"value"}' }));
  if (answer.FunctionError)
    throw new Error(`${FunctionName}: ${answer.Payload?.transformToString()}`);
}
