import {
  CreateFunctionCommand,
  InvokeCommand,
  type CreateFunctionCommandInput,
  type InvokeCommandInput,
} from "@aws-sdk/client-lambda";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { EngineSettings } from "../settings.ts";
import { startEngine } from "./start-engine.ts";
import { zipFiles } from "./zip-files.ts";

/** An engine in real time in which functions are ready at once, and shortcuts to make and call them. */
export async function runFunctions(settings: Partial<EngineSettings> = {}) {
  const started = await startEngine({ settings: { settleMs: 0, ...settings } });
  const { lambda, logs } = started.clients;
  return {
    ...started,
    /** A function of the given files: `index.handler` on Node.js unless `input` says otherwise. */
    deploy: (
      name: string,
      files: string | Record<string, string>,
      input: Partial<CreateFunctionCommandInput> = {},
    ) =>
      lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: "nodejs20.x",
          Handler: "index.handler",
          Role: "arn:aws:iam::000000000000:role/test",
          Code: { ZipFile: zipFiles(typeof files === "string" ? { "index.js": files } : files) },
          Timeout: 10,
          ...input,
        }),
      ),
    async call(name: string, event: unknown = {}, input: Partial<InvokeCommandInput> = {}) {
      const output = await lambda.send(
        new InvokeCommand({
          FunctionName: name,
          Payload: JSON.stringify(event),
          LogType: "Tail",
          ...input,
        }),
      );
      const text = Buffer.from(output.Payload ?? []).toString("utf8");
      return {
        output,
        error: output.FunctionError,
        value: text === "" ? undefined : (JSON.parse(text) as unknown),
        tail: Buffer.from(output.LogResult ?? "", "base64").toString("utf8"),
      };
    },
    /** Every message in a function's log group, in order. */
    async logged(name: string): Promise<string[]> {
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }),
      );
      return events.map(({ message }) => message ?? "");
    },
  };
}

export type FunctionRunner = Awaited<ReturnType<typeof runFunctions>>;
