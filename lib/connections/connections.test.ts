import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { commandClasses } from "@/lib/aws/command-classes";
import { resolveConnection } from "@/lib/aws/connections";
import { type FakeCloud, startFakeCloud } from "@/lib/aws/testing/fake-cloud";
import { addEndpoint } from "./add-endpoint";
import { iamPolicies } from "./iam-policies";
import { readIdentity } from "./read-identity";
import { removeEndpoint } from "./remove-endpoint";
import { switchRegion } from "./switch-region";
import { lockConnection, unlockConnection } from "./unlock-connection";

const folder = mkdtempSync(join(tmpdir(), "lambdeck-verbs-"));
beforeAll(() => {
  vi.stubEnv("LAMBDECK_HOME", folder);
  vi.stubEnv("LAMBDECK_ENDPOINT", undefined);
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  vi.stubEnv("AWS_REGION", undefined);
  writeFileSync(join(folder, "config"), "[profile dev]\nregion = us-east-1\n");
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

let cloud: FakeCloud | undefined;
afterEach(async () => {
  await cloud?.stop();
  cloud = undefined;
});

const endpoint = { name: "stack", url: "http://127.0.0.1:4566", region: "us-east-1" };

test("an endpoint is added once and can be removed", async () => {
  const added = await addEndpoint(endpoint);
  expect(added).toMatchObject({ id: "endpoint:stack@us-east-1", writable: true });
  await expect(addEndpoint(endpoint)).rejects.toMatchObject({
    problem: { kind: "conflict", field: "name" },
  });
  removeEndpoint(added.id);
  await expect(resolveConnection(added.id)).rejects.toMatchObject({
    problem: { kind: "not-found" },
  });
  expect(() => removeEndpoint(added.id)).toThrow();
});

test.each([
  ["a name that is taken by LAMBDECK_ENDPOINT", { name: "environment" }, "name"],
  ["a profile that is not there", { profile: "nobody" }, "profile"],
  ["an address that is none", { url: "x" }, "url"],
])("an endpoint with %s is refused", async (_name, wrong, field) => {
  await expect(addEndpoint({ ...endpoint, ...wrong })).rejects.toMatchObject({
    problem: { field },
  });
});

test("only endpoints can be removed here", () => {
  for (const id of ["local", "profile:dev@us-east-1", "nonsense"])
    expect(() => removeEndpoint(id)).toThrowError(
      expect.objectContaining({ problem: expect.objectContaining({ kind: "not-found" }) }),
    );
});

test("a region is switched and kept", async () => {
  const connection = await resolveConnection("profile:dev");
  expect(connection.region).toBe("us-east-1");
  expect(await switchRegion(connection, "eu-west-1")).toMatchObject({
    id: "profile:dev@eu-west-1",
    region: "eu-west-1",
  });
  expect((await resolveConnection("profile:dev")).region).toBe("eu-west-1");
  await expect(switchRegion(connection, "cn-north-1")).rejects.toMatchObject({
    problem: { field: "region" },
  });
  expect((await resolveConnection("profile:dev")).region).toBe("eu-west-1");
});

test("unlocking is for one connection in one region", async () => {
  const connection = await resolveConnection("profile:dev@us-east-1");
  expect(connection.writable).toBe(false);
  const unlocked = await unlockConnection(connection);
  expect(unlocked.writable).toBe(true);
  expect(Date.parse(unlocked.unlockedUntil!) - Date.now()).toBeGreaterThan(14 * 60_000);
  expect((await resolveConnection("profile:dev@eu-west-1")).writable).toBe(false);
  expect((await lockConnection(connection)).writable).toBe(false);
});

describe("the identity", () => {
  const identityXml = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ann</Arn><UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

  test("is asked of STS and remembered", async () => {
    cloud = await startFakeCloud(() => ({
      headers: { "content-type": "text/xml" },
      body: identityXml,
    }));
    const connection = await addEndpoint({ ...endpoint, name: "known", url: cloud.endpoint });
    expect(await readIdentity(connection)).toEqual({
      accountId: "123456789012",
      callerArn: "arn:aws:iam::123456789012:user/ann",
    });
    expect(await resolveConnection(connection.id)).toMatchObject({ accountId: "123456789012" });
  });

  test.each([
    ["knows no STS", 404, "<h1>Not Found</h1>"],
    ["answers in its own way", 200, "<p>hello</p>"],
    ["answers nothing", 501, ""],
  ])("of an endpoint that %s is not known", async (name, status, body) => {
    cloud = await startFakeCloud(() => ({
      status,
      headers: { "content-type": "text/html" },
      body,
    }));
    const connection = await addEndpoint({
      ...endpoint,
      name: name.replaceAll(" ", "-"),
      url: cloud.endpoint,
    });
    expect(await readIdentity(connection)).toMatchObject({
      accountId: null,
      callerArn: null,
      problem: { kind: "unsupported" },
    });
  });

  test("of a profile without credentials says what to do", async () => {
    const identity = await readIdentity(await resolveConnection("profile:dev"));
    expect(identity.problem).toMatchObject({
      kind: "credentials",
      action: expect.stringContaining("`aws configure --profile dev`"),
    });
  });
});

describe("the policies", () => {
  const actions = (purpose: string): string[] => {
    const { document } = iamPolicies().find((policy) => policy.purpose === purpose)!;
    const { Statement } = JSON.parse(document) as { Statement: { Action: string[] }[] };
    return Statement.flatMap(({ Action }) => Action);
  };

  test("for looking change and run nothing", () => {
    expect(actions("look")).toContain("lambda:ListFunctions");
    for (const action of actions("look"))
      expect(action).toMatch(
        /^\w+:(Get|List|Describe|Filter|StartLiveTail|StartQuery|StopQuery|GET$)/,
      );
  });

  test("for invoking only do that, or send work into a source", () => {
    expect(actions("invoke")).toEqual([
      "lambda:InvokeFunction",
      "sqs:SendMessage",
      "events:PutEvents",
      "sns:Publish",
      "s3:PutObject",
      "kinesis:PutRecords",
      "dynamodb:PutItem",
    ]);
  });

  test("for changing let functions have a role, of Lambda only", () => {
    const { document } = iamPolicies().find(({ purpose }) => purpose === "change")!;
    expect(JSON.parse(document).Statement.at(-1)).toEqual({
      Sid: "LambdeckGiveFunctionsTheirRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: "*",
      Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    });
  });

  test("together cover the whole table and have no wildcard action", () => {
    const all = iamPolicies().flatMap(({ purpose }) => actions(purpose));
    expect(all.join()).not.toContain("*");
    for (const command of Object.keys(commandClasses.lambda).filter(
      (name) => !name.startsWith("Invoke"),
    ))
      expect(all).toContain(`lambda:${command}`);
  });
});
