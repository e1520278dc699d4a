import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { call, isolate, routePaths } from "./dashboard";
import { awsError, type FakeAws, ok, startFakeAws } from "./fake-aws";
import { configuration, functionName, world } from "./world";

/** Each secret has this in it, so that one look finds any of them. */
const sentinel = "SENTINEL";
const span = "startMs=0&endMs=3600000";

let home: ReturnType<typeof isolate>;
let aws: FakeAws;
const written: string[] = [];

beforeAll(async () => {
  home = isolate();
  const environment = { Variables: { DATABASE_PASSWORD: `${sentinel}-variable` } };
  aws = await startFakeAws({
    ...world,
    "lambda.GetFunction": ok({ Configuration: { ...configuration, Environment: environment } }),
    "lambda.GetFunctionConfiguration": ok({ ...configuration, Environment: environment }),
    "lambda.ListFunctions": ok({ Functions: [{ ...configuration, Environment: environment }] }),
    "lambda.ListVersionsByFunction": ok({
      Versions: [{ ...configuration, Environment: environment }],
    }),
    "lambda.UpdateFunctionConfiguration": ok({ ...configuration, Environment: environment }),
    "iam.ListRoles": awsError(403, "AccessDenied", "no"),
  });
  writeFileSync(
    join(home.folder, "config"),
    `[default]
region = us-east-1
[profile tool]
credential_process = /nonexistent/get --secret ${sentinel}-process
[profile assumed]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = default
external_id = ${sentinel}-external
mfa_serial = arn:aws:iam::123456789012:mfa/${sentinel}-mfa
`,
  );
  writeFileSync(
    join(home.folder, "credentials"),
    `[default]
aws_access_key_id = AKIA${sentinel}
aws_secret_access_key = ${sentinel}-secret
aws_session_token = ${sentinel}-session
`,
  );
  vi.stubEnv("AWS_ENDPOINT_URL", aws.endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", `AKIA${sentinel}ENV`);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", `${sentinel}-env`);
  vi.stubEnv("AWS_SESSION_TOKEN", `${sentinel}-env-session`);
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => written.push(String(text)) > 0);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await aws.stop();
  home.clear();
});

const values: Record<string, string> = {
  name: functionName,
  id: "1",
  uuid: "u",
  alias: "live",
  version: "1",
  path: "nothing",
};
const query = `name=${functionName}&range=1h&${span}&group=g&path=index.mjs&left=1&right=2`;

const connections = [
  "profile:default@us-east-1",
  "profile:environment@us-east-1",
  "profile:tool@us-east-1",
  "profile:assumed@us-east-1",
  "profile:nobody@us-east-1",
];

/** Streams have no end; what opens them is swept with the rest of the API by the program's own tests. */
const sweepable = routePaths.filter((path) => path !== "/api/logs/follow");

test.each(connections)("no answer about %s holds a secret", async (connection) => {
  for (const path of sweepable) {
    const address = path.replaceAll(
      /\[(?:\.\.\.)?(\w+)\]/g,
      (_, name: string) => values[name] ?? name,
    );
    const answer = await call("GET", `${address}?${query}&connection=${connection}`).catch(
      (error: unknown) => {
        expect(String(error)).toMatch(/has no GET/);
        return undefined;
      },
    );
    expect(answer?.text ?? "", address).not.toContain(sentinel);
    expect(JSON.stringify([...(answer?.headers ?? [])])).not.toContain(sentinel);
  }
  // The calls did use the secrets: there was something to leak.
  if (connection.includes("default") || connection.includes("environment"))
    expect(aws.calls.at(-1)!.headers.authorization).toContain(`AKIA${sentinel}`);
});

test("a change and its journal show no value of a variable", async () => {
  const id = "profile:default@us-east-1";
  await call("PUT", `/api/connections/${encodeURIComponent(id)}/lock`, { locked: false });
  const changed = await call(
    "PATCH",
    `/api/functions/${functionName}/configuration?connection=${id}`,
    {
      edit: { environment: { set: { NEW: `${sentinel}-new` }, remove: [] } },
    },
  );
  expect(changed.status).toBe(200);
  expect(changed.text).not.toContain(sentinel);
  const { json, text } = await call("GET", "/api/activity");
  expect(json.changes).toHaveLength(1);
  expect(text).not.toContain(sentinel);
});

test("nothing written to the terminal holds a secret", () => {
  expect(written.join("")).not.toContain(sentinel);
});
