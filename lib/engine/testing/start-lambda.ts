import { CreateFunctionCommand, type CreateFunctionCommandInput } from "@aws-sdk/client-lambda";
import type { EngineSettings } from "../settings.ts";
import { ManualClock } from "./manual-clock.ts";
import { startEngine } from "./start-engine.ts";
import { zipFiles } from "./zip-files.ts";

const testRole = "arn:aws:iam::000000000000:role/test";
export const echoZip = zipFiles({
  "index.mjs": "export const handler = async (event) => event;\n",
});

/** An engine whose clock the test moves, and shortcuts for functions in it. */
export async function startLambda(
  options: { homeDir?: string; settings?: Partial<EngineSettings> } = {},
) {
  const clock = new ManualClock();
  const started = await startEngine({ ...options, clock });
  const { lambda } = started.clients;
  /** Passes the time in which a created or updated function settles. */
  const settle = () => clock.advance(300);
  const create = (input: Partial<CreateFunctionCommandInput> = {}) =>
    lambda.send(
      new CreateFunctionCommand({
        FunctionName: "f",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: testRole,
        Code: { ZipFile: echoZip },
        ...input,
      }),
    );
  return {
    ...started,
    clock,
    lambda,
    settle,
    create,
    /** A function that is Active. */
    async createActive(input: Partial<CreateFunctionCommandInput> = {}) {
      const created = await create(input);
      await settle();
      return created;
    },
  };
}

export type StartedLambda = Awaited<ReturnType<typeof startLambda>>;
