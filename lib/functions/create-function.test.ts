import {
  GetFunctionCommand,
  InvokeCommand,
  ListTagsCommand,
  TagResourceCommand,
} from "@aws-sdk/client-lambda";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { undoChange } from "@/lib/activity/undo-change";
import { problemOf, sampleZip, startCloud, type TestCloud } from "@/tests/start-cloud";
import { createFunction, type NewFunction } from "./create-function";
import { deleteFunction } from "./delete-function";
import { listRoles } from "./list-roles";
import { setTags } from "./set-tags";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

const wanted: NewFunction = {
  name: "made",
  runtime: "nodejs22.x",
  handler: "index.handler",
  memoryMb: 256,
  timeoutSeconds: 7,
  architecture: "x86_64",
  description: "Made here",
  environment: { STAGE: "dev" },
  zip: sampleZip,
};
const found = (name: string) =>
  cloud.clients.lambda.send(new GetFunctionCommand({ FunctionName: name }));

test("a function is created on the local engine without a role, and runs", async () => {
  await createFunction(cloud.connection, wanted);
  const { Configuration } = await found("made");
  expect(Configuration).toMatchObject({
    MemorySize: 256,
    Timeout: 7,
    Description: "Made here",
    Environment: { Variables: { STAGE: "dev" } },
  });
  const { Payload } = await cloud.clients.lambda.send(
    new InvokeCommand({ FunctionName: "made", Payload: '{"n":1}' }),
  );
  expect(Buffer.from(Payload!).toString()).toBe('{"n":1}');
});

test.each<[Partial<NewFunction>, string]>([
  [{ name: "no good" }, "name"],
  [{ memoryMb: 64 }, "memoryMb"],
  [{ timeoutSeconds: 0 }, "timeoutSeconds"],
  [{ handler: "" }, "handler"],
  [{ role: "me" }, "role"],
  [{ environment: { AWS_REGION: "x" } }, "environment"],
])("refuses %j before AWS is asked", async (edit, field) => {
  const problem = await problemOf(
    createFunction(cloud.connection, { ...wanted, name: "other", ...edit }),
  );
  expect(problem).toMatchObject({ kind: "invalid", field });
});

test("a name that is taken is AWS's to refuse", async () => {
  await expect(createFunction(cloud.connection, wanted)).rejects.toThrow(/already exist/i);
});

test("only roles that Lambda may assume are offered", async () => {
  const trust = (Service: string) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service } }] });
  for (const [RoleName, service] of [
    ["for-lambda", "lambda.amazonaws.com"],
    ["for-ec2", "ec2.amazonaws.com"],
  ] as const)
    await cloud.clients.iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) }),
    );
  expect(await listRoles(cloud.connection)).toEqual([
    { name: "for-lambda", arn: "arn:aws:iam::000000000000:role/for-lambda" },
  ]);
});

test("tags are added, changed and removed as changes of their own, each with its undo", async () => {
  const { Configuration } = await found("made");
  const Resource = Configuration!.FunctionArn!;
  const tags = async () =>
    (await cloud.clients.lambda.send(new ListTagsCommand({ Resource }))).Tags;
  await cloud.clients.lambda.send(
    new TagResourceCommand({ Resource, Tags: { keep: "1", change: "1", remove: "1" } }),
  );
  const { changes } = await setTags(cloud.connection, "made", { keep: "1", change: "2", add: "1" });
  expect(changes.map(({ title }) => title)).toEqual([
    "Tags added: add",
    "Tags changed: change",
    "Tags removed: remove",
  ]);
  expect(await tags()).toEqual({ keep: "1", change: "2", add: "1" });
  for (const { id } of changes) await undoChange(id);
  expect(await tags()).toEqual({ keep: "1", change: "1", remove: "1" });
  expect(await problemOf(setTags(cloud.connection, "made", { "<": "" }))).toMatchObject({
    field: "tags",
  });
});

test("a function is deleted only when its name was typed", async () => {
  const problem = await problemOf(deleteFunction(cloud.connection, "made", "mad"));
  expect(problem).toMatchObject({ field: "typedName" });
  const { change } = await deleteFunction(cloud.connection, "made", "made");
  expect(change.undo).toMatchObject({ impossible: expect.any(String) });
  await expect(found("made")).rejects.toThrow(/not found/i);
});
