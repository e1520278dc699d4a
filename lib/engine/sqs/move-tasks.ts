import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import type { EngineDatabase } from "../store/database.ts";
import { invalidParameterValue } from "./queue.ts";
import type { QueueStore } from "./queue-store.ts";

/** A redrive out of a dead-letter queue, as ListMessageMoveTasks shows it. */
export interface MoveTask {
  id: string;
  sourceArn: string;
  /** Absent: each message goes back to the queue it came from. */
  destinationArn?: string;
  maxPerSecond?: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  startedMs: number;
  moved: number;
  toMove: number;
  failureReason?: string;
}

/** What AWS moves a second when no rate is asked for, about. */
const defaultPerSecond = 500;

/** Message move tasks: one step a second until the source is empty; they go on after a restart. */
export class MoveTasks {
  private readonly tasks = new Map<string, MoveTask>();
  private readonly timers = new Map<string, () => void>();
  private readonly save;

  constructor(
    database: EngineDatabase,
    private readonly store: QueueStore,
    private readonly clock: Clock,
  ) {
    database.exec(
      "CREATE TABLE IF NOT EXISTS sqs_move_tasks (id TEXT PRIMARY KEY, task TEXT NOT NULL)",
    );
    this.save = database.prepare("INSERT OR REPLACE INTO sqs_move_tasks VALUES (?, ?)");
    const rows = database.prepare("SELECT task FROM sqs_move_tasks").all() as { task: string }[];
    for (const row of rows) {
      const task = JSON.parse(row.task) as MoveTask;
      this.tasks.set(task.id, task);
      if (task.status === "RUNNING") this.stepLater(task, 0);
    }
  }

  /** Starts a task. Throws when one is running for this source already. */
  start(wanted: Pick<MoveTask, "sourceArn" | "destinationArn" | "maxPerSecond">): MoveTask {
    if (this.of(wanted.sourceArn).some(({ status }) => status === "RUNNING"))
      throw invalidParameterValue(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    const task: MoveTask = {
      ...wanted,
      id: randomUUID(),
      status: "RUNNING",
      startedMs: this.clock.now(),
      moved: 0,
      toMove: this.store.counts(wanted.sourceArn).visible,
    };
    this.keep(task);
    this.stepLater(task, 0);
    return task;
  }

  /** Stops a running task; what has moved stays moved. Throws ResourceNotFoundException. */
  cancel(id: string): MoveTask {
    const task = this.tasks.get(id);
    if (!task) throw new ServiceError("ResourceNotFoundException", "Task does not exist.", 404);
    if (task.status !== "RUNNING")
      throw invalidParameterValue("Only active tasks can be cancelled.");
    this.timers.get(id)?.();
    this.keep({ ...task, status: "CANCELLED" });
    return task;
  }

  /** Tasks of a source queue, newest first. */
  of(sourceArn: string): MoveTask[] {
    return [...this.tasks.values()]
      .filter((task) => task.sourceArn === sourceArn)
      .sort((a, b) => b.startedMs - a.startedMs);
  }

  close(): void {
    for (const stop of this.timers.values()) stop();
  }

  private step(task: MoveTask): void {
    try {
      const rate = task.maxPerSecond ?? defaultPerSecond;
      const { sourceArn, destinationArn } = task;
      const nowMs = this.clock.now();
      const count = this.store.deadLetters.moveBack(sourceArn, destinationArn, rate, nowMs);
      const moved = task.moved + count;
      const status = count < rate ? "COMPLETED" : "RUNNING";
      const next: MoveTask = { ...task, moved, status };
      this.keep(next);
      if (status === "RUNNING") this.stepLater(next, 1000);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const failureReason =
        error.code === "QueueDoesNotExist" ? "AWS.SimpleQueueService.NonExistentQueue" : error.code;
      this.keep({ ...task, status: "FAILED", failureReason });
    }
  }

  private stepLater(task: MoveTask, delayMs: number): void {
    const stop = this.clock.after(delayMs, () => {
      this.timers.delete(task.id);
      this.step(task);
    });
    this.timers.set(task.id, stop);
  }

  private keep(task: MoveTask): void {
    this.tasks.set(task.id, task);
    this.save.run(task.id, JSON.stringify(task));
  }
}

/** A task handle names the task and its source queue. */
export function encodeTaskHandle({ id, sourceArn }: MoveTask): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString("base64");
}

export function decodeTaskHandle(handle: string): { taskId: string; sourceArn: string } {
  try {
    const { taskId, sourceArn } = JSON.parse(
      Buffer.from(handle, "base64").toString("utf8"),
    ) as Record<string, unknown>;
    if (typeof taskId === "string" && typeof sourceArn === "string") return { taskId, sourceArn };
  } catch {
    // Not one of ours: refused below like one with missing parts.
  }
  throw invalidParameterValue("Value for parameter TaskHandle is invalid.");
}

export function resourceNotFound(parameter: "SourceArn" | "DestinationArn"): ServiceError {
  return new ServiceError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    404,
  );
}
