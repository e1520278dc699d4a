import type { Clock } from "../../clock.ts";
import { LanguageError, QueryError, StateError } from "../language/state-error.ts";
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
    this.record("", type, 0, "executionStarted", details);
    // On AWS the first state's event names none before it.
    return new Link(this, 0);
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
  #branches: Link[] = [];

  constructor(
    private readonly history: History,
    private lastId: number,
  ) {}

  join(): void {
    this.lastId = Math.max(this.lastId, ...this.#branches.map((branch) => branch.lastId));
    this.#branches = [];
  }

  add(key: string, type: string, member?: string, details?: Details): HistoryEvent {
    const event = this.history.record(key, type, this.lastId, member, details);
    this.lastId = event.id;
    return event;
  }

  /** Notes in which state the language failed; of an expression there is an event as well. */
  failed(key: string, error: StateError, state: { name: string; eventId: number }): void {
    if (!(error instanceof LanguageError) || error.state) return;
    error.state = state;
    if (!(error instanceof QueryError)) return;
    const { error: name, cause, location } = error;
    const details = { state: state.name, error: name, cause, location };
    this.add(key, "EvaluationFailed", "evaluationFailed", details);
  }

  /** For what runs beside others; `join` goes on behind the last event of them all. */
  branch(): Link {
    const branch = new Link(this.history, this.lastId);
    this.#branches.push(branch);
    return branch;
  }

  /** The events of one attempt of a Task. */
  task(key: string, { resource, arn, input, region, limits }: TaskEvents) {
    const name = eventNames[resource.kind];
    const add = (event: string, details: Details) =>
      this.add(key, `${name}${event}`, `${name.charAt(0).toLowerCase()}${name.slice(1)}${event}`, {
        ...details,
        ...(resource.kind === "service" && {
          resourceType: resource.service,
          resource: resource.pattern ? `${resource.action}.${resource.pattern}` : resource.action,
        }),
      });
    const text = JSON.stringify(input);
    const { timeoutSeconds, heartbeatSeconds } = limits;
    const scheduled = add("Scheduled", {
      ...(resource.kind === "service"
        ? { region, parameters: text }
        : { resource: arn, input: text, inputDetails: { truncated: false } }),
      ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
      ...(heartbeatSeconds !== undefined &&
        resource.kind !== "function" && { heartbeatInSeconds: heartbeatSeconds }),
    });
    const output = (value: unknown) => ({
      output: JSON.stringify(value),
      outputDetails: { truncated: false },
    });
    return {
      scheduledMs: scheduled.timestampMs,
      started: (details: Details = {}) =>
        resource.kind === "function"
          ? this.add(key, "LambdaFunctionStarted")
          : add("Started", details),
      submitted: (value: unknown) => void add("Submitted", output(value)),
      succeeded: (value: unknown) => void add("Succeeded", output(value)),
      failed: (error: string, cause: string) => {
        const late = error === "States.Timeout" || error === "States.HeartbeatTimeout";
        add(late ? "TimedOut" : "Failed", { error, ...(cause !== "" && { cause }) });
      },
    };
  }
}

/** What the events of a Task tell. */
interface TaskEvents {
  resource: Resource;
  arn: string;
  input: unknown;
  region: string;
  limits: { timeoutSeconds: number | undefined; heartbeatSeconds: number | undefined };
}

const eventNames = { function: "LambdaFunction", activity: "Activity", service: "Task" } as const;
