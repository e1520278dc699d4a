import { expect, test } from "vitest";
import { compareWithEngine } from "@/bench/engine-truth/compare-with-engine";

// A machine that has no time for the functions answers late and starts more environments than needed.
const options = { timeout: 180_000, retry: 2 };

test("functions under load do what the simulator says", options, async () => {
  const rows = await compareWithEngine(1);
  console.table(
    rows.map(({ predicted, interval, ...row }) => ({
      ...row,
      predicted: predicted.toFixed(1),
      "95 % of runs": `${interval[0]} to ${interval[1]}`,
    })),
  );
  expect(rows).toHaveLength(10);
  // Of ten figures one may be outside by chance, but none far.
  expect(rows.filter(({ inside }) => inside).length).toBeGreaterThanOrEqual(9);
  for (const { scenario, figure, measured, interval } of rows) {
    const [low, high] = interval;
    const room = Math.max(1, high - low) / 2;
    expect(measured, `${figure}, ${scenario}`).toBeGreaterThanOrEqual(low - room);
    expect(measured, `${figure}, ${scenario}`).toBeLessThanOrEqual(high + room);
  }
  const throttled = rows.filter(({ figure, measured }) => figure === "throttles" && measured > 0);
  expect(throttled).toHaveLength(3);
});
