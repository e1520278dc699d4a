import { compareWithEngine } from "./engine-truth/compare-with-engine";

/** Each gives the calls moments of its own. */
const seeds = [1, 2, 3];

/** Functions that really run on the engine under the load generator, against the simulator's prediction. */
export default async function measure(): Promise<object[]> {
  const rows: object[] = [];
  for (const seed of seeds)
    for (const { scenario, calls, figure, measured, replayed, foretold } of await compareWithEngine(
      seed,
    ))
      rows.push({
        what: `${figure}, ${scenario}, seed ${seed}`,
        calls,
        figure: measured,
        floorFigure: Math.round(replayed.mean * 10) / 10,
        ratio: replayed.mean === 0 ? null : Math.round((measured / replayed.mean) * 1000) / 1000,
        floor: `simulated; 95 % of runs from ${replayed.interval.join(" to ")}`,
        inside: replayed.inside,
        foretold: `${Math.round(foretold.mean * 10) / 10}; ${foretold.interval.join(" to ")}`,
        insideForetold: foretold.inside,
      });
  return rows;
}
