import type { Clock } from "../../clock.ts";

/** A task that waits for a worker. */
export interface ActivityTask {
  token: string;
  /** JSON. */
  input: string;
  /** Notes that a worker takes it, before the worker is told. */
  take(workerName: string | undefined): void;
}

interface Worker {
  hand(task: ActivityTask): void;
}

/** How long a worker waits for a task. Source: API reference, GetActivityTask. */
const longestPollMs = 60_000;

/** The tasks of activities that no worker has taken yet, and the workers that wait for one. */
export class ActivityQueue {
  readonly #tasks = new Map<string, Set<ActivityTask>>();
  readonly #workers = new Map<string, Set<Worker>>();

  constructor(
    private readonly clock: Clock,
    /** Whether there is such an activity. */
    readonly has: (arn: string) => boolean,
  ) {}

  /** Puts a task in the queue until somebody takes it, or `signal` says that it is over. */
  schedule(arn: string, task: ActivityTask, signal: AbortSignal): void {
    const [worker] = this.#workers.get(arn) ?? [];
    if (worker) return worker.hand(task);
    const tasks = member(this.#tasks, arn);
    tasks.add(task);
    signal.addEventListener("abort", () => tasks.delete(task), { once: true });
  }

  /** The task that has waited longest, or the first that comes within a minute; undefined: there was none. */
  poll(
    arn: string,
    workerName: string | undefined,
    signal: AbortSignal,
  ): Promise<ActivityTask | undefined> {
    const tasks = member(this.#tasks, arn);
    const [first] = tasks;
    if (first) {
      tasks.delete(first);
      first.take(workerName);
      return Promise.resolve(first);
    }
    return new Promise((resolve) => {
      const workers = member(this.#workers, arn);
      const end = (task?: ActivityTask) => {
        cancel();
        signal.removeEventListener("abort", leave);
        workers.delete(worker);
        resolve(task);
      };
      const leave = () => end();
      const worker: Worker = {
        hand: (task) => {
          task.take(workerName);
          end(task);
        },
      };
      const cancel = this.clock.after(longestPollMs, leave);
      signal.addEventListener("abort", leave, { once: true });
      workers.add(worker);
    });
  }
}

function member<Value>(sets: Map<string, Set<Value>>, key: string): Set<Value> {
  let set = sets.get(key);
  if (!set) sets.set(key, (set = new Set()));
  return set;
}
