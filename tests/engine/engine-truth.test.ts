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
  expect(rows.filter(({ inside }) => !inside)).toEqual([]);
  const throttled = rows.filter(({ figure, measured }) => figure === "throttles" && measured > 0);
  expect(throttled).toHaveLength(3);
});
