import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SendCommandCommand,
  type SSMClient,
  UnlabelParameterVersionCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

const clock = new ManualClock();
let engine: Awaited<ReturnType<typeof startEngine>>;
let ssm: SSMClient;

beforeAll(async () => {
  engine = await startEngine({ clock });
  ssm = engine.clients.ssm;
});
beforeEach(async () => {
  const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({}));
  for (const { Name } of Parameters) await ssm.send(new DeleteParameterCommand({ Name }));
});
afterAll(() => engine.stop());

const put = (Name: string, Value = "v", more: Partial<PutParameterCommandInput> = {}) =>
  ssm.send(new PutParameterCommand({ Name, Value, Type: "String", ...more }));
const get = async (Name: string, WithDecryption?: boolean) =>
  (await ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
const refusal = async (call: Promise<unknown>) =>
  call.then(
    () => "accepted",
    (error: Error) => `${error.name}: ${error.message}`,
  );

test("a parameter has versions, and each can be read by its number", async () => {
  expect(await put("/app/url", "one")).toMatchObject({ Version: 1, Tier: "Standard" });
  expect(await put("/app/url", "two", { Overwrite: true, Type: undefined })).toMatchObject({
    Version: 2,
  });
  expect(await get("/app/url")).toMatchObject({
    Name: "/app/url",
    Type: "String",
    Value: "two",
    Version: 2,
    LastModifiedDate: new Date(clock.now()),
    ARN: "arn:aws:ssm:us-east-1:000000000000:parameter/app/url",
    DataType: "text",
  });
  expect(await get("/app/url:1")).toMatchObject({ Value: "one", Selector: ":1" });
  expect(await get("arn:aws:ssm:us-east-1:000000000000:parameter/app/url")).toMatchObject({
    Value: "two",
  });
  expect(await refusal(get("/app/url:3"))).toBe(
    "ParameterVersionNotFound: Systems Manager could not find version 3 of /app/url. Verify the version and try again.",
  );
  expect(await refusal(get("/app/other"))).toBe(
    "ParameterNotFound: Parameter /app/other not found.",
  );
});

test("a SecureString shows its value only when it is asked to be decrypted", async () => {
  await put("/app/password", "hunter2", { Type: "SecureString" });
  const hidden = await get("/app/password");
  expect(hidden?.Value).not.toContain("hunter2");
  expect(Buffer.from(hidden?.Value ?? "", "base64").toString()).not.toContain("hunter2");
  expect(await get("/app/password", true)).toMatchObject({ Value: "hunter2" });
  const { Parameters } = await ssm.send(new DescribeParametersCommand({}));
  expect(Parameters?.[0]).toMatchObject({ KeyId: "alias/aws/ssm", Type: "SecureString" });
});

test.each<[string, Partial<PutParameterCommandInput>, string]>([
  ["there already", {}, "ParameterAlreadyExists: The parameter already exists."],
  [
    "no type",
    { Name: "n", Type: undefined },
    "ValidationException: A parameter type is required when you create a parameter.",
  ],
  [
    "a reserved word",
    { Name: "awsome" },
    `ValidationException: Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`,
  ],
  [
    "a reserved path",
    { Name: "/aws/x" },
    "AccessDeniedException: No access to reserved parameter name: /aws/x.",
  ],
  ["a wrong sign", { Name: "/a b" }, "ValidationException: Parameter name: If formed as a path"],
  [
    "a path without its first slash",
    { Name: "a/b" },
    "ValidationException: Parameter name must be a fully qualified name.",
  ],
  [
    "too deep",
    { Name: "/a".repeat(16) },
    "HierarchyLevelLimitExceededException: A hierarchy can have a maximum of 15 levels.",
  ],
  [
    "too long a value",
    { Name: "n", Value: "x".repeat(4097) },
    "ValidationException: Standard tier parameters support a maximum parameter value of 4096 characters.",
  ],
  [
    "a value that its pattern does not allow",
    { Name: "n", Value: "abc", AllowedPattern: "\\d+" },
    "ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: \\d+",
  ],
  [
    "tags of a change",
    { Overwrite: true, Tags: [{ Key: "a", Value: "b" }] },
    "ValidationException: Invalid request: tags and overwrite can't be used together.",
  ],
  [
    "policies",
    { Name: "n", Policies: "[]" },
    "ValidationException: The local engine does not support Policies: parameters do not expire.",
  ],
])("PutParameter refuses %s", async (_what, more, message) => {
  await put("there");
  expect(await refusal(put(more.Name ?? "there", more.Value, more))).toContain(message);
});

test("a long value makes a parameter advanced when the tier is left to AWS", async () => {
  const long = { Tier: "Intelligent-Tiering" } as const;
  expect(await put("n", "x".repeat(5000), long)).toMatchObject({ Tier: "Advanced" });
  expect(await refusal(put("n", "x", { Overwrite: true, Tier: "Standard" }))).toContain(
    "can't downgrade a parameter",
  );
});

test("several are read at once, and what is not there is named", async () => {
  await put("a", "1");
  await put("b", "2");
  const read = await ssm.send(new GetParametersCommand({ Names: ["a", "x", "b:1", "b:9"] }));
  expect(read.Parameters?.map(({ Name, Value }) => [Name, Value])).toEqual([
    ["a", "1"],
    ["b", "2"],
  ]);
  expect(read.InvalidParameters).toEqual(["x", "b:9"]);
});

test("a path is read alone or with all below it, page by page", async () => {
  for (const name of ["/app/a", "/app/b", "/app/sub/c", "/apple", "top"]) await put(name);
  const read = async (Path: string, Recursive = false) => {
    const names: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ssm.send(
        new GetParametersByPathCommand({ Path, Recursive, MaxResults: 1, NextToken }),
      );
      names.push(...(page.Parameters ?? []).map(({ Name }) => Name));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return names;
  };
  expect(await read("/app")).toEqual(["/app/a", "/app/b"]);
  expect(await read("/app/", true)).toEqual(["/app/a", "/app/b", "/app/sub/c"]);
  expect(await read("/")).toEqual(["/apple", "top"]);
  expect(await refusal(read("app"))).toContain("must begin with a forward slash");
});

test("filters of DescribeParameters", async () => {
  await put("/app/a", "1", { Tags: [{ Key: "team", Value: "red" }] });
  await put("/app/sub/b", "2", { Type: "StringList" });
  await put("plain", "3");
  const found = async (Key: string, Option: string | undefined, ...Values: string[]) => {
    const { Parameters = [] } = await ssm.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key, Option, Values }] }),
    );
    return Parameters.map(({ Name }) => Name);
  };
  expect(await found("Name", undefined, "plain")).toEqual(["plain"]);
  expect(await found("Name", "BeginsWith", "/app")).toEqual(["/app/a", "/app/sub/b"]);
  expect(await found("Name", "Contains", "sub")).toEqual(["/app/sub/b"]);
  expect(await found("Path", "OneLevel", "/app")).toEqual(["/app/a"]);
  expect(await found("Path", "Recursive", "/app")).toEqual(["/app/a", "/app/sub/b"]);
  expect(await found("Type", undefined, "StringList")).toEqual(["/app/sub/b"]);
  expect(await found("tag:team", undefined, "red")).toEqual(["/app/a"]);
  expect(await refusal(found("Owner", undefined, "x"))).toContain("InvalidFilterKey");
  expect(await refusal(found("Tier", "BeginsWith", "x"))).toContain("InvalidFilterOption");
});

