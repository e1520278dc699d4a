import { setMaxListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { type Load, loadSchema } from "@/lib/model/load-schema";
import type { CallAnswer } from "@/lib/model/load-result";
import { type LoadDeps, runLoad } from "./run-load";

/** A clock that jumps to the next moment at which somebody waits, once nothing else is to be done. */
class FakeClock {
  nowMs = 0;
  readonly #waiting: { atMs: number; resolve(): void }[] = [];

  readonly wait: LoadDeps["wait"] = (ms, signal) =>
    new Promise((resolve) => {
      this.#waiting.push({ atMs: this.nowMs + ms, resolve });
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve());
    });

  /** Runs until the promise is settled. */
  async until<T>(done: Promise<T>): Promise<T> {
    let settled = false;
    const end = () => (settled = true);
    void done.then(end, end);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (settled) return done;
      this.#waiting.sort((a, b) => a.atMs - b.atMs);
      const next = this.#waiting.shift();
      if (!next) throw new Error("everybody waits for ever");
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.resolve();
    }
  }
}

const never = new AbortController().signal;
setMaxListeners(0, never);

/** Runs a load against a server that answers as `serve` says. */
async function play(
  given: Partial<Load> & Pick<Load, "traffic">,
  serve: (call: { index: number; nowMs: number; clock: FakeClock }) => Promise<CallAnswer>,
  deps: Partial<LoadDeps> = {},
) {
  const clock = new FakeClock();
  let index = 0;
  const load = loadSchema.parse({ stopAtErrorPercent: null, spacing: "even", ...given });
  const sentAtMs: number[] = [];
  const run = runLoad(load, {
    now: () => clock.nowMs,
    wait: clock.wait,
    send: () => {
      sentAtMs.push(clock.nowMs);
      return serve({ index: index++, nowMs: clock.nowMs, clock });
    },
    random: { next: () => 1 / Math.E },
    ...deps,
  });
  return { ...(await clock.until(run)), sentAtMs };
}

const answerAfter =
  (ms: number, answer: Partial<CallAnswer> = {}) =>
  async ({ clock }: { clock: FakeClock }): Promise<CallAnswer> => {
    await clock.wait(ms, never);
    return { outcome: "warm", cold: false, billedMs: ms, ...answer };
  };

const near = (value: number | undefined, expected: number) =>
  expect(Math.abs((value ?? NaN) - expected)).toBeLessThanOrEqual(expected * 0.003);

describe("in open loop", () => {
  it("calls leave when they are due, whatever comes of those before", async () => {
    const { result, sentAtMs } = await play(
      { traffic: { kind: "steady", ratePerSecond: 10 }, durationSeconds: 1.05 },
      answerAfter(450),
    );
    expect(sentAtMs.map((ms) => Math.round(ms))).toEqual([
      100, 200, 300, 400, 500, 600, 700, 800, 900, 1000,
    ]);
    expect(result).toMatchObject({ state: "done", sent: 10, answered: 10, mostInFlight: 5 });
    expect(result.lag.maximumMs).toBeLessThan(1);
    near(result.all.latencyMs?.p50, 450);
    expect(result.billedMs).toBe(4500);
  });

  it("the rate follows its shape", async () => {
    const { sentAtMs } = await play(
      {
        traffic: {
          kind: "burst",
          ratePerSecond: 1,
          burstRatePerSecond: 10,
          startSeconds: 2,
          burstSeconds: 1,
        },
        durationSeconds: 5,
      },
      answerAfter(1),
    );
    const between = (from: number, to: number) =>
      sentAtMs.filter((ms) => ms > from + 1 && ms <= to + 1).length;
    expect([between(0, 2000), between(2000, 3000), between(3000, 5000)]).toEqual([2, 10, 1]);
  });

  it("a server that stalls has kept all those waiting who were due meanwhile", async () => {
    // One call at a time; the eleventh is stuck for two seconds, all others take 10 ms.
    const { result } = await play(
      {
        traffic: { kind: "steady", ratePerSecond: 50 },
        durationSeconds: 10,
        maximumInFlight: 1,
      },
      (call) => answerAfter(call.index === 10 ? 2000 : 10)(call),
    );
    // As sent, one call in 500 was slow: the 99th percentile does not see it.
    near(result.all.uncorrectedLatencyMs?.p99, 10);
    // As due, a hundred calls came in those two seconds, and the queue takes two more to drain.
    expect(result.all.latencyMs!.p90).toBeGreaterThan(1000);
    near(result.all.latencyMs?.maximum, 2000);
    expect(result.lag.p99Ms).toBeGreaterThan(1500);
    expect(result.mostInFlight).toBe(1);
  });

  it("a generator that is stuck says how late it was", async () => {
    const clock = new FakeClock();
    let waits = 0;
    const load = loadSchema.parse({
      traffic: { kind: "steady", ratePerSecond: 100 },
      spacing: "even",
      durationSeconds: 2,
    });
    const { result } = await clock.until(
      runLoad(load, {
        now: () => clock.nowMs,
        // The process sleeps for half a second at its fiftieth turn.
        wait: (ms, signal) => clock.wait(++waits === 50 ? ms + 500 : ms, signal),
        send: () => answerAfter(5)({ clock }),
        random: { next: () => 0.5 },
      }),
    );
    expect(result.sent).toBe(199);
    near(result.lag.maximumMs, 500);
    near(result.all.uncorrectedLatencyMs?.maximum, 5);
    near(result.all.latencyMs?.maximum, 505);
  });
});

