import { mkdirSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { call, isolate } from "./dashboard";
import { awsError, type FakeAws, startFakeAws } from "./fake-aws";
import { on, reads } from "./reads";
import { world } from "./world";

let home: ReturnType<typeof isolate>;
let aws: FakeAws;
beforeAll(() => {
  home = isolate();
  writeFileSync(
    join(home.folder, "config"),
    `[profile expired-sso]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Developer
region = us-east-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
[profile empty]
region = us-east-1
[profile role]
role_arn = arn:aws:iam::123456789012:role/Deploy
source_profile = keys
region = us-east-1
[profile lost]
role_arn = arn:aws:iam::123456789012:role/Deploy
source_profile = nobody
region = us-east-1
[profile tool]
credential_process = /nonexistent/get-credentials --secret SENTINEL-PROCESS
region = us-east-1
[profile keys]
region = us-east-1
`,
  );
  writeFileSync(
    join(home.folder, "credentials"),
    "[keys]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = secret\n",
  );
  // What `aws sso login` leaves behind, a day too old and with nothing to renew it.
  const cache = join(home.folder, ".aws", "sso", "cache");
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    join(cache, `${createHash("sha1").update("corp").digest("hex")}.json`),
    JSON.stringify({ accessToken: "SENTINEL-SSO", expiresAt: new Date(Date.now() - 86_400_000) }),
  );
});
afterAll(() => home.clear());
beforeEach(async () => {
  aws = await startFakeAws(world);
  vi.stubEnv("AWS_ENDPOINT_URL", aws.endpoint);
});
afterEach(() => aws.stop());

test.each([
  ["expired-sso", "aws sso login --profile expired-sso"],
  ["empty", "aws configure --profile empty"],
  ["tool", "aws sts get-caller-identity --profile tool"],
  ["lost", "aws configure --profile nobody"],
])("profile %s does not work, and %s does it good", async (profile, command) => {
  const connection = `connection=profile:${profile}@us-east-1`;
  for (const path of reads) {
    const { status, json, text } = await call("GET", on(path, connection));
    const problem = json.problem ?? json.problems[0];
    expect([200, 424], path).toContain(status);
    expect(problem, path).toMatchObject({ kind: "credentials" });
    expect(problem.action).toContain(`\`${command}\``);
    expect(text).not.toMatch(/SENTINEL/);
  }
  expect(aws.operations).toEqual([]);
});

test("a role that may not be assumed says so", async () => {
  await aws.stop();
  aws = await startFakeAws(
    {},
    {
      status: 403,
      headers: { "content-type": "text/xml" },
      body: "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: arn:aws:iam::1:user/u is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/Deploy</Message></Error></ErrorResponse>",
    },
  );
  vi.stubEnv("AWS_ENDPOINT_URL", aws.endpoint);
  const { status, json } = await call(
    "GET",
    on("/api/functions", "connection=profile:role@us-east-1"),
  );
  expect(status).toBe(424);
  expect(json.problem).toMatchObject({
    kind: "credentials",
    title: 'The role of profile "role" cannot be assumed',
    action: expect.stringContaining("trust policy"),
  });
  expect(new Set(aws.operations)).toEqual(new Set(["sts.AssumeRole"]));
});

test.each([
  ["ExpiredTokenException", "The security token included in the request is expired", "eu-west-1"],
  ["UnrecognizedClientException", "The security token is invalid", "eu-west-2"],
])("keys that AWS answers with %s are renewed by aws configure", async (code, message, region) => {
  await aws.stop();
  aws = await startFakeAws({}, awsError(403, code, message));
  vi.stubEnv("AWS_ENDPOINT_URL", aws.endpoint);
  const { status, json } = await call(
    "GET",
    on("/api/functions", `connection=profile:keys@${region}`),
  );
  expect(status).toBe(424);
  expect(json.problem.action).toContain("`aws configure --profile keys`");
});

test("credentials of the environment that have expired are set anew", async () => {
  await aws.stop();
  aws = await startFakeAws({}, awsError(403, "ExpiredTokenException", "expired"));
  vi.stubEnv("AWS_ENDPOINT_URL", aws.endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIA");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  const { json } = await call(
    "GET",
    on("/api/functions", "connection=profile:environment@us-east-2"),
  );
  expect(json.problem).toMatchObject({
    kind: "credentials",
    action: expect.stringContaining("AWS_ACCESS_KEY_ID"),
  });
});

test("keys renewed in the files work without a restart", async () => {
  const path = on("/api/functions", "connection=profile:empty@us-east-1");
  expect((await call("GET", path)).status).toBe(424);
  writeFileSync(
    join(home.folder, "credentials"),
    "[empty]\naws_access_key_id = AKIANEW\naws_secret_access_key = secret-of-the-new-key\n",
  );
  expect((await call("GET", path)).status).toBe(200);
  expect(aws.calls[0]!.headers.authorization).toContain("Credential=AKIANEW/");
});
