import { compareWithEngine } from "./engine-truth/compare-with-engine";

/** Functions that really run on the engine under the load generator, against the simulator's prediction. */
export default async function measure(): Promise<object[]> {
  const rows = await compareWithEngine(1);
  return rows.map(({ scenario, calls, figure, measured, predicted, interval, inside }) => ({
    what: `${figure}, ${scenario}`,
    calls,
    figure: measured,
    floorFigure: Math.round(predicted * 10) / 10,
    ratio: predicted === 0 ? null : Math.round((measured / predicted) * 1000) / 1000,
    floor: `simulated; 95 % of runs from ${interval[0]} to ${interval[1]}`,
    inside,
  }));
}
