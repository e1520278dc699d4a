import type { ParallelState, Workflow } from "../language/definition.ts";
import { StateError } from "../language/state-error.ts";
import type { Link } from "./history.ts";
import type { Place, Run } from "./run.ts";
import { stopWith } from "./waiting.ts";

/** Runs the branches of a Parallel state beside each other; what each came to, in their order. */
export function runBranches(
  run: Run,
  { Branches: branches }: ParallelState,
  input: unknown,
  place: Place,
  link: Link,
): Promise<unknown[]> {
  link.add(place.key, "ParallelStateStarted");
  const parts = { kind: "Parallel", count: branches.length, atOnce: Infinity } as const;
  return runTogether(parts, place, link, (index, inner) =>
    run.workflow(
      branches[index] as Workflow,
      input,
      { ...inner, key: `${place.key}/b${index}/`, variables: place.variables.inner() },
      link.branch(),
    ),
  );
}

/** Runs parts, some at once; the first that fails stops all others and fails the whole. */
export async function runTogether(
  { kind, count, atOnce }: { kind: "Parallel" | "Map"; count: number; atOnce: number },
  place: Place,
  link: Link,
  part: (index: number, place: Place) => Promise<unknown>,
): Promise<unknown[]> {
  const { signal, stop } = stopWith(place.signal);
  const outputs: unknown[] = Array.from({ length: count });
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      outputs[index] = await part(index, { ...place, signal });
    }
  };
  const workers = Array.from({ length: Math.min(count, atOnce) }, worker);
  try {
    await Promise.all(workers);
  } catch (error) {
    stop();
    if (error instanceof StateError) {
      await noteOthers(error, workers);
      link.join();
      link.add(place.key, `${kind}StateFailed`);
    }
    throw error;
  }
  link.join();
  link.add(place.key, `${kind}StateSucceeded`);
  return outputs;
}

/** Parts that failed at the same time have to be redriven as well. */
async function noteOthers(first: StateError, workers: readonly Promise<void>[]): Promise<void> {
  for (const worker of await Promise.allSettled(workers)) {
    const reason: unknown = worker.status === "rejected" ? worker.reason : undefined;
    if (reason instanceof StateError && reason !== first)
      first.endedAttempts.push(...reason.endedAttempts);
  }
}
