import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import type { FunctionVersion } from "../lambda/function-version.ts";
import { RuntimeApiServer } from "../runtime-api/server.ts";
import { defaultSettings } from "../settings.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import type { Launcher } from "../runtimes/launcher.ts";
import { Environment, type EnvironmentDeps, type EnvironmentStatus } from "./environment.ts";
import { Environments } from "./environments.ts";

const version: FunctionVersion = {
  region: "us-east-1",
  functionName: "f",
  version: "$LATEST",
  functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  unqualifiedArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  runtime: "nodejs22.x",
  handler: "index.handler",
  role: "r",
  memoryMb: 128,
  timeoutSeconds: 3,
  environment: {},
  ephemeralStorageMb: 512,
  architecture: "x86_64",
  logging: { logGroup: "/aws/lambda/f", format: "Text" },
  tracingMode: "PassThrough",
  tenantIsolated: false,
  layerDirs: [],
  codeDir: "/nowhere",
  codeSha256: "",
  revisionId: "1",
  state: "Active",
  lastUpdateStatus: "Successful",
};

function depsWith(clock: ManualClock): EnvironmentDeps {
  // No process is started here: only statuses move.
  const launcher = { endEscaped: async () => {} } as Partial<Launcher> as Launcher;
  return {
    clock,
    launcher,
    runtimeApi: new RuntimeApiServer(),
    logs: { append: () => {} },
    homeDir: "/nowhere",
    shutdowns: new Set(),
    endpoint: () => "",
  };
}

function environments(settings: Partial<typeof defaultSettings> = {}) {
  const clock = new ManualClock();
  let ids = 0;
  const placement = new Environments(
    depsWith(clock),
    { ...defaultSettings, ...settings },
    () => `id-${(ids += 1)}`,
  );
  /** Takes one that need not be waited for. */
  const take = (of: FunctionVersion = version) => {
    const environment = placement.take(of);
    if (environment instanceof Promise) throw new Error("there is none yet");
    return environment;
  };
  /** A new environment that has done its first job. */
  const used = () => {
    const environment = take();
    if (environment.status === "starting") environment.move("busy");
    environment.move("idle");
    return environment;
  };
  return { clock, placement, take, used };
}

test("an environment moves as its life allows, and no other way", () => {
  const reach: Record<EnvironmentStatus, readonly EnvironmentStatus[]> = {
    starting: [],
    idle: ["idle"],
    busy: ["busy"],
    reset: ["busy", "reset"],
    stopped: ["stopped"],
  };
  const allowed = new Set(
    "starting>idle starting>busy starting>stopped idle>busy idle>reset idle>stopped busy>idle busy>reset busy>stopped reset>busy reset>stopped".split(
      " ",
    ),
  );
  const statuses = Object.keys(reach) as EnvironmentStatus[];
  for (const from of statuses)
    for (const to of statuses) {
      const environment = new Environment(depsWith(new ManualClock()), "id", version, "on-demand");
      for (const step of reach[from]) environment.move(step);
      const move = () => environment.move(to);
      if (allowed.has(`${from}>${to}`)) expect(move).not.toThrow();
      else expect(move).toThrow(`cannot go from ${from} to ${to}`);
    }
});

test("the oldest environment that waits is used next, in whatever order they came back", () => {
  const { placement, take, used } = environments();
  const [first, second, third] = [used(), used(), used()];
  for (const environment of [second, first, third]) placement.giveBack(environment, 100);
  for (const environment of [first, second, third]) expect(take()).toBe(environment);
  expect(first.status).toBe("busy");
  expect(take().status).toBe("starting");
});

test("an idle environment is reclaimed after its time, a used one starts anew", async () => {
  const { clock, placement, take, used } = environments({ idleEnvironmentMs: 1000 });
  const environment = used();
  placement.giveBack(environment, 100);
  await clock.advance(900);
  expect(take()).toBe(environment);
  await clock.advance(900);
  environment.move("idle");
  placement.giveBack(environment, 100);
  await clock.advance(999);
  expect(environment.status).toBe("idle");
  await clock.advance(1);
  expect(environment.status).toBe("stopped");
  expect(clock.pending).toBe(0);
});

test("another revision does not get an old environment", () => {
  const { placement, take, used } = environments();
  const old = used();
  placement.giveBack(old, 100);
  const fresh = take({ ...version, revisionId: "2" });
  expect(fresh).not.toBe(old);
  expect(old.status).toBe("stopped");
});

test("retiring ends idle environments at once and busy ones after their job", () => {
  const { placement, used } = environments();
  const [idle, busy] = [used(), used()];
  placement.giveBack(idle, 100);
  busy.move("busy");
  placement.retire(version.region, version.functionName, () => true);
  expect([idle.status, busy.status]).toEqual(["stopped", "busy"]);
  busy.move("idle");
  placement.giveBack(busy, 100);
  expect(busy.status).toBe("stopped");
});

test("a function grows by a number of environments in ten seconds", async () => {
  const { clock, take } = environments({ environmentsPer10Seconds: 10 });
  for (let count = 0; count < 10; count += 1) take();
  expect(() => take()).toThrow(
    expect.objectContaining({
      code: "TooManyRequestsException",
      fields: expect.objectContaining({ Reason: "FunctionInvocationRateLimitExceeded" }),
    }),
  );
  await clock.advance(1000);
  expect(take().status).toBe("starting");
});

test("many callers of a function that answers in a moment are served by few environments", async () => {
  const { clock, placement, used } = environments();
  placement.giveBack(used(), 0.5);
  const taken = Array.from({ length: 100 }, async () => {
    const environment = await placement.take(version);
    if (environment.status === "starting") environment.move("busy");
    setImmediate(() => {
      environment.move("idle");
      placement.giveBack(environment, 0.5);
    });
    return environment;
  });
  const all = new Set(await Promise.all(taken));
  expect(all.size).toBe(availableParallelism() + 1);
  await clock.advance(20);
});

test("what is known of a function's calls goes with its last environment", () => {
  const { placement, take, used } = environments();
  placement.giveBack(used(), 0.5);
  const environment = take();
  environment.stop();
  placement.giveBack(environment, 0.5);
  const many = Array.from({ length: 2 * availableParallelism() + 2 }, () => take());
  expect(new Set(many).size).toBe(many.length);
});

test("after the engine's end nothing new begins, whoever waited for it", async () => {
  const { placement, take, used } = environments();
  placement.giveBack(used(), 0.5);
  const running = Array.from({ length: availableParallelism() + 1 }, () => take());
  const late = placement.take(version);
  placement.close();
  for (const environment of running) placement.giveBack(environment, undefined);
  await expect(late).rejects.toThrow("shutting down");
});
