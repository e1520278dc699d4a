import {
  CreateAliasCommand,
  GetProvisionedConcurrencyConfigCommand,
  ProvisionedConcurrencyStatusEnum,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import { zipFiles } from "../testing/zip-files.ts";

const { READY, FAILED } = ProvisionedConcurrencyStatusEnum;

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions();
});
afterAll(() => engine.stop());

const code = (answer: string) =>
  `exports.handler = async ({ waitMs = 0, exit }) => { if (exit) process.exit(1); await new Promise((done) => setTimeout(done, waitMs)); return [process.env.AWS_LAMBDA_INITIALIZATION_TYPE, '${answer}']; };`;

async function provision(FunctionName: string, units: number) {
  const { lambda } = engine.clients;
  const { Version: FunctionVersion } = await lambda.send(
    new PublishVersionCommand({ FunctionName }),
  );
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion }));
  await lambda.send(
    new PutProvisionedConcurrencyConfigCommand({
      FunctionName,
      Qualifier: "live",
      ProvisionedConcurrentExecutions: units,
    }),
  );
}

function status(FunctionName: string) {
  return engine.clients.lambda.send(
    new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: "live" }),
  );
}

test("provisioned environments are started beforehand, used first, and spilled over", async () => {
  await engine.deploy("warm", code("first"));
  await provision("warm", 2);
  await expect.poll(async () => (await status("warm")).Status, { timeout: 10_000 }).toBe(READY);
  expect(await status("warm")).toMatchObject({
    RequestedProvisionedConcurrentExecutions: 2,
    AllocatedProvisionedConcurrentExecutions: 2,
    AvailableProvisionedConcurrentExecutions: 2,
  });
  const live = (event: object) => engine.call("warm", event, { Qualifier: "live" });
  const first = await live({});
  expect(first.value).toEqual(["provisioned-concurrency", "first"]);
  expect(first.tail).not.toContain("Init Duration");
  const three = await Promise.all([1, 2, 3].map(() => live({ waitMs: 300 })));
  const kinds = three.map(({ value }) => (value as string[])[0]);
  expect(kinds.filter((kind) => kind === "provisioned-concurrency")).toHaveLength(2);
  expect(kinds.filter((kind) => kind === "on-demand")).toHaveLength(1);
  expect((await engine.call("warm")).value).toEqual(["on-demand", "first"]);
});

test("an environment that ends is replaced", async () => {
  await engine.deploy("mortal", code("again"));
  await provision("mortal", 1);
  await expect.poll(async () => (await status("mortal")).Status, { timeout: 10_000 }).toBe(READY);
  const live = (event: object) => engine.call("mortal", event, { Qualifier: "live" });
  expect((await live({ exit: true })).error).toBe("Unhandled");
  await expect
    .poll(async () => (await status("mortal")).AvailableProvisionedConcurrentExecutions, {
      timeout: 10_000,
    })
    .toBe(1);
  expect((await live({})).value).toEqual(["provisioned-concurrency", "again"]);
});

test("code that cannot start makes the configuration fail", async () => {
  await engine.deploy("hopeless", code("fine"));
  await engine.clients.lambda.send(
    new UpdateFunctionCodeCommand({
      FunctionName: "hopeless",
      ZipFile: zipFiles({ "index.js": "throw new Error('no');" }),
    }),
  );
  await provision("hopeless", 2);
  await expect
    .poll(async () => (await status("hopeless")).Status, { timeout: 10_000 })
    .toBe(FAILED);
  expect((await status("hopeless")).StatusReason).toBe("FUNCTION_ERROR_INIT_FAILURE");
});
