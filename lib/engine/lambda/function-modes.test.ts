import * as sdk from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type StartedLambda, startLambda } from "../testing/start-lambda.ts";

let engine: StartedLambda;
beforeEach(async () => {
  engine = await startLambda();
});
afterEach(() => engine.stop());

const put = (input: Partial<sdk.PutRuntimeManagementConfigCommandInput>) =>
  engine.lambda.send(
    new sdk.PutRuntimeManagementConfigCommand({
      FunctionName: "f",
      UpdateRuntimeOn: "Auto",
      ...input,
    }),
  );
const get = (Qualifier?: string) =>
  engine.lambda.send(new sdk.GetRuntimeManagementConfigCommand({ FunctionName: "f", Qualifier }));
const publish = () => engine.lambda.send(new sdk.PublishVersionCommand({ FunctionName: "f" }));
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";
const pinned = `arn:aws:lambda:us-east-1::runtime:${"ab".repeat(32)}`;

test("how a runtime is updated is kept for each version and published with it", async () => {
  await engine.createActive();
  const { UpdateRuntimeOn, FunctionArn, RuntimeVersionArn } = await get();
  expect([UpdateRuntimeOn, FunctionArn, RuntimeVersionArn]).toEqual([
    "Auto",
    functionArn,
    undefined,
  ]);
  await put({ UpdateRuntimeOn: "Manual", RuntimeVersionArn: pinned });
  await publish();
  await put({ UpdateRuntimeOn: "FunctionUpdate" });
  expect(await get("1")).toMatchObject({
    UpdateRuntimeOn: "Manual",
    FunctionArn: `${functionArn}:1`,
    RuntimeVersionArn: pinned,
  });
  expect(await get("$LATEST")).toMatchObject({ UpdateRuntimeOn: "FunctionUpdate" });
  const configuration = await engine.lambda.send(
    new sdk.GetFunctionConfigurationCommand({ FunctionName: "f:1" }),
  );
  expect(configuration.RuntimeVersionConfig?.RuntimeVersionArn).toBe(pinned);
});

test("a function whose runtime version is pinned keeps its runtime", async () => {
  await engine.createActive();
  await put({ UpdateRuntimeOn: "Manual", RuntimeVersionArn: pinned });
  const update = (Runtime: sdk.Runtime) =>
    engine.lambda.send(new sdk.UpdateFunctionConfigurationCommand({ FunctionName: "f", Runtime }));
  await expect(update("nodejs24.x")).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringMatching(/^Cannot change runtime identifier when .* set to 'Manual'/),
  });
  expect((await update("nodejs22.x")).Runtime).toBe("nodejs22.x");
  await engine.settle();
  await put({ UpdateRuntimeOn: "Auto" });
  expect((await update("nodejs24.x")).Runtime).toBe("nodejs24.x");
});

test("a runtime version belongs to Manual alone", async () => {
  await engine.createActive();
  await expect(put({ UpdateRuntimeOn: "Manual" })).rejects.toThrow(/RuntimeVersionArn is required/);
  await expect(put({ RuntimeVersionArn: pinned })).rejects.toThrow(/only when .* is Manual/);
});

test("SnapStart is on for published versions, which take a snapshot first", async () => {
  await engine.createActive({
    Runtime: "python3.12",
    SnapStart: { ApplyOn: "PublishedVersions" },
  });
  expect(await publish()).toMatchObject({
    State: "Pending",
    SnapStart: { ApplyOn: "PublishedVersions", OptimizationStatus: "On" },
  });
  await engine.settle();
  const latest = await engine.lambda.send(
    new sdk.GetFunctionConfigurationCommand({ FunctionName: "f" }),
  );
  expect(latest.SnapStart).toEqual({ ApplyOn: "PublishedVersions", OptimizationStatus: "Off" });
  const change = (input: Partial<sdk.UpdateFunctionConfigurationCommandInput>) =>
    engine.lambda.send(new sdk.UpdateFunctionConfigurationCommand({ FunctionName: "f", ...input }));
  await expect(change({ Runtime: "nodejs22.x" })).rejects.toThrow(
    "nodejs22.x is not supported for SnapStart enabled functions.",
  );
  await expect(change({ EphemeralStorage: { Size: 1024 } })).rejects.toThrow(/SnapStart/);
  const provisioned = new sdk.PutProvisionedConcurrencyConfigCommand({
    FunctionName: "f",
    Qualifier: "1",
    ProvisionedConcurrentExecutions: 1,
  });
  await expect(engine.lambda.send(provisioned)).rejects.toThrow(/SnapStart/);
});

test("tenant isolation is chosen when the function is made; a call names a tenant or none", async () => {
  const TenancyConfig = { TenantIsolationMode: "PER_TENANT" } as const;
  const created = await engine.createActive({ TenancyConfig });
  expect(created.TenancyConfig).toEqual(TenancyConfig);
  await engine.createActive({ FunctionName: "shared" });
  const dryRun = (FunctionName: string, TenantId?: string) =>
    engine.lambda.send(new sdk.InvokeCommand({ FunctionName, TenantId, InvocationType: "DryRun" }));
  await expect(dryRun("f")).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message:
      "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.",
  });
  await expect(dryRun("shared", "blue")).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
  expect(await dryRun("f", "blue")).toMatchObject({ StatusCode: 204 });
  await expect(
    engine.create({
      FunctionName: "both",
      Runtime: "python3.12",
      TenancyConfig,
      SnapStart: { ApplyOn: "PublishedVersions" },
    }),
  ).rejects.toThrow(/SnapStart/);
});
