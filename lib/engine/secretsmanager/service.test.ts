import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  type GetRandomPasswordCommandInput,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

const dayMs = 86_400_000;
const clock = new ManualClock();
let engine: Awaited<ReturnType<typeof startEngine>>;
let secrets: SecretsManagerClient;

beforeAll(async () => {
  engine = await startEngine({ clock });
  secrets = engine.clients.secrets;
});
beforeEach(async () => {
  const { SecretList = [] } = await secrets.send(
    new ListSecretsCommand({ IncludePlannedDeletion: true }),
  );
  for (const { ARN } of SecretList)
    await secrets.send(
      new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true }),
    );
});
afterAll(() => engine.stop());

const create = (Name: string, SecretString?: string) =>
  secrets.send(new CreateSecretCommand({ Name, SecretString }));
const read = (SecretId: string, more: { VersionId?: string; VersionStage?: string } = {}) =>
  secrets.send(new GetSecretValueCommand({ SecretId, ...more }));
const put = (SecretId: string, SecretString: string, more: object = {}) =>
  secrets.send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));
const refusal = async (call: Promise<unknown>) =>
  call.then(
    () => "accepted",
    (error: Error) => `${error.name}: ${error.message}`,
  );

test("a secret is read by name, by ARN and by an ARN without its end", async () => {
  const made = await create("app/db-secret", "hunter2");
  expect(made.ARN).toMatch(
    /^arn:aws:secretsmanager:us-east-1:000000000000:secret:app\/db-secret-\w{6}$/,
  );
  for (const id of ["app/db-secret", made.ARN!, made.ARN!.slice(0, -7)])
    expect(await read(id)).toMatchObject({
      ARN: made.ARN,
      Name: "app/db-secret",
      SecretString: "hunter2",
      VersionId: made.VersionId,
      VersionStages: ["AWSCURRENT"],
    });
  expect(await refusal(read("other"))).toBe(
    "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
  );
  expect(await refusal(create("app/db-secret", "x"))).toBe(
    "ResourceExistsException: The operation failed because the secret app/db-secret already exists.",
  );
});

test("bytes come back as bytes; text and bytes together are refused", async () => {
  const SecretBinary = Uint8Array.of(0, 255, 7);
  await secrets.send(new CreateSecretCommand({ Name: "key", SecretBinary }));
  expect([...((await read("key")).SecretBinary ?? [])]).toEqual([0, 255, 7]);
  const both = secrets.send(
    new CreateSecretCommand({ Name: "both", SecretBinary, SecretString: "x" }),
  );
  expect(await refusal(both)).toContain(
    "You can't specify both a binary secret value and a string secret value in the same secret.",
  );
});

