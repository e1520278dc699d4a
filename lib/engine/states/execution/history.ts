import type { Clock } from "../../clock.ts";
import { StateError } from "../language/state-error.ts";
import type { Resource } from "./call-task.ts";
import type { HistoryEvent } from "./execution.ts";
import type { Recorder } from "./execution-store.ts";

const mostEvents = 25_000;

type Details = Readonly<Record<string, unknown>>;

/** The events of one run; one that was recorded before is not recorded again. */
export class History {
  constructor(
    private readonly recorder: Recorder,
    private readonly clock: Clock,
  ) {}

  begin(type: string, details: Details): Link {
    return new Link(this, this.record("", type, 0, "executionStarted", details).id);
  }

  record(
    key: string,
    type: string,
    previousId: number,
    member?: string,
    details?: Details,
  ): HistoryEvent {
    const { events } = this.recorder;
    const known = events.get(`${key} ${type}`);
    if (known) return known;
    if (events.size >= mostEvents - 1)
      throw new StateError(
        "States.Runtime",
        `The execution reached the maximum number of history events (${mostEvents}).`,
      );
    const event: HistoryEvent = {
      id: events.size + 1,
      previousId,
      type,
      timestampMs: this.clock.now(),
      ...(member !== undefined && {
        details: { member: `${member}EventDetails`, value: details ?? {} },
      }),
    };
    this.recorder.addEvent(`${key} ${type}`, event);
    return event;
  }
}

/** A chain of events: each names the one before it in its own branch. */
export class Link {
  readonly #entered = new Map<string, number>();

  constructor(
    private readonly history: History,
    private lastId: number,
  ) {}

  add(key: string, type: string, member?: string, details?: Details): HistoryEvent {
    const event = this.history.record(key, type, this.lastId, member, details);
    this.lastId = event.id;
    if (type.endsWith("StateEntered")) this.#entered.set(key, event.timestampMs);
    return event;
  }

  /** When the state with this key was entered. */
  enteredMs(key: string): number {
    return this.#entered.get(key) ?? 0;
  }

  branch(): Link {
    return new Link(this.history, this.lastId);
  }

  /** The events of one attempt of a Task: it is scheduled and started at once. */
  task(key: string, resource: Resource, arn: string, input: unknown, region: string) {
    const add = (event: string, details: Details) =>
      resource.kind === "function"
        ? this.add(key, `LambdaFunction${event}`, `lambdaFunction${event}`, details)
        : this.add(key, `Task${event}`, `task${event}`, {
            ...details,
            resourceType: resource.service,
            resource: resource.pattern ? `${resource.action}.${resource.pattern}` : resource.action,
          });
    const text = JSON.stringify(input);
    const scheduled = add(
      "Scheduled",
      resource.kind === "function"
        ? { resource: arn, input: text, inputDetails: { truncated: false } }
        : { region, parameters: text },
    );
    if (resource.kind === "function") this.add(key, "LambdaFunctionStarted");
    else add("Started", {});
    const output = (value: unknown) => ({
      output: JSON.stringify(value),
      outputDetails: { truncated: false },
    });
    return {
      scheduledMs: scheduled.timestampMs,
      submitted: (value: unknown) => void add("Submitted", output(value)),
      succeeded: (value: unknown) => void add("Succeeded", output(value)),
      failed: (error: string, cause: string) => {
        const late = error === "States.Timeout" || error === "States.HeartbeatTimeout";
        add(late ? "TimedOut" : "Failed", { error, cause });
      },
    };
  }
}
