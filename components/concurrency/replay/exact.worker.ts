import { fitDemand } from "@/lib/simulator/fit-demand";
import { scenarioOf } from "@/lib/simulator/scenario-of";
import { simulate } from "@/lib/simulator/simulate";
import type { ExactAnswer, ExactRequest } from "./replay-messages";

interface Scope {
  onmessage: ((event: MessageEvent<ExactRequest>) => void) | null;
  postMessage(answer: ExactAnswer): void;
}
const scope = self as unknown as Scope;

/** A replication of so many requests takes a few seconds. */
const requestBudget = 5_000_000;

scope.onmessage = ({ data }) => {
  const { functions, settings, options, concurrencyLimit, replications } = data;
  const ofName = new Map(functions.map((each) => [each.name, each]));
  try {
    const demands = data.traffic.map((traffic) =>
      fitDemand(traffic, ofName.get(traffic.name)!, data.stepSeconds),
    );
    const { scenario, ...stretch } = scenarioOf(demands, settings, {
      ...options,
      concurrencyLimit,
      replications,
      requestBudget,
      seed: 1,
    });
    const simulation = simulate(scenario, (done) =>
      scope.postMessage({ kind: "progress", done, replications }),
    );
    scope.postMessage({ kind: "done", result: { simulation, ...stretch } });
  } catch (error) {
    scope.postMessage({
      kind: "failed",
      detail: error instanceof Error ? error.message : String(error),
    });
  }
};
