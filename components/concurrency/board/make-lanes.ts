import type { PlannedChange } from "@/lib/model/concurrency-plan";
import { settingsAfter } from "@/lib/model/settings-after";
import type { FunctionTraffic } from "@/lib/model/traffic";
import type { Prediction } from "@/lib/simulator/prediction";
import type { BoardFunction } from "./board-function";
import type { BoardLane } from "./board-lane";
import { averageDemand, demandShares } from "./demand";

interface Parts {
  functions: readonly BoardFunction[];
  changes: readonly PlannedChange[];
  traffic: ReadonlyMap<string, FunctionTraffic>;
  stepSeconds: number;
  factor: number;
  now: ReadonlyMap<string, Prediction> | undefined;
  after: ReadonlyMap<string, Prediction> | undefined;
  /** Says at once what planned settings would do, until the answer of the worker has come. */
  predict(after: BoardFunction): Prediction | undefined;
}

interface Made {
  key: readonly unknown[];
  lane: BoardLane;
  /** The worker's answer that was there. */
  answered: Prediction | undefined;
}

/**
 * Makes the lanes anew, but gives the same object where nothing of a lane has changed: a board of hundreds of lanes
 * then draws only those that did.
 */
export class LaneMaker {
  #before = new Map<string, Made>();

  lanes(parts: Parts): BoardLane[] {
    const { functions, changes, traffic, stepSeconds, factor, now, after, predict } = parts;
    const made = new Map<string, Made>();
    for (const settings of functions) {
      const { name } = settings;
      const own = changes.filter(({ functionName }) => functionName === name);
      const recorded = traffic.get(name);
      const [predictedNow, predictedAfter] = [now?.get(name), after?.get(name)];
      const key = [settings, recorded, predictedNow, predictedAfter, factor, ...own];
      const before = this.#before.get(name);
      if (before && isSame(before.key, key)) {
        made.set(name, before);
        continue;
      }
      const planned = settingsAfter(settings, own);
      const isAsNow = hasSameLimits(planned, settings);
      const lane: BoardLane = {
        now: settings,
        after: isAsNow ? settings : planned,
        traffic: recorded,
        demand:
          predictedNow && recorded
            ? {
                perStep: predictedNow.demand,
                shares:
                  before?.lane.demand?.perStep === predictedNow.demand
                    ? before.lane.demand.shares
                    : demandShares(predictedNow.demand),
                average: averageDemand(recorded, stepSeconds) * factor,
              }
            : undefined,
        predicted:
          predictedNow && predictedAfter ? { now: predictedNow, after: predictedAfter } : undefined,
      };
      if (lane.predicted && before?.answered === predictedAfter)
        lane.predicted.after =
          hasSameLimits(before?.lane.after, lane.after) && before?.lane.predicted
            ? before.lane.predicted.after
            : (predict(lane.after) ?? lane.predicted.after);
      made.set(name, { key, lane, answered: predictedAfter });
    }
    this.#before = made;
    return [...made.values()].map(({ lane }) => lane);
  }
}

function isSame(before: readonly unknown[], key: readonly unknown[]): boolean {
  return before.length === key.length && before.every((part, index) => part === key[index]);
}

function hasSameLimits(one: BoardFunction | undefined, other: BoardFunction): boolean {
  const limits = ({ reserved, provisioned, queues }: BoardFunction) =>
    JSON.stringify([reserved, provisioned, queues]);
  return one !== undefined && limits(one) === limits(other);
}