test("a new value is current, the one before it is previous, an older one deprecated", async () => {
  await create("s", "1");
  expect(await put("s", "2")).toMatchObject({ VersionStages: ["AWSCURRENT"] });
  await secrets.send(new UpdateSecretCommand({ SecretId: "s", SecretString: "3" }));
  expect((await read("s")).SecretString).toBe("3");
  expect((await read("s", { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("2");
  const list = (IncludeDeprecated: boolean) =>
    secrets.send(new ListSecretVersionIdsCommand({ SecretId: "s", IncludeDeprecated }));
  expect((await list(false)).Versions).toHaveLength(2);
  expect((await list(true)).Versions?.map(({ VersionStages }) => VersionStages)).toEqual([
    [],
    ["AWSPREVIOUS"],
    ["AWSCURRENT"],
  ]);
});

test("the same token keeps a value once, and refuses another", async () => {
  const ClientRequestToken = "0123456789abcdef0123456789abcdef";
  await create("s", "1");
  await put("s", "2", { ClientRequestToken });
  expect(await put("s", "2", { ClientRequestToken })).toMatchObject({
    VersionId: ClientRequestToken,
    VersionStages: ["AWSCURRENT"],
  });
  expect(await refusal(put("s", "3", { ClientRequestToken }))).toContain(
    `You can't use ClientRequestToken ${ClientRequestToken} because that value is already in use`,
  );
});

test("stages are moved from version to version", async () => {
  const first = await create("s", "1");
  const second = await put("s", "2", { VersionStages: ["NEXT"] });
  expect((await read("s")).SecretString).toBe("1");
  const move = (more: object) =>
    secrets.send(
      new UpdateSecretVersionStageCommand({ SecretId: "s", VersionStage: "AWSCURRENT", ...more }),
    );
  expect(await refusal(move({ MoveToVersionId: second.VersionId }))).toContain(
    "The parameter RemoveFromVersionId can't be empty.",
  );
  await move({ MoveToVersionId: second.VersionId, RemoveFromVersionId: first.VersionId });
  const { VersionIdsToStages } = await secrets.send(new DescribeSecretCommand({ SecretId: "s" }));
  expect(VersionIdsToStages).toEqual({
    [first.VersionId!]: ["AWSPREVIOUS"],
    [second.VersionId!]: ["NEXT", "AWSCURRENT"],
  });
  expect(await refusal(move({ RemoveFromVersionId: second.VersionId }))).toContain(
    "It can't be completely removed.",
  );
  expect(
    await refusal(read("s", { VersionId: first.VersionId!, VersionStage: "AWSCURRENT" })),
  ).toContain("You provided a VersionStage that is not associated to the provided VersionId.");
});

test("a deleted secret can be had back until its window ends", async () => {
  await create("s", "1");
  const remove = (more: object = {}) =>
    secrets.send(new DeleteSecretCommand({ SecretId: "s", ...more }));
  expect(await refusal(remove({ RecoveryWindowInDays: 3 }))).toContain(
    "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
  );
  const { DeletionDate } = await remove({ RecoveryWindowInDays: 7 });
  expect(DeletionDate?.getTime()).toBe(clock.now() + 7 * dayMs);
  expect(await refusal(read("s"))).toContain("because it was marked for deletion");
  expect(await refusal(create("s", "2"))).toContain("already scheduled for deletion");
  expect((await secrets.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
  await secrets.send(new RestoreSecretCommand({ SecretId: "s" }));
  expect((await read("s")).SecretString).toBe("1");
  await remove({ RecoveryWindowInDays: 7 });
  await clock.advance(7 * dayMs);
  await create("s", "2");
  expect((await read("s")).SecretString).toBe("2");
});

test("lists are filtered, ordered and paged", async () => {
  for (const name of ["b-one", "a-two", "c-three"]) {
    await create(name, name);
    await clock.advance(1000);
  }
  await secrets.send(
    new TagResourceCommand({ SecretId: "a-two", Tags: [{ Key: "team", Value: "red" }] }),
  );
  const names = async (input: object) =>
    (await secrets.send(new ListSecretsCommand(input))).SecretList?.map(({ Name }) => Name);
  expect(await names({})).toEqual(["c-three", "a-two", "b-one"]);
  expect(await names({ SortBy: "name" })).toEqual(["a-two", "b-one", "c-three"]);
  expect(await names({ Filters: [{ Key: "tag-key", Values: ["team"] }] })).toEqual(["a-two"]);
  expect(await names({ Filters: [{ Key: "name", Values: ["!c"] }] })).toEqual(["a-two", "b-one"]);
  expect(await names({ Filters: [{ Key: "all", Values: ["THREE"] }] })).toEqual(["c-three"]);
  const first = await secrets.send(new ListSecretsCommand({ MaxResults: 2 }));
  expect(await names({ MaxResults: 2, NextToken: first.NextToken })).toEqual(["b-one"]);
  await secrets.send(new UntagResourceCommand({ SecretId: "a-two", TagKeys: ["team"] }));
  expect(await names({ Filters: [{ Key: "tag-key", Values: ["team"] }] })).toEqual([]);
});

test("several are read at once, and what fails is named", async () => {
  await create("a", "1");
  const batch = await secrets.send(new BatchGetSecretValueCommand({ SecretIdList: ["a", "x"] }));
  expect(batch.SecretValues?.map(({ SecretString }) => SecretString)).toEqual(["1"]);
  expect(batch.Errors).toEqual([
    {
      SecretId: "x",
      ErrorCode: "ResourceNotFoundException",
      Message: "Secrets Manager can't find the specified secret.",
    },
  ]);
});

test("a policy is kept when it is one; what is not done is said", async () => {
  await create("s", "1");
  const policy = (ResourcePolicy: string) =>
    secrets.send(new PutResourcePolicyCommand({ SecretId: "s", ResourcePolicy }));
  expect(await refusal(policy("{"))).toContain("This resource policy contains a syntax error.");
  await policy('{"Statement":[]}');
  const { ResourcePolicy } = await secrets.send(new GetResourcePolicyCommand({ SecretId: "s" }));
  expect(ResourcePolicy).toBe('{"Statement":[]}');
  expect(await refusal(secrets.send(new RotateSecretCommand({ SecretId: "s" })))).toContain(
    "neither rotated",
  );
});

test.each<[GetRandomPasswordCommandInput, RegExp]>([
  [{}, /^[!-~]{32}$/],
  [{ PasswordLength: 4, ExcludePunctuation: true, ExcludeNumbers: true }, /^[a-zA-Z]{4}$/],
  [
    { PasswordLength: 8, ExcludeUppercase: true, ExcludeLowercase: true, ExcludePunctuation: true },
    /^\d{8}$/,
  ],
])("a password as asked for: %j", async (input, pattern) => {
  const { RandomPassword } = await secrets.send(new GetRandomPasswordCommand(input));
  expect(RandomPassword).toMatch(pattern);
});

test("a password that cannot be made is refused", async () => {
  const made = secrets.send(new GetRandomPasswordCommand({ PasswordLength: 2 }));
  expect(await refusal(made)).toContain("too short for 4 required types of characters");
});