test("a label names one version and moves to the next", async () => {
  await put("n", "1");
  await put("n", "2", { Overwrite: true });
  const label = (ParameterVersion: number, ...Labels: string[]) =>
    ssm.send(new LabelParameterVersionCommand({ Name: "n", ParameterVersion, Labels }));
  expect(await label(1, "live", "1st", "aws-x")).toMatchObject({
    InvalidLabels: ["1st", "aws-x"],
    ParameterVersion: 1,
  });
  expect(await get("n:live")).toMatchObject({ Value: "1", Selector: ":live" });
  await label(2, "live");
  expect(await get("n:live")).toMatchObject({ Value: "2" });
  const { Parameters } = await ssm.send(new GetParameterHistoryCommand({ Name: "n" }));
  expect(Parameters?.map(({ Version, Labels }) => [Version, Labels])).toEqual([
    [1, []],
    [2, ["live"]],
  ]);
  const removed = await ssm.send(
    new UnlabelParameterVersionCommand({ Name: "n", ParameterVersion: 2, Labels: ["live", "x"] }),
  );
  expect(removed).toMatchObject({ RemovedLabels: ["live"], InvalidLabels: ["x"] });
});

test("of more than a hundred versions the oldest goes, unless it has a label", async () => {
  await put("n", "1");
  for (let n = 2; n <= 101; n += 1) await put("n", String(n), { Overwrite: true });
  expect(await refusal(get("n:1"))).toContain("ParameterVersionNotFound");
  await ssm.send(
    new LabelParameterVersionCommand({ Name: "n", ParameterVersion: 2, Labels: ["kept"] }),
  );
  expect(await refusal(put("n", "x", { Overwrite: true }))).toContain(
    "ParameterMaxVersionLimitExceeded: You attempted to create a new version of n",
  );
});

test("tags, deletions and what is no Parameter Store", async () => {
  await put("n", "1", { Tags: [{ Key: "a", Value: "1" }] });
  const resource = { ResourceType: "Parameter", ResourceId: "n" } as const;
  await ssm.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: "b", Value: "2" }] }));
  const { TagList } = await ssm.send(new ListTagsForResourceCommand(resource));
  expect(TagList).toEqual([
    { Key: "a", Value: "1" },
    { Key: "b", Value: "2" },
  ]);
  expect(await ssm.send(new DeleteParametersCommand({ Names: ["n", "x"] }))).toMatchObject({
    DeletedParameters: ["n"],
    InvalidParameters: ["x"],
  });
  const sent = ssm.send(new SendCommandCommand({ DocumentName: "AWS-RunShellScript" }));
  expect(await refusal(sent)).toContain("there is only the Parameter Store");
});
