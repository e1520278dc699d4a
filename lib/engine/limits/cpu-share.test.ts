import { expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { type Brake, coresOf, CpuShare } from "./cpu-share.ts";

/** A process that uses `demand` cores whenever it may, on a machine with the brakes of `keeps`. */
function run(given: { cores: number; demand: number; keeps: boolean }) {
  const { cores, keeps } = given;
  let { demand } = given;
  let looks = 0;
  const clock = new ManualClock();
  let usedMs = 1000;
  let allowed = Infinity;
  let countedAtMs = clock.now();
  const count = () => {
    usedMs += (clock.now() - countedAtMs) * Math.min(demand, allowed);
    countedAtMs = clock.now();
    return usedMs;
  };
  const holds: (number | undefined)[] = [];
  const brake: Brake = {
    keeps,
    cpuMs: count,
    hold(share) {
      count();
      holds.push(share);
      allowed = share === undefined || (share > 0 && !keeps) ? Infinity : share;
    },
  };
  const share = new CpuShare({ ...brake, cpuMs: () => ((looks += 1), count()) }, cores, clock);
  return {
    clock,
    share,
    holds,
    used: () => count() - 1000,
    looks: () => looks,
    demand: (given: number) => void (count(), (demand = given)),
  };
}

test("1,769 MB are one core, 10,240 MB are six at most", () => {
  expect([128, 1769, 3538, 10_240].map(coresOf)).toEqual([128 / 1769, 1, 2, 10_240 / 1769]);
  expect(coresOf(32_768)).toBe(6);
});

test.for([
  { what: "the kernel", keeps: true },
  { what: "signals", keeps: false },
])(
  "a busy invocation gets its share of the time by $what, its start included",
  async ({ keeps }) => {
    const { clock, share, used } = run({ cores: 0.1, demand: 1, keeps });
    const end = share.watch();
    await clock.advance(2000);
    expect(used()).toBeGreaterThan(190);
    expect(used()).toBeLessThan(225);
    end();
    const before = used();
    await clock.advance(100);
    expect(used() - before).toBe(100);
    expect(clock.pending).toBe(0);
  },
);

test("what uses less than its share is never held, also after it has waited for long", async () => {
  const { clock, share, holds } = run({ cores: 0.5, demand: 0.4, keeps: true });
  share.watch();
  await clock.advance(5000);
  expect(holds).toEqual([]);
});

test("an invocation that is over at once is not measured", async () => {
  const { clock, share, holds, used } = run({ cores: 0.1, demand: 1, keeps: true });
  const end = share.watch();
  await clock.advance(9);
  end();
  await clock.advance(1000);
  expect(used()).toBe(1009);
  expect(holds).toEqual([]);
});

test("one that waits, like many before it, is looked at twice in 50 ms", async () => {
  const { clock, share, looks } = run({ cores: 0.5, demand: 0.01, keeps: true });
  for (let n = 0; n < 10; n += 1) {
    const end = share.watch();
    await clock.advance(45);
    end();
  }
  expect(looks()).toBeLessThanOrEqual(24);
});

test("one that is busy after it has waited pays for what nobody measured", async () => {
  const idle = run({ cores: 0.1, demand: 0, keeps: true });
  const end = idle.share.watch();
  await idle.clock.advance(30);
  end();
  idle.demand(1);
  const endBusy = idle.share.watch();
  await idle.clock.advance(2000);
  expect(idle.used()).toBeGreaterThan(190);
  expect(idle.used()).toBeLessThan(265);
  endBusy();
});
