import * as sdk from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type StartedLambda, startLambda } from "../testing/start-lambda.ts";

let engine: StartedLambda;
beforeEach(async () => {
  engine = await startLambda({ settings: { accountConcurrencyLimit: 102 } });
  await engine.createActive();
  await engine.lambda.send(new sdk.PublishVersionCommand({ FunctionName: "f" }));
});
afterEach(() => engine.stop());

const reserve = (ReservedConcurrentExecutions: number, FunctionName = "f") =>
  engine.lambda.send(
    new sdk.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }),
  );
const provision = (ProvisionedConcurrentExecutions: number, Qualifier = "1") =>
  engine.lambda.send(
    new sdk.PutProvisionedConcurrencyConfigCommand({
      FunctionName: "f",
      Qualifier,
      ProvisionedConcurrentExecutions,
    }),
  );
/** Waits until the environments that were asked for have really started. */
const ready = (Qualifier = "1") =>
  vi.waitFor(
    async () => {
      const config = await engine.lambda.send(
        new sdk.GetProvisionedConcurrencyConfigCommand({ FunctionName: "f", Qualifier }),
      );
      expect(config.Status).toBe("READY");
      expect(config.AvailableProvisionedConcurrentExecutions).toBe(
        config.RequestedProvisionedConcurrentExecutions,
      );
    },
    { timeout: 20_000, interval: 50 },
  );

test("reservations leave the floor unreserved; 0 is always allowed", async () => {
  await reserve(2);
  await engine.create({ FunctionName: "g" });
  await expect(reserve(1, "g")).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message:
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
  });
  await reserve(0, "g");
  const { AccountLimit } = await engine.lambda.send(new sdk.GetAccountSettingsCommand({}));
  expect(AccountLimit).toMatchObject({
    ConcurrentExecutions: 102,
    UnreservedConcurrentExecutions: 100,
  });
});

test("a reservation is replaced, read and removed", async () => {
  const read = () =>
    engine.lambda.send(new sdk.GetFunctionConcurrencyCommand({ FunctionName: "f" }));
  expect(await read()).not.toHaveProperty("ReservedConcurrentExecutions");
  await reserve(1);
  await reserve(2);
  expect((await read()).ReservedConcurrentExecutions).toBe(2);
  await engine.lambda.send(new sdk.DeleteFunctionConcurrencyCommand({ FunctionName: "f" }));
  expect(await read()).not.toHaveProperty("ReservedConcurrentExecutions");
});

test("provisioned concurrency stays within the reservation, and the reservation above it", async () => {
  await reserve(2);
  await expect(provision(3)).rejects.toMatchObject({
    message:
      "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
  });
  expect(await provision(2)).toMatchObject({
    Status: "IN_PROGRESS",
    RequestedProvisionedConcurrentExecutions: 2,
    LastModified: expect.stringMatching(/^2026-01-01T00:00:0\d\.\d{3}\+0000$/),
  });
  await ready();
  await expect(reserve(1)).rejects.toMatchObject({
    message:
      " ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2].",
  });
});

test("without a reservation it leaves the floor, and counts what is provisioned already", async () => {
  await expect(provision(103)).rejects.toMatchObject({
    message:
      "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [102].",
  });
  await expect(provision(3)).rejects.toMatchObject({
    message:
      "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
  });
  await provision(1);
  await provision(2);
  await ready();
});

test("an alias and its version cannot both be provisioned; $LATEST never", async () => {
  await engine.lambda.send(
    new sdk.CreateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "1" }),
  );
  await provision(1, "live");
  await ready("live");
  await expect(provision(1, "1")).rejects.toMatchObject({
    name: "ResourceConflictException",
    message: "Version is pointed by a Provisioned Concurrency alias",
  });
  await expect(provision(1, "$LATEST")).rejects.toMatchObject({
    message: "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
  });
  const listed = await engine.lambda.send(
    new sdk.ListProvisionedConcurrencyConfigsCommand({ FunctionName: "f" }),
  );
  expect(listed.ProvisionedConcurrencyConfigs?.map(({ FunctionArn }) => FunctionArn)).toEqual([
    "arn:aws:lambda:us-east-1:000000000000:function:f:live",
  ]);
  await engine.lambda.send(new sdk.DeleteAliasCommand({ FunctionName: "f", Name: "live" }));
  await provision(1, "1");
  await ready("1");
});
