import * as sdk from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type StartedLambda, startLambda } from "../testing/start-lambda.ts";

let engine: StartedLambda;
beforeEach(async () => {
  engine = await startLambda();
  await engine.createActive();
});
afterEach(() => engine.stop());

const arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
const add = (input: Partial<sdk.AddPermissionCommandInput> = {}) =>
  engine.lambda.send(
    new sdk.AddPermissionCommand({
      FunctionName: "f",
      StatementId: "s3",
      Action: "lambda:InvokeFunction",
      Principal: "s3.amazonaws.com",
      ...input,
    }),
  );
const policy = async () => {
  const answer = await engine.lambda.send(new sdk.GetPolicyCommand({ FunctionName: "f" }));
  return { ...answer, Policy: JSON.parse(answer.Policy ?? "") as { Statement: unknown[] } };
};

test("statements are written as AWS writes them", async () => {
  await add({ SourceArn: "arn:aws:s3:::b", SourceAccount: "000000000000" });
  await add({ StatementId: "account", Principal: "111111111111" });
  await add({
    StatementId: "url",
    Principal: "*",
    Action: "lambda:InvokeFunctionUrl",
    FunctionUrlAuthType: "NONE",
  });
  const allow = { Effect: "Allow", Resource: arn };
  expect((await policy()).Policy).toEqual({
    Version: "2012-10-17",
    Id: "default",
    Statement: [
      {
        ...allow,
        Sid: "s3",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "lambda:InvokeFunction",
        Condition: {
          StringEquals: { "AWS:SourceAccount": "000000000000" },
          ArnLike: { "AWS:SourceArn": "arn:aws:s3:::b" },
        },
      },
      {
        ...allow,
        Sid: "account",
        Principal: { AWS: "arn:aws:iam::111111111111:root" },
        Action: "lambda:InvokeFunction",
      },
      {
        ...allow,
        Sid: "url",
        Principal: "*",
        Action: "lambda:InvokeFunctionUrl",
        Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
      },
    ],
  });
});

test("a policy's revision guards it, and its last statement takes it along", async () => {
  await add();
  const { RevisionId } = await policy();
  await expect(add({ StatementId: "b", RevisionId: "old" })).rejects.toMatchObject({
    name: "PreconditionFailedException",
    message: expect.stringContaining("GetPolicy API"),
  });
  await add({ StatementId: "b", RevisionId });
  for (const StatementId of ["s3", "b"])
    await engine.lambda.send(new sdk.RemovePermissionCommand({ FunctionName: "f", StatementId }));
  await expect(policy()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a policy has at most 20 KB", async () => {
  const SourceArn = `arn:aws:s3:::${"b".repeat(9000)}`;
  await add({ StatementId: "a", SourceArn });
  await add({ StatementId: "b", SourceArn });
  await expect(add({ StatementId: "c", SourceArn })).rejects.toMatchObject({
    name: "PolicyLengthExceededException",
  });
});

test("tags belong to functions and are merged", async () => {
  const { lambda } = engine;
  await lambda.send(new sdk.TagResourceCommand({ Resource: arn, Tags: { team: "x", env: "dev" } }));
  await lambda.send(new sdk.TagResourceCommand({ Resource: arn, Tags: { env: "test" } }));
  await lambda.send(new sdk.UntagResourceCommand({ Resource: arn, TagKeys: ["team", "none"] }));
  const { Tags } = await lambda.send(new sdk.ListTagsCommand({ Resource: arn }));
  expect(Tags).toEqual({ env: "test" });
  const onVersion = new sdk.TagResourceCommand({ Resource: `${arn}:1`, Tags: { a: "b" } });
  await expect(lambda.send(onVersion)).rejects.toMatchObject({
    message:
      "Tags on function aliases and versions are not supported. Please specify a function ARN.",
  });
});
