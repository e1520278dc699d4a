import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "@/lib/engine/testing/start-engine";
import { sampleNames } from "@/lib/samples/sample-names";
import { run } from "./samples";

let engine: Awaited<ReturnType<typeof startEngine>>;
let homeDir: string;

beforeAll(async () => {
  engine = await startEngine({ settings: { settleMs: 0 } });
  homeDir = mkdtempSync(join(tmpdir(), "samples-cli-"));
});
afterAll(async () => {
  await engine.stop();
  rmSync(homeDir, { recursive: true });
});

async function samples(argv: string[], LAMBDECK_ENGINE_PORT = new URL(engine.endpoint).port) {
  let [stdout, stderr] = ["", ""];
  const code = await run(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: { LAMBDECK_ENGINE_PORT, LAMBDECK_HOME: homeDir },
  });
  return { code, stdout, stderr };
}
const functionCount = async () =>
  (await engine.clients.lambda.send(new ListFunctionsCommand({}))).Functions?.length;

test("installs and removes the samples", async () => {
  expect(await samples(["install"])).toMatchObject({ code: 0, stderr: "" });
  expect(await functionCount()).toBe(sampleNames.length);
  expect((await samples(["remove"])).stdout).toBe(`Removed ${sampleNames.join(", ")}.\n`);
  expect(await functionCount()).toBe(0);
  expect((await samples(["remove"])).stdout).toBe("There are no samples.\n");
}, 60_000);

test("switches demo traffic, and the switch is remembered", async () => {
  expect((await samples(["traffic", "off"])).stdout).toBe("Demo traffic is switched off.\n");
  const state = JSON.parse(readFileSync(join(homeDir, "samples.json"), "utf8")) as object;
  expect(state).toMatchObject({ traffic: false });
});

test("says how it is called, and that the engine is not there", async () => {
  expect(await samples(["explode"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no "explode"'),
  });
  expect(await samples(["install"], "1")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("the local engine does not answer"),
  });
});
