import { expect, test } from "vitest";
import { compareWithEngine } from "@/bench/engine-truth/compare-with-engine";

// A machine that has no time for the functions answers late and starts more environments than needed.
const options = { timeout: 180_000, retry: 2 };

test("functions under load do what the simulator says", options, async () => {
  const rows = await compareWithEngine(1);
  console.table(
    rows.map(({ replayed, foretold, ...row }) => ({
      ...row,
      replayed: replayed.mean.toFixed(1),
      "95 % of runs": replayed.interval.join(" to "),
      inside: replayed.inside,
      foretold: foretold.mean.toFixed(1),
      "95 % of them": foretold.interval.join(" to "),
      "inside those": foretold.inside,
    })),
  );
  expect(rows).toHaveLength(10);
  // Of ten figures one may be outside by chance, but none far.
  expect(rows.filter(({ replayed }) => replayed.inside).length).toBeGreaterThanOrEqual(9);
  expect(rows.filter(({ foretold }) => foretold.inside).length).toBeGreaterThanOrEqual(8);
  for (const { scenario, figure, measured, replayed } of rows) {
    const [low, high] = replayed.interval;
    const room = Math.max(1, high - low) / 2;
    expect(measured, `${figure}, ${scenario}`).toBeGreaterThanOrEqual(low - room);
    expect(measured, `${figure}, ${scenario}`).toBeLessThanOrEqual(high + room);
  }
  const throttled = rows.filter(({ figure, measured }) => figure === "throttles" && measured > 0);
  expect(throttled).toHaveLength(3);
});
