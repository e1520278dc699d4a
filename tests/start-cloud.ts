import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateFunctionCommand,
  type CreateFunctionRequest,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { vi } from "vitest";
import { resolveConnection } from "@/lib/aws/connections";
import { type EngineClients, startEngine } from "@/lib/engine/testing/start-engine";
import type { EngineSettings } from "@/lib/engine/settings";
import type { Connection } from "@/lib/model/connection";
import { type Problem, ProblemError } from "@/lib/model/problem";

export interface TestCloud {
  connection: Connection;
  /** Clients of the test's own, to look at what a verb did. */
  clients: EngineClients;
  createFunction(name: string, settings?: Partial<CreateFunctionRequest>): Promise<void>;
  stop(): Promise<void>;
}

export const sampleZip = zipSync({
  "index.mjs": strToU8("export const handler = async (event) => event;\n"),
  "lib/data.bin": new Uint8Array([0, 255, 0]),
});

/** A local cloud, an empty home and the connection that leads there, for tests of verbs. */
export async function startCloud(settings: Partial<EngineSettings> = {}): Promise<TestCloud> {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-verbs-"));
  const { endpoint, clients, stop } = await startEngine({ settings: { settleMs: 0, ...settings } });
  vi.stubEnv("LAMBDECK_HOME", home);
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "none"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  vi.stubEnv("LAMBDECK_ENGINE_PORT", new URL(endpoint).port);
  return {
    connection: await resolveConnection("local"),
    clients,
    async createFunction(name, more = {}) {
      await clients.lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          Role: "arn:aws:iam::000000000000:role/r",
          Code: { ZipFile: sampleZip },
          ...more,
        }),
      );
      await waitUntilFunctionActiveV2(
        { client: clients.lambda, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.05 },
        { FunctionName: name },
      );
    },
    async stop() {
      await stop();
      vi.unstubAllEnvs();
      rmSync(home, { recursive: true });
    },
  };
}

/** The problem a verb refuses with; fails when it does not refuse. */
export async function problemOf(act: Promise<unknown>): Promise<Problem> {
  try {
    await act;
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error("It was not refused.");
}
