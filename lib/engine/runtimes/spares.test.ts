import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ProcessSpec, RuntimeProcess } from "./runtime-process.ts";
import { Spares } from "./spares.ts";

class FakeProcess {
  killed = false;
  #gone: (() => void)[] = [];
  constructor(readonly command: string) {}
  onGone(callBack: () => void): void {
    this.#gone.push(callBack);
  }
  kill(): void {
    this.killed = true;
    this.end();
  }
  end(): void {
    for (const callBack of this.#gone.splice(0)) callBack();
  }
}

const spec = (command: string): ProcessSpec => ({ command, args: [], environment: {} });

function makeSpares({ mostKinds = 4 } = {}) {
  const started: FakeProcess[] = [];
  const machine = { isIdle: true, isMemoryShort: false };
  const spares = new Spares(
    ({ command }) => {
      const process = new FakeProcess(command);
      started.push(process);
      return process as unknown as RuntimeProcess;
    },
    () => machine.isIdle,
    mostKinds,
    () => machine.isMemoryShort,
  );
  const waiting = () => started.filter(({ killed }) => !killed).map(({ command }) => command);
  return { spares, started, machine, waiting };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("what is expected is started at once and handed out once", () => {
  const { spares, started } = makeSpares();
  spares.expect(spec("node"));
  expect(started).toHaveLength(1);
  expect(spares.take(spec("node"))).toBe(started[0]);
  expect(spares.take(spec("node"))).toBeUndefined();
});

test("one that was started in another way is not handed out", () => {
  const { spares } = makeSpares();
  spares.expect(spec("node"));
  expect(spares.take({ ...spec("node"), environment: { NODE_OPTIONS: "--trace-gc" } })).toBe(
    undefined,
  );
});

test("what was taken is replaced when nothing else starts", () => {
  const { spares, started, machine } = makeSpares();
  spares.expect(spec("node"));
  spares.take(spec("node"));
  machine.isIdle = false;
  spares.replenish();
  vi.advanceTimersByTime(1000);
  expect(started).toHaveLength(1);
  machine.isIdle = true;
  vi.advanceTimersByTime(250);
  expect(started).toHaveLength(2);
});

test("what has just started is not held up by the next one", () => {
  const { spares, started } = makeSpares();
  spares.expect(spec("node"));
  vi.advanceTimersByTime(1000);
  spares.take(spec("node"));
  spares.replenish();
  vi.advanceTimersByTime(49);
  expect(started).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(started).toHaveLength(2);
});

test("several kinds are started one after the other", () => {
  const { spares, waiting } = makeSpares();
  for (const name of ["node", "python", "ruby"]) spares.expect(spec(name));
  expect(waiting()).toEqual(["node"]);
  vi.advanceTimersByTime(250);
  expect(waiting()).toEqual(["node", "python"]);
  vi.advanceTimersByTime(250);
  expect(waiting()).toEqual(["node", "python", "ruby"]);
});

test("a kind is not kept waiting by another one that was asked for", () => {
  const { spares, waiting } = makeSpares();
  spares.take(spec("node"));
  spares.expect(spec("python"));
  vi.advanceTimersByTime(500);
  expect(waiting().toSorted()).toEqual(["node", "python"]);
});

test("a burst has more of its kind for a while", () => {
  const { spares, waiting } = makeSpares();
  for (let n = 0; n < 5; n += 1) spares.take(spec("node"));
  spares.replenish();
  vi.advanceTimersByTime(1000);
  expect(waiting()).toEqual(["node", "node"]);
  vi.advanceTimersByTime(10_000);
  expect(waiting()).toEqual(["node"]);
});

test("the kind that was asked for longest ago gives way", () => {
  const { spares, waiting } = makeSpares({ mostKinds: 2 });
  spares.expect(spec("node"));
  vi.advanceTimersByTime(250);
  spares.expect(spec("python"));
  vi.advanceTimersByTime(250);
  spares.take(spec("node"));
  spares.expect(spec("ruby"));
  vi.advanceTimersByTime(1000);
  expect(waiting()).toEqual(["node", "node", "ruby"]);
});

test("none is started where none is wanted, or memory is short", () => {
  const without = makeSpares({ mostKinds: 0 });
  without.spares.expect(spec("node"));
  const { spares, started, machine } = makeSpares();
  machine.isMemoryShort = true;
  spares.expect(spec("node"));
  vi.advanceTimersByTime(1000);
  expect([...without.started, ...started]).toEqual([]);
  machine.isMemoryShort = false;
  vi.advanceTimersByTime(250);
  expect(started).toHaveLength(1);
});

test("one that has ended by itself is replaced, not handed out", () => {
  const { spares, started } = makeSpares();
  spares.expect(spec("node"));
  started[0]?.end();
  expect(spares.take(spec("node"))).toBeUndefined();
  vi.advanceTimersByTime(250);
  expect(started).toHaveLength(2);
});

test("all that wait are ended with the engine", () => {
  const { spares, started, waiting } = makeSpares();
  spares.expect(spec("node"));
  vi.advanceTimersByTime(1000);
  spares.endAll();
  vi.advanceTimersByTime(1000);
  expect(started).toHaveLength(1);
  expect(waiting()).toEqual([]);
  spares.expect(spec("node"));
  expect(waiting()).toEqual(["node"]);
});
