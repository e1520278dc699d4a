import type { FunctionOutcome } from "./figures";
import { runReplication } from "./replication";
import type { SimulationResult } from "./result";
import type { Scenario } from "./scenario";
import { summarize } from "./summarize";

/**
 * Simulates a checked scenario (see `parseScenario`): the same scenario gives the same result, always and
 * everywhere. `onReplication` is told after each replication how many are done. Throws SimulationError.
 */
export function simulate(
  scenario: Scenario,
  onReplication?: (done: number) => void,
): SimulationResult {
  const replications: FunctionOutcome[][] = [];
  while (replications.length < scenario.replications) {
    replications.push(runReplication(scenario, replications.length));
    onReplication?.(replications.length);
  }
  return summarize(scenario, replications);
}
