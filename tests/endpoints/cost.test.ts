import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { ApiUse, UseItem } from "@/lib/model/api-use";
import { call, connectTo, isolate, respond } from "./dashboard";
import { type FakeAws, startFakeAws } from "./fake-aws";
import { on } from "./reads";
import { functionName, world } from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

let aws: FakeAws;
afterEach(async () => {
  vi.useRealTimers();
  await aws.stop();
});

const names = Array.from({ length: 30 }, (_, index) => `name=f${index}`).join("&");
const hour = () => `startMs=${Date.now() - 3_600_000}&endMs=${Date.now()}`;
const own = `/api/functions/${functionName}`;

/** What each page asks Lambdeck for when it is opened, as far as CloudWatch is asked for it. */
const pages: Record<string, { paths: () => string[]; calls: number; metrics: number }> = {
  "the list with 30 rows in sight": {
    paths: () => [
      "/api/account",
      "/api/account-metrics?range=24h",
      `/api/function-metrics?range=24h&${names}`,
    ],
    // Six a row, four of the account, and its concurrency in finer steps for the meter.
    calls: 1,
    metrics: 30 * 6 + 4 + 1,
  },
  "a function's overview": {
    paths: () => ["/api/account", `${own}/metrics?group=base&group=duration&group=async&${hour()}`],
    calls: 1,
    metrics: 17 + 1,
  },
  "the board with 30 functions over three hours": {
    paths: () => ["/api/account", `/api/concurrency/traffic?window=3h&${names}`],
    // Percentiles are asked for where something ran, and a day of the meter is no three hours.
    calls: 3,
    metrics: 30 * 4 + 30 * 3 + 1,
  },
};

const useOf = async (connection: string) =>
  (await call("GET", on("/api/connections/use", connection))).json as ApiUse;
const amount = ({ today }: ApiUse, item: UseItem) =>
  today.lines.find((line) => line.item === item)?.amount;

test.each(Object.entries(pages))("%s", async (_, { paths, calls, metrics }) => {
  aws = await startFakeAws(world);
  const load = async (connection: string) => {
    const answers = await Promise.all(paths().map((path) => respond("GET", on(path, connection))));
    expect(answers.map(({ status }) => status)).toEqual(paths().map(() => 200));
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  };
  // The first time takes long enough to load the code that nothing comes at the same time.
  await load(connectTo(aws.endpoint));
  const connection = connectTo(aws.endpoint);
  await load(connection);
  const first = await useOf(connection);
  expect(amount(first, "metrics")).toBe(metrics);
  // On a busy machine one of the requests may come late.
  expect(amount(first, "cloudwatch:GetMetricData")).toBeLessThanOrEqual(calls + 1);
  expect(first.today.costUsd).toBeCloseTo(metrics * 0.00001, 5);
});

test("a page that is loaded again at once asks an account for no metric twice", async () => {
  aws = await startFakeAws(world);
  vi.stubEnv("AWS_ENDPOINT_URL", aws.endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIA");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  const connection = "connection=profile:environment@eu-west-1";
  const paths = [
    "/api/account",
    "/api/account-metrics?range=24h",
    `/api/function-metrics?${names}`,
  ];
  const load = () => Promise.all(paths.map((path) => call("GET", on(path, connection))));
  await load();
  const calls = aws.count("cloudwatch.GetMetricData");
  const [, , again] = await load();
  expect(aws.count("cloudwatch.GetMetricData")).toBe(calls);
  expect(again!.json.metrics.f0.invocations).toBe(3);
});

test("a budget that is spent stops what costs and says so; raising it is journalled and can be undone", async () => {
  aws = await startFakeAws(world);
  const connection = connectTo(aws.endpoint);
  const ask = (path: string) => call("GET", on(path, connection));
  const set = (budgetUsd: unknown) =>
    call("PUT", on("/api/connections/use", connection), { budgetUsd });
  expect((await useOf(connection)).budgetUsd).toBeNull();
  await set(0.01);
  const many = Array.from({ length: 170 }, (_, index) => `name=g${index}`).join("&");
  expect((await ask(`/api/function-metrics?${many}`)).status).toBe(200);
  const spent = await ask(`/api/function-metrics?${names}`);
  expect([spent.status, spent.json.problem.kind]).toEqual([402, "budget"]);
  expect(spent.json.problem.detail).toMatch(/\$0\.01.* at list price/);
  // Reading functions and logs goes on.
  expect((await ask("/api/functions")).json.functions).toHaveLength(1);
  expect((await ask(own)).status).toBe(200);
  const account = await ask("/api/account");
  expect(account.json).toMatchObject({ limit: 1000, problems: [{ kind: "budget" }] });

  const { json: raised } = await set(0.02);
  expect(raised.change).toMatchObject({
    kind: "daily-budget",
    title: "Daily budget $0.01 -> $0.02",
  });
  expect((await ask(`/api/function-metrics?${names}`)).status).toBe(200);
  const undone = await call("POST", `/api/activity/${raised.change.id}/undo`, {});
  expect(undone.status).toBe(200);
  expect((await useOf(connection)).budgetUsd).toBe(0.01);
});

test.each([0, -1, 10_001, "1", undefined])(
  "a budget of %s is refused with its range",
  async (budgetUsd) => {
    aws = await startFakeAws(world);
    const { status, json } = await call(
      "PUT",
      on("/api/connections/use", connectTo(aws.endpoint)),
      { budgetUsd },
    );
    expect([status, json.problem.field]).toEqual([400, "budgetUsd"]);
  },
);
