import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isLoopback } from "@/lib/model/connection";
import { deleteEndpoint, readEndpoints, saveEndpoint } from "@/lib/store/endpoints";
import { clientsFor } from "./clients";
import {
  checkEndpoint,
  chooseRegion,
  defaultConnection,
  listConnections,
  resolveConnection,
} from "./connections";
import { lock, unlock } from "./unlocked";

const folder = mkdtempSync(join(tmpdir(), "lambdeck-connections-"));
const configFile = join(folder, "config");
const credentialsFile = join(folder, "credentials");
vi.stubEnv("LAMBDECK_HOME", folder);

beforeEach(() => {
  vi.stubEnv("AWS_CONFIG_FILE", configFile);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", credentialsFile);
  vi.stubEnv("AWS_REGION", undefined);
  vi.stubEnv("AWS_DEFAULT_REGION", undefined);
  vi.stubEnv("AWS_PROFILE", undefined);
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  vi.stubEnv("LAMBDECK_ENDPOINT", undefined);
  vi.stubEnv("LAMBDECK_ENGINE_PORT", "4399");
  writeFileSync(
    configFile,
    `[default]
region = eu-central-1
[profile sso]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Developer
region = us-west-2
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
[profile prod]
role_arn = arn:aws:iam::123456789012:role/Deploy
source_profile = sso
[profile loop]
role_arn = arn:aws:iam::123456789012:role/A
source_profile = loop
[profile tool]
credential_process = /opt/get-credentials --secret hush
[profile beijing]
region = cn-north-1
[services local]
s3 =
  endpoint_url = http://x
`,
  );
  writeFileSync(
    credentialsFile,
    "[default]\naws_access_key_id = AKIASENTINEL1\naws_secret_access_key = sentinel-secret\n",
  );
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

describe("the list", () => {
  test("holds the engine and every profile, the AWS CLI's own first", async () => {
    const list = await listConnections();
    expect(list.map(({ id }) => id)).toEqual([
      "local",
      "profile:default@eu-central-1",
      "profile:beijing@cn-north-1",
      "profile:loop@us-east-1",
      "profile:prod@us-east-1",
      "profile:sso@us-west-2",
      "profile:tool@us-east-1",
    ]);
    expect(list.map(({ writable }) => writable)).toEqual([true, ...Array(6).fill(false)]);
  });

  test("says how each profile's credentials are renewed, and no secret", async () => {
    const list = await listConnections();
    const command = Object.fromEntries(
      list.map(({ label, renewCommand }) => [label, renewCommand]),
    );
    expect(command).toEqual({
      "Local engine": undefined,
      default: "aws configure --profile default",
      beijing: "aws configure --profile beijing",
      loop: "aws configure --profile loop",
      prod: "aws sso login --profile sso",
      sso: "aws sso login --profile sso",
      tool: "aws sts get-caller-identity --profile tool",
    });
    expect(JSON.stringify(list)).not.toMatch(/AKIA|sentinel|hush/);
  });

  test("follows the files without a restart", async () => {
    writeFileSync(configFile, "[profile new]\nregion = us-east-1\n");
    writeFileSync(credentialsFile, "");
    expect((await listConnections()).map(({ label }) => label)).toEqual(["Local engine", "new"]);
    rmSync(configFile);
    rmSync(credentialsFile);
    expect((await listConnections()).map(({ label }) => label)).toEqual(["Local engine"]);
  });

  test("without engine begins with the profile of AWS_PROFILE", async () => {
    vi.stubEnv("LAMBDECK_ENGINE_PORT", "off");
    vi.stubEnv("AWS_PROFILE", "sso");
    expect((await defaultConnection()).id).toBe("profile:sso@us-west-2");
    await expect(resolveConnection("local")).rejects.toMatchObject({
      problem: { kind: "not-found" },
    });
    writeFileSync(configFile, "");
    writeFileSync(credentialsFile, "");
    await expect(defaultConnection()).rejects.toMatchObject({ problem: { kind: "not-found" } });
  });
});

describe("LAMBDECK_ENDPOINT", () => {
  test("is the default", async () => {
    vi.stubEnv("LAMBDECK_ENDPOINT", "http://127.0.0.1:4566/");
    vi.stubEnv("LAMBDECK_REGION", "eu-west-1");
    expect(await resolveConnection(undefined)).toMatchObject({
      id: "endpoint:environment@eu-west-1",
      label: "127.0.0.1:4566",
      endpoint: "http://127.0.0.1:4566",
      region: "eu-west-1",
      writable: true,
    });
    expect((await listConnections()).map(({ kind }) => kind).slice(0, 3)).toEqual([
      "endpoint",
      "local",
      "profile",
    ]);
  });

  test("elsewhere than on this machine is read-only", async () => {
    vi.stubEnv("LAMBDECK_ENDPOINT", "https://lambda.example.com");
    expect(await defaultConnection()).toMatchObject({ writable: false });
  });

  test("that cannot be used is told", async () => {
    vi.stubEnv("LAMBDECK_ENDPOINT", "ftp://x");
    await expect(defaultConnection()).rejects.toMatchObject({ problem: { field: "url" } });
  });
});

describe("an id", () => {
  test.each([
    ["local", "us-east-1"],
    ["local@eu-west-1", "eu-west-1"],
    ["profile:sso", "us-west-2"],
    ["profile:sso@ap-south-1", "ap-south-1"],
    ["profile:beijing@cn-northwest-1", "cn-northwest-1"],
  ])("%s is in %s", async (id, region) => {
    expect((await resolveConnection(id)).region).toBe(region);
  });

  test.each([
    ["http://evil.example", "invalid"],
    ["profile:sso@evil.example", "not-found"],
    ["profile:sso@us-east-1.evil.example", "not-found"],
    ["profile:sso@us-east-1#", "not-found"],
    ["profile:sso@cn-north-1", "invalid"],
    ["profile:sso@us-gov-west-1", "invalid"],
    ["profile:beijing@us-east-1", "invalid"],
    ["profile:sso@nowhere", "invalid"],
    ["profile:", "invalid"],
    ["local:x", "invalid"],
    ["profile:nobody@us-east-1", "not-found"],
    ["endpoint:nobody@us-east-1", "not-found"],
    ["endpoint:__proto__@us-east-1", "not-found"],
  ])("%s is refused as %s", async (id, kind) => {
    await expect(resolveConnection(id)).rejects.toMatchObject({ problem: { kind } });
  });
});

test("a chosen region is kept, where the credentials are good", async () => {
  chooseRegion("profile", "sso", "eu-north-1");
  expect((await resolveConnection("profile:sso")).id).toBe("profile:sso@eu-north-1");
  chooseRegion("profile", "sso", "cn-north-1");
  expect((await resolveConnection("profile:sso")).id).toBe("profile:sso@us-west-2");
  chooseRegion("local", "", "eu-west-3");
  expect(await resolveConnection("local")).toMatchObject({ id: "local", region: "eu-west-3" });
  chooseRegion("local", "", "us-east-1");
});

test("an unlocked connection says until when", async () => {
  const untilMs = unlock("profile:sso@us-west-2");
  expect(await resolveConnection("profile:sso@us-west-2")).toMatchObject({
    writable: true,
    unlockedUntil: new Date(untilMs).toISOString(),
  });
  expect(await resolveConnection("profile:sso@eu-west-1")).toMatchObject({ writable: false });
  lock("profile:sso@us-west-2");
  expect(await resolveConnection("profile:sso@us-west-2")).toMatchObject({ writable: false });
});

test.each([
  ["name", { name: "" }],
  ["name", { name: "a b" }],
  ["name", { name: "../x" }],
  ["region", { region: "us-east-1.evil.example/" }],
  ["url", { url: "file:///etc/passwd" }],
  ["url", { url: "127.0.0.1:4566" }],
  ["url", { url: "http://user:pass@127.0.0.1" }],
  ["url", { url: "http://127.0.0.1/?x" }],
])("an endpoint with a wrong %s is refused: %j", (field, wrong) => {
  const good = { name: "stack", url: "http://127.0.0.1:4566", region: "us-east-1" };
  expect(checkEndpoint(good)).toEqual(good);
  expect(() => checkEndpoint({ ...good, ...wrong })).toThrowError(
    expect.objectContaining({ problem: expect.objectContaining({ kind: "invalid", field }) }),
  );
});

test.each([
  ["http://127.0.0.1:1", true],
  ["http://127.1.2.3", true],
  ["http://localhost:1", true],
  ["http://aws.localhost", true],
  ["http://[::1]:1", true],
  ["http://0x7f000001", true],
  ["http://localhost.evil.example", false],
  ["http://127.0.0.1.evil.example", false],
  ["http://0.0.0.0", false],
  ["http://10.0.0.1", false],
])("%s is this machine: %s", (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});

test("clients are kept until the AWS files change", async () => {
  const connection = await resolveConnection("profile:default");
  const { lambda } = clientsFor(connection);
  expect(clientsFor(connection).lambda).toBe(lambda);
  expect(await lambda.config.credentials()).toMatchObject({ accessKeyId: "AKIASENTINEL1" });
  writeFileSync(
    credentialsFile,
    "[default]\naws_access_key_id = AKIASENTINEL2\naws_secret_access_key = sentinel-secret\n",
  );
  utimesSync(credentialsFile, 1, 1);
  const renewed = clientsFor(connection).lambda;
  expect(await renewed.config.credentials()).toMatchObject({ accessKeyId: "AKIASENTINEL2" });
});

test("host prefixes and the endpoint's own address are kept apart", async () => {
  saveEndpoint({ name: "stack", url: "http://127.0.0.1:4566", region: "us-east-1" });
  const compatible = clientsFor(await resolveConnection("endpoint:stack"));
  expect(compatible.logs.config.disableHostPrefix).toBe(true);
  const real = clientsFor(await resolveConnection("profile:default"));
  expect(real.logs.config.disableHostPrefix).toBe(false);
});

describe("credentials in the environment", () => {
  beforeEach(() => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "sentinel-secret");
    vi.stubEnv("AWS_SESSION_TOKEN", "sentinel-session");
  });

  test("are a locked connection before the profiles, with nothing of them in it", async () => {
    vi.stubEnv("AWS_DEFAULT_REGION", "eu-west-3");
    const list = await listConnections();
    expect(list.find(({ kind }) => kind === "profile")).toEqual({
      id: "profile:environment@eu-west-3",
      kind: "profile",
      label: "environment",
      region: "eu-west-3",
      writable: false,
    });
    expect(await resolveConnection("profile:environment@us-west-1")).toMatchObject({
      region: "us-west-1",
      writable: false,
    });
  });

  test("sign its calls", async () => {
    const { lambda } = clientsFor(await resolveConnection("profile:environment"));
    expect(await lambda.config.credentials()).toMatchObject({
      accessKeyId: "AKIAENVIRONMENT",
      secretAccessKey: "sentinel-secret",
      sessionToken: "sentinel-session",
    });
  });

  test("are the default where there is neither engine nor endpoint", async () => {
    for (const { name } of readEndpoints()) deleteEndpoint(name);
    vi.stubEnv("LAMBDECK_ENGINE_PORT", "off");
    expect((await defaultConnection()).id).toBe("profile:environment@us-east-1");
  });

  test("give way to a profile of that name", async () => {
    writeFileSync(configFile, "[profile environment]\nregion = eu-north-1\n");
    const ids = (await listConnections()).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith("profile:environment"))).toEqual([
      "profile:environment@eu-north-1",
    ]);
    expect(await resolveConnection("profile:environment")).toHaveProperty("profile", "environment");
  });

  test("are no connection when half of them is missing", async () => {
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    await expect(resolveConnection("profile:environment")).rejects.toMatchObject({
      problem: { kind: "not-found" },
    });
  });
});
