import * as sdk from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type StartedLambda, startLambda } from "../testing/start-lambda.ts";

let engine: StartedLambda;
beforeEach(async () => {
  engine = await startLambda();
  await engine.createActive();
});
afterEach(() => engine.stop());

const publish = (input: Partial<sdk.PublishVersionCommandInput> = {}) =>
  engine.lambda.send(new sdk.PublishVersionCommand({ FunctionName: "f", ...input }));

async function changeTimeout(Timeout: number): Promise<void> {
  await engine.lambda.send(
    new sdk.UpdateFunctionConfigurationCommand({ FunctionName: "f", Timeout }),
  );
  await engine.settle();
}

test("a version keeps what it was published with; publishing the same again makes none", async () => {
  expect(await publish({ Description: "first" })).toMatchObject({
    Version: "1",
    Description: "first",
    State: "Active",
    FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f:1",
  });
  expect(await publish()).toMatchObject({ Version: "1", Description: "first" });
  await changeTimeout(9);
  expect(await publish()).toMatchObject({ Version: "2", Timeout: 9 });
  const first = await engine.lambda.send(
    new sdk.GetFunctionConfigurationCommand({ FunctionName: "f:1" }),
  );
  expect(first.Timeout).toBe(3);
});

test("a deleted version's number is not used again", async () => {
  await publish();
  await engine.lambda.send(new sdk.DeleteFunctionCommand({ FunctionName: "f", Qualifier: "1" }));
  expect((await publish()).Version).toBe("2");
});

test("a version that an alias uses is not deleted", async () => {
  await publish();
  await engine.lambda.send(
    new sdk.CreateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "1" }),
  );
  const deletion = new sdk.DeleteFunctionCommand({ FunctionName: "f", Qualifier: "1" });
  await expect(engine.lambda.send(deletion)).rejects.toMatchObject({
    name: "ResourceConflictException",
    message: "Unable to delete version because the following aliases reference it: [live]",
  });
});

test("deleting a version that is not there succeeds and deletes nothing", async () => {
  await publish();
  const { lambda } = engine;
  const deletion = new sdk.DeleteFunctionCommand({ FunctionName: "f", Qualifier: "99" });
  expect((await lambda.send(deletion)).StatusCode).toBe(204);
  const { Versions } = await lambda.send(
    new sdk.ListVersionsByFunctionCommand({ FunctionName: "f" }),
  );
  expect(Versions?.map(({ Version }) => Version)).toEqual(["$LATEST", "1"]);
});

test("a wrong CodeSha256 publishes nothing", async () => {
  await expect(publish({ CodeSha256: "wrong" })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining("CodeSHA256 (wrong) is different"),
  });
});

test("ListFunctions ALL has every version", async () => {
  await publish();
  await changeTimeout(4);
  await publish();
  const { Functions } = await engine.lambda.send(
    new sdk.ListFunctionsCommand({ FunctionVersion: "ALL" }),
  );
  expect(Functions?.map(({ FunctionArn }) => FunctionArn?.split(":function:")[1])).toEqual([
    "f:$LATEST",
    "f:1",
    "f:2",
  ]);
});

test("an alias shares calls between two versions, moves and is deleted", async () => {
  await publish();
  await changeTimeout(4);
  await publish();
  const { lambda } = engine;
  const created = await lambda.send(
    new sdk.CreateAliasCommand({
      FunctionName: "f",
      Name: "live",
      FunctionVersion: "1",
      RoutingConfig: { AdditionalVersionWeights: { "2": 0.25 } },
    }),
  );
  expect(created.RoutingConfig?.AdditionalVersionWeights).toEqual({ "2": 0.25 });
  const stale = new sdk.UpdateAliasCommand({ FunctionName: "f", Name: "live", RevisionId: "no" });
  await expect(lambda.send(stale)).rejects.toMatchObject({ name: "PreconditionFailedException" });
  const moved = await lambda.send(
    new sdk.UpdateAliasCommand({
      FunctionName: "f",
      Name: "live",
      FunctionVersion: "2",
      RoutingConfig: { AdditionalVersionWeights: {} },
      RevisionId: created.RevisionId,
    }),
  );
  expect(moved).toMatchObject({ FunctionVersion: "2" });
  expect(moved).not.toHaveProperty("RoutingConfig");
  await lambda.send(new sdk.DeleteAliasCommand({ FunctionName: "f", Name: "live" }));
  const missing = new sdk.GetAliasCommand({ FunctionName: "f", Name: "live" });
  await expect(lambda.send(missing)).rejects.toMatchObject({
    message: "Cannot find alias arn: arn:aws:lambda:us-east-1:000000000000:function:f:live",
  });
});
