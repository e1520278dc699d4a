import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetFunctionConfigurationCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startEngine } from "@/lib/engine/testing/start-engine";
import { deployFunction } from "@/lib/deploy/deploy-function";
import { run } from "./deploy";

let engine: Awaited<ReturnType<typeof startEngine>>;
let root: string;
let folder: string;
let count = 0;

beforeAll(async () => {
  engine = await startEngine({ settings: { settleMs: 0 } });
  root = mkdtempSync(join(tmpdir(), "deploy-cli-"));
});
afterAll(async () => {
  await engine.stop();
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  folder = join(root, `greeter-${++count}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "index.mjs"), "export const handler = async () => process.env.WHO;\n");
});

async function deploy(...argv: string[]) {
  return deployTo(new URL(engine.endpoint).port, ...argv);
}

async function deployTo(LAMBDECK_ENGINE_PORT: string, ...argv: string[]) {
  let [stdout, stderr] = ["", ""];
  const code = await run(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: { LAMBDECK_ENGINE_PORT },
  });
  return { code, stdout, stderr };
}

test("creates a function that can be invoked, then updates only what changed", async () => {
  const name = `greeter-${count}`;
  const created = await deploy(folder, "--env", "WHO=Ada", "--memory", "256", "--publish");
  expect(created).toMatchObject({ code: 0, stderr: "" });
  expect(created.stdout).toContain(`Created ${name}: nodejs22.x, handler index.handler, 256 MB`);
  expect(created.stdout).toContain("Published version 1");
  const { Payload } = await engine.clients.lambda.send(new InvokeCommand({ FunctionName: name }));
  expect(Buffer.from(Payload ?? []).toString()).toBe('"Ada"');

  expect((await deploy(folder)).stdout).toContain("Nothing to change");
  writeFileSync(join(folder, "index.mjs"), "export const handler = async () => 2;\n");
  const updated = await deploy(folder, "--timeout", "9", "--env", "MORE=1", "--json");
  expect(JSON.parse(updated.stdout)).toMatchObject({
    functionName: name,
    created: false,
    changed: ["code", "timeout", "environment"],
    timeoutSeconds: 9,
    memoryMb: 256,
  });
  const now = await engine.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: name }),
  );
  expect(now.Environment?.Variables).toEqual({ WHO: "Ada", MORE: "1" });
}, 30_000);

test("takes what lambdeck.json says, and options before it", async () => {
  writeFileSync(
    join(folder, "lambdeck.json"),
    JSON.stringify({ name: "from-manifest", memoryMb: 512, timeoutSeconds: 7 }),
  );
  const { stdout } = await deploy(folder, "--memory", "1024", "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    functionName: "from-manifest",
    memoryMb: 1024,
    timeoutSeconds: 7,
    files: 1,
  });
});

test.each([
  [[], "give the folder to deploy"],
  [["a", "b"], 'not also "b"'],
  [["a", "--memory", "127"], '--memory must be a whole number from 128 to 10240, not "127"'],
  [["a", "--timeout", "soon"], '--timeout must be a whole number from 1 to 900, not "soon"'],
  [["a", "--env", "NOVALUE"], '--env must be KEY=VALUE, not "NOVALUE"'],
  [["a", "--endpoint", "nowhere"], "--endpoint must be a URL"],
  [["a", "--what"], "--what"],
])("called with %j it says how to call it and exits with 2", async (argv, message) => {
  const { code, stderr } = await deploy(...argv);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain("lambdeck deploy [DIR]");
});

test("a name that is none, a missing folder and a handler that is not there are named", async () => {
  expect(await deploy(folder, "--name", "not valid")).toMatchObject({ code: 2 });
  expect(await deploy(join(folder, "none"))).toMatchObject({
    code: 1,
    stderr: `lambdeck deploy: There is no folder ${folder}/none.\n`,
  });
  const wrong = await deploy(folder, "--handler", "main.handler");
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain("The handler main.handler needs a file main.mjs");
});

test("without an engine it says how to start one", async () => {
  const { code, stderr } = await deployTo("1", folder);
  expect(code).toBe(1);
  expect(stderr).toContain("the local engine does not answer at http://127.0.0.1:1");
  expect(stderr).toContain("npm start");
});

test("where roles count, a new function without one is refused with what is needed", async () => {
  const files = [{ path: "index.mjs", content: Buffer.from(""), executable: false }];
  await expect(
    deployFunction(engine.clients.lambda, { name: "no-role", code: files }),
  ).rejects.toThrow("give --role ARN. The role must trust lambda.amazonaws.com");
});

test("what AWS refuses is passed on in its words", async () => {
  const { code, stderr } = await deploy(folder, "--runtime", "cobol1.x");
  expect(code).toBe(1);
  expect(stderr).toContain("cobol1.x");
});

test("--help explains every option", async () => {
  const { code, stdout } = await deploy("--help");
  expect(code).toBe(0);
  for (const option of ["--name", "--role", "--env", "--publish", "--profile", "--json"])
    expect(stdout).toContain(option);
});