describe("in closed loop", () => {
  it("so many callers share so many calls", async () => {
    const { result } = await play(
      { traffic: { kind: "callers", callers: 4, rampSeconds: 0 }, maximumCalls: 10 },
      answerAfter(100),
    );
    expect(result).toMatchObject({ sent: 10, mostInFlight: 4, elapsedMs: 300 });
  });

  it("callers begin over the ramp and stop at the end of the time", async () => {
    const { result, sentAtMs } = await play(
      { traffic: { kind: "callers", callers: 4, rampSeconds: 2 }, durationSeconds: 3 },
      answerAfter(1000),
    );
    expect(sentAtMs).toEqual([0, 500, 1000, 1000, 1500, 1500, 2000, 2000, 2500, 2500]);
    expect(result.elapsedMs).toBe(3500);
  });
});

it("stops when too many answers are errors, and waits for those under way", async () => {
  const { result } = await play(
    {
      traffic: { kind: "steady", ratePerSecond: 100 },
      durationSeconds: 60,
      stopAtErrorPercent: 10,
    },
    (call) =>
      answerAfter(10, call.index >= 30 ? { outcome: "error", reason: "RangeError" } : {})(call),
  );
  expect(result.state).toBe("errors");
  expect(result.outcomes.error.calls).toBeGreaterThanOrEqual(4);
  expect(result.sent).toBeLessThan(40);
  expect(result.unanswered).toBe(0);
  expect(result.errorsByType).toEqual({ RangeError: result.outcomes.error.calls });
});

it("stops at once when told to, and says how many answers it did not wait for", async () => {
  const stop = new AbortController();
  const { result } = await play(
    { traffic: { kind: "callers", callers: 3, rampSeconds: 0 } },
    ({ index, clock }) => {
      if (index < 6) return answerAfter(100)({ clock });
      stop.abort();
      return Promise.reject(new Error("aborted"));
    },
    { signal: stop.signal },
  );
  expect(result).toMatchObject({ state: "stopped", sent: 7, answered: 6, unanswered: 1 });
});

it("counts outcomes, reasons and cold starts, failed ones too", async () => {
  const answers: CallAnswer[] = [
    { outcome: "cold", cold: true, billedMs: 80 },
    { outcome: "warm", cold: false, billedMs: 20 },
    { outcome: "warm", cold: undefined, billedMs: 20 },
    { outcome: "error", cold: true, reason: "Sandbox.Timedout", billedMs: 100 },
    { outcome: "throttled", reason: "ReservedFunctionConcurrentInvocationLimitExceeded" },
    { outcome: "throttled", reason: "CallerRateLimitExceeded" },
  ];
  const { result, points } = await play(
    { traffic: { kind: "callers", callers: 1, rampSeconds: 0 }, maximumCalls: 6 },
    ({ index, clock }) => answerAfter(10, { billedMs: undefined, ...answers[index] })({ clock }),
  );
  expect(result).toMatchObject({
    coldStarts: 2,
    withoutReport: 1,
    billedMs: 220,
    throttlesByReason: {
      ReservedFunctionConcurrentInvocationLimitExceeded: 1,
      CallerRateLimitExceeded: 1,
    },
    errorsByType: { "Sandbox.Timedout": 1 },
    spread: [{ fromMs: 8, calls: { warm: 2, cold: 1, throttled: 2, error: 1 } }],
  });
  expect(points).toHaveLength(6);
});

it("tells how it goes every quarter of a second", async () => {
  const told: { answered: number; points: number }[] = [];
  await play(
    { traffic: { kind: "steady", ratePerSecond: 10 }, durationSeconds: 1 },
    answerAfter(1),
    {
      onProgress: (result, points) =>
        told.push({ answered: result.answered, points: points.length }),
    },
  );
  expect(told.map(({ answered }) => answered)).toEqual([2, 4, 7, 9].slice(0, told.length));
  expect(told.length).toBeGreaterThanOrEqual(3);
});
