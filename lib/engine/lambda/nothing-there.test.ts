import * as sdk from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StartedLambda, startLambda } from "../testing/start-lambda.ts";

let engine: StartedLambda;
beforeAll(async () => {
  engine = await startLambda();
  await engine.createActive();
});
afterAll(() => engine.stop());

test("a function has no code signing configuration, and saying so is no error", async () => {
  const { lambda } = engine;
  const FunctionName = "f";
  const found = await lambda.send(new sdk.GetFunctionCodeSigningConfigCommand({ FunctionName }));
  expect(found.CodeSigningConfigArn).toBeUndefined();
  const gone = await lambda.send(new sdk.DeleteFunctionCodeSigningConfigCommand({ FunctionName }));
  expect(gone.$metadata.httpStatusCode).toBe(204);
  await expect(
    lambda.send(new sdk.GetFunctionCodeSigningConfigCommand({ FunctionName: "none" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a function has no URL until one is made", async () => {
  const { lambda } = engine;
  const { FunctionUrlConfigs } = await lambda.send(
    new sdk.ListFunctionUrlConfigsCommand({ FunctionName: "f" }),
  );
  expect(FunctionUrlConfigs).toEqual([]);
  for (const Command of [
    sdk.GetFunctionUrlConfigCommand,
    sdk.UpdateFunctionUrlConfigCommand,
    sdk.DeleteFunctionUrlConfigCommand,
  ]) {
    await expect(
      lambda.send(new Command({ FunctionName: "f" }) as sdk.GetFunctionUrlConfigCommand),
    ).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The resource you requested does not exist.",
    });
    await expect(
      lambda.send(
        new Command({ FunctionName: "f", Qualifier: "1" }) as sdk.GetFunctionUrlConfigCommand,
      ),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("Value '1' at 'qualifier'"),
    });
  }
});

test.each(["constructor", "__proto__", "toString"])(
  "%s is the name of nothing, until something is called so",
  async (Name) => {
    const { lambda } = engine;
    const FunctionName = "f";
    const notFound = { name: "ResourceNotFoundException" };
    const named = { FunctionName, Qualifier: Name };
    const ofAlias = () => lambda.send(new sdk.GetAliasCommand({ FunctionName, Name }));
    await expect(ofAlias()).rejects.toMatchObject(notFound);
    await expect(lambda.send(new sdk.InvokeCommand(named))).rejects.toMatchObject(notFound);
    await expect(lambda.send(new sdk.GetPolicyCommand(named))).rejects.toMatchObject(notFound);
    await expect(
      lambda.send(new sdk.GetFunctionEventInvokeConfigCommand(named)),
    ).rejects.toMatchObject(notFound);
    await lambda.send(
      new sdk.CreateAliasCommand({ FunctionName, Name, FunctionVersion: "$LATEST" }),
    );
    expect(await ofAlias()).toMatchObject({ Name, FunctionVersion: "$LATEST" });
    await lambda.send(new sdk.DeleteAliasCommand({ FunctionName, Name }));
    await expect(ofAlias()).rejects.toMatchObject(notFound);
  },
);
