import * as sdk from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { echoZip, type StartedLambda, startLambda } from "../../testing/start-lambda.ts";

let engine: StartedLambda;
beforeEach(async () => {
  engine = await startLambda();
});
afterEach(() => engine.stop());

const profile = "arn:aws:signer:us-east-1:000000000000:/signing-profiles/test";
const missing = "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-00000000000000000";

async function createConfig(input: Partial<sdk.CreateCodeSigningConfigCommandInput> = {}) {
  const AllowedPublishers = { SigningProfileVersionArns: [profile] };
  const command = new sdk.CreateCodeSigningConfigCommand({ AllowedPublishers, ...input });
  const { CodeSigningConfig } = await engine.lambda.send(command);
  return { ...CodeSigningConfig, arn: CodeSigningConfig?.CodeSigningConfigArn ?? "" };
}

const give = (CodeSigningConfigArn: string, FunctionName = "f") =>
  engine.lambda.send(
    new sdk.PutFunctionCodeSigningConfigCommand({ CodeSigningConfigArn, FunctionName }),
  );
const setPolicy = (arn: string, policy: sdk.CodeSigningPolicy) =>
  engine.lambda.send(
    new sdk.UpdateCodeSigningConfigCommand({
      CodeSigningConfigArn: arn,
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: policy },
    }),
  );

test("a configuration is kept, changed, tagged and given to functions", async () => {
  const created = await createConfig({ Tags: { team: "a" } });
  expect(created).toMatchObject({
    CodeSigningConfigId: expect.stringMatching(/^csc-[0-9a-f]{17}$/),
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Warn" },
  });
  expect(created).not.toHaveProperty("Description");
  await engine.createActive();
  expect(await give(created.arn)).toMatchObject({
    CodeSigningConfigArn: created.arn,
    FunctionName: "f",
  });
  const of = { CodeSigningConfigArn: created.arn };
  const users = await engine.lambda.send(new sdk.ListFunctionsByCodeSigningConfigCommand(of));
  expect(users.FunctionArns).toEqual(["arn:aws:lambda:us-east-1:000000000000:function:f"]);
  const deletion = new sdk.DeleteCodeSigningConfigCommand(of);
  await expect(engine.lambda.send(deletion)).rejects.toMatchObject({
    name: "ResourceConflictException",
  });
  const fn = { FunctionName: "f" };
  await engine.lambda.send(new sdk.DeleteFunctionCodeSigningConfigCommand(fn));
  const own = await engine.lambda.send(new sdk.GetFunctionCodeSigningConfigCommand(fn));
  expect(own.CodeSigningConfigArn).toBeUndefined();
  const { Tags } = await engine.lambda.send(new sdk.ListTagsCommand({ Resource: created.arn }));
  expect(Tags).toEqual({ team: "a" });
  await engine.lambda.send(deletion);
  const list = await engine.lambda.send(new sdk.ListCodeSigningConfigsCommand({}));
  expect(list.CodeSigningConfigs).toEqual([]);
});

test("code is refused while a configuration enforces signatures, since none can be there", async () => {
  const { arn } = await createConfig();
  await engine.createActive({ CodeSigningConfigArn: arn });
  await setPolicy(arn, "Enforce");
  const update = new sdk.UpdateFunctionCodeCommand({ FunctionName: "f", ZipFile: echoZip });
  const refusal = {
    name: "CodeVerificationFailedException",
    message: expect.stringContaining(
      "Check the provided signature for arn:aws:lambda:us-east-1:000000000000:function:f.",
    ),
  };
  await expect(engine.lambda.send(update)).rejects.toMatchObject(refusal);
  await expect(
    engine.create({ FunctionName: "g", CodeSigningConfigArn: arn }),
  ).rejects.toMatchObject({ name: refusal.name });
  await setPolicy(arn, "Warn");
  await engine.lambda.send(update);
});

test("a configuration that is not there has one error for itself and one for functions", async () => {
  const get = new sdk.GetCodeSigningConfigCommand({ CodeSigningConfigArn: missing });
  await expect(engine.lambda.send(get)).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: `The Lambda code signing configuration ${missing} can not be found.`,
    Type: undefined,
  });
  await expect(give(missing, "no-function")).rejects.toMatchObject({
    name: "CodeSigningConfigNotFoundException",
  });
  await expect(give((await createConfig()).arn, "no-function")).rejects.toThrow(
    "Function not found: arn:aws:lambda:us-east-1:000000000000:function:no-function",
  );
});
