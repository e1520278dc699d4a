import type { MapState, State, Workflow } from "../language/definition.ts";
import type { Scope } from "../language/scope.ts";
import { StateError } from "../language/state-error.ts";
import { uuidOf } from "../language/uuid-of.ts";
import { type Batch, batchItems } from "./batch-items.ts";
import type { Execution, MapRun, StateMachine } from "./execution.ts";
import type { Link } from "./history.ts";
import { itemInput } from "./item-input.ts";
import { readItems } from "./read-items.ts";
import type { Place, Run } from "./run.ts";
import { figureOf, seeded, toleratedPercentage } from "./state-values.ts";
import { stopWith, throwIfStopped } from "./waiting.ts";
import { writeResults } from "./write-results.ts";

/** How many child executions run at once when nothing is said. AWS has 10,000. */
const childrenAtOnce = 1000;

interface DistributedMap {
  name: string;
  state: MapState;
  processor: Workflow;
}

/** Does with each item, or batch of items, what the processor says, in an execution of its own. */
export async function runDistributedMap(
  run: Run,
  map: DistributedMap,
  scope: Scope,
  place: Place,
  link: Link,
): Promise<unknown> {
  const { state, name } = map;
  link.add(place.key, "MapStateStarted", "mapStateStarted", { length: 0 });
  const machine = machineOf(run.execution.machine, map);
  const random = seeded(`${run.execution.arn} ${place.key} children`);
  const arn = `${machine.arn.replace(":stateMachine:", ":mapRun:")}:${uuidOf(random)}`;
  link.add(place.key, "MapRunStarted", "mapRunStarted", { mapRunArn: arn });
  try {
    const items = await readItems(run, name, state, scope);
    const inputs = items.map((item, index) => itemInput(state, item, index, scope));
    const batches = batchItems(inputs, state, scope);
    const mapRun = newMapRun(run, arn, batches, { state, scope });
    const children = await runChildren(run, { machine, mapRun, batches, random }, place);
    const result = state.ResultWriter
      ? await writeResults(run, arn, children, state, scope)
      : children
          .filter(({ status }) => status === "SUCCEEDED")
          .map(({ output = "null" }) => JSON.parse(output) as unknown);
    link.add(place.key, "MapRunSucceeded");
    link.add(place.key, "MapStateSucceeded");
    return result;
  } catch (error) {
    if (error instanceof StateError) {
      const { error: code, cause } = error;
      link.add(place.key, "MapRunFailed", "mapRunFailed", { error: code, cause });
      link.add(place.key, "MapStateFailed");
    }
    throw error;
  }
}

/** The machine of the child executions: the processor under the Map's label. */
function machineOf(parent: StateMachine, { name, state, processor }: DistributedMap): StateMachine {
  const label = state.Label ?? name.replace(/[^\w-]/g, "").slice(0, 40);
  const { ProcessorConfig: config, ...workflow } = processor;
  const languages = Object.values(workflow.States).map((one: State) => one.QueryLanguage);
  const QueryLanguage = languages.includes("JSONPath") ? "JSONPath" : "JSONata";
  return {
    ...parent,
    arn: `${parent.arn}/${label}`,
    name: `${parent.name}/${label}`,
    type: config?.ExecutionType ?? "STANDARD",
    definition: JSON.stringify({ ...workflow, QueryLanguage }),
  };
}

function newMapRun(
  { execution, deps }: Run,
  arn: string,
  batches: readonly Batch[],
  { state, scope }: { state: MapState; scope: Scope },
): MapRun {
  const total = batches.reduce((sum, { count }) => sum + count, 0);
  return {
    arn,
    executionArn: execution.arn,
    status: "RUNNING",
    startedMs: deps.mapRuns.get(arn)?.startedMs ?? deps.clock.now(),
    maxConcurrency: figureOf(state, "MaxConcurrency", scope) ?? 0,
    toleratedFailureCount: figureOf(state, "ToleratedFailureCount", scope) ?? 0,
    toleratedFailurePercentage: toleratedPercentage(state, scope) ?? 0,
    items: { total, succeeded: 0, failed: 0 },
    children: { total: batches.length, succeeded: 0, failed: 0 },
  };
}

interface Children {
  machine: StateMachine;
  mapRun: MapRun;
  batches: readonly Batch[];
  random: () => number;
}

/** Runs all child executions, some at once, until more have failed than the state tolerates. */
async function runChildren(run: Run, given: Children, place: Place): Promise<Execution[]> {
  const { machine, batches, random } = given;
  const { deps } = run;
  const { signal, stop } = stopWith(place.signal);
  const names = batches.map(() => uuidOf(random));
  const ended: Execution[] = [];
  let { mapRun } = given;
  const put = (more: Partial<MapRun>) => {
    mapRun = { ...mapRun, ...more };
    deps.mapRuns.set(mapRun.arn, mapRun);
  };
  put({});
  let next = 0;
  const worker = async () => {
    while (next < batches.length && !signal.aborted) {
      const index = next++;
      const { input, count } = batches[index] as Batch;
      const name = names[index] as string;
      const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
      const step = `${place.key}/c${index}`;
      let child = run.recorder.step(step) as Execution | undefined;
      if (!child) {
        const begun = { arn, name, input: JSON.stringify(input), mapRunArn: mapRun.arn };
        child = await deps.runChild(machine, begun, signal);
        // A child that goes on with the next engine has not ended.
        if (child.status === "RUNNING") return;
        // Others are in the store by themselves.
        if (machine.type === "EXPRESS") run.recorder.putStep(step, child);
      }
      ended[index] = child;
      const outcome = child.status === "SUCCEEDED" ? "succeeded" : "failed";
      const { items, children } = mapRun;
      put({
        items: { ...items, [outcome]: items[outcome] + count },
        children: { ...children, [outcome]: children[outcome] + 1 },
      });
      if (isExceeded(mapRun)) stop();
    }
  };
  const atOnce = Math.min(batches.length, mapRun.maxConcurrency || childrenAtOnce);
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (place.signal.aborted && !isExceeded(mapRun))
    put({ status: "ABORTED", stoppedMs: deps.clock.now() });
  throwIfStopped(place.signal);
  const isFailed = isExceeded(mapRun);
  put({ status: isFailed ? "FAILED" : "SUCCEEDED", stoppedMs: deps.clock.now() });
  if (isFailed)
    throw new StateError(
      "States.ExceedToleratedFailureThreshold",
      "The specified tolerated failure threshold was exceeded",
    );
  return ended;
}

/** Whether more items have failed than either limit allows; without limits none may. */
function isExceeded(mapRun: MapRun): boolean {
  const { items, toleratedFailureCount: count, toleratedFailurePercentage: percentage } = mapRun;
  if (items.failed === 0) return false;
  if (percentage === 0) return items.failed > count;
  const isTooMuch = (items.failed / items.total) * 100 > percentage;
  return isTooMuch || (count > 0 && items.failed > count);
}
