import { type ChildProcess, spawn } from "node:child_process";
import { CreateFunctionCommand, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/engine/testing/start-engine";
import { zipFiles } from "@/lib/engine/testing/zip-files";

/**
 * An engine as a process of its own, which a test can kill; rejects with what it said when it does not start. `starter`
 * is a command that starts it.
 */
export async function startProcess(
  bundle: string,
  home: string,
  onStart: (child: ChildProcess) => void,
  starter: readonly string[] = [],
) {
  const words = [...starter, process.execPath, bundle, "--port", "0", "--home", home];
  const child = spawn(words[0] ?? "", words.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onStart(child);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    child.once("exit", () => reject(new Error(said)));
  });
  const clients = clientsFor(/http:\S+/.exec(line)?.[0] ?? "");
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, said }));
  });
  return {
    child,
    ended,
    ...clients,
    async deploy(name: string, code: string, timeoutSeconds = 60) {
      await clients.lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: "nodejs20.x",
          Handler: "index.handler",
          Role: "arn:aws:iam::000000000000:role/test",
          Timeout: timeoutSeconds,
          Code: { ZipFile: zipFiles({ "index.js": code }) },
        }),
      );
      const waiter = { client: clients.lambda, minDelay: 1, maxWaitTime: 30 };
      await waitUntilFunctionActiveV2(waiter, { FunctionName: name });
    },
  };
}
