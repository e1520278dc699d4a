import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routePaths } from "@/tests/endpoints/dashboard";
import { type FakeAws, ok, startFakeAws } from "@/tests/endpoints/fake-aws";
import { configuration, functionName, world } from "@/tests/endpoints/world";
import { type Program, startProgram } from "./start-program";

/** Each secret has this in it, so that one look finds any of them. */
const sentinel = "SENTINEL";
const connections = ["profile:default@us-east-1", "profile:environment@us-east-1"];
const own = `/functions/${functionName}`;
const pages = [
  "/",
  "/functions",
  own,
  ...["test", "concurrency", "triggers", "configuration", "code", "logs", "versions"].map(
    (tab) => `${own}/${tab}`,
  ),
  "/logs",
  "/activity",
  "/nowhere",
];

let home: string;
let aws: FakeAws;
let program: Program;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "lambdeck-secrets-"));
  const Environment = { Variables: { DATABASE_PASSWORD: `${sentinel}-variable` } };
  const secretive = { ...configuration, Environment };
  aws = await startFakeAws({
    ...world,
    "lambda.GetFunction": ok({ Configuration: secretive }),
    "lambda.GetFunctionConfiguration": ok(secretive),
    "lambda.ListFunctions": ok({ Functions: [secretive] }),
  });
  const folder = join(home, ".aws");
  mkdirSync(folder);
  writeFileSync(join(folder, "config"), "[default]\nregion = us-east-1\n");
  writeFileSync(
    join(folder, "credentials"),
    `[default]\naws_access_key_id = AKIA${sentinel}\naws_secret_access_key = ${sentinel}-secret\naws_session_token = ${sentinel}-session\n`,
  );
  program = await startProgram({
    args: ["--no-demo"],
    env: {
      HOME: home,
      AWS_CONFIG_FILE: join(folder, "config"),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: `AKIA${sentinel}ENV`,
      AWS_SECRET_ACCESS_KEY: `${sentinel}-env`,
      AWS_SESSION_TOKEN: `${sentinel}-env-session`,
    },
  });
});
afterAll(async () => {
  await program?.stop();
  await aws?.stop();
  rmSync(home, { recursive: true, force: true });
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${program.address}${path}`, {
    headers: { authorization: `Bearer ${program.token}`, ...headers },
    signal: AbortSignal.timeout(20_000),
  });

test.each(connections)("no page and no payload of a page holds a secret of %s", async (id) => {
  for (const path of pages)
    for (const headers of [undefined, { rsc: "1" }]) {
      const answer = await ask(`${path}?connection=${encodeURIComponent(id)}`, headers);
      expect(answer.status, path).toBeLessThan(500);
      expect(await answer.text(), path).not.toContain(sentinel);
    }
});

test.each(connections)("no answer of the API holds a secret of %s", async (id) => {
  const values: Record<string, string> = { name: functionName, version: "1", alias: "live" };
  for (const path of routePaths.filter((one) => one !== "/api/logs/follow")) {
    const address = path.replaceAll(
      /\[(?:\.\.\.)?(\w+)\]/g,
      (_, name: string) => values[name] ?? "1",
    );
    const query = `name=${functionName}&range=1h&startMs=0&endMs=3600000&group=g&path=x`;
    const answer = await ask(`${address}?${query}&connection=${encodeURIComponent(id)}`);
    expect(await answer.text(), address).not.toContain(sentinel);
    expect(JSON.stringify([...answer.headers]), address).not.toContain(sentinel);
  }
});

test("the calls were signed with the secrets, and none is written to the terminal", () => {
  const used = new Set(
    aws.calls.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? "")?.[1]),
  );
  expect(used).toEqual(new Set([`AKIA${sentinel}`, `AKIA${sentinel}ENV`]));
  expect(program.output()).not.toContain(sentinel);
});
