import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import { addColumn } from "../store/add-column.ts";
import type { EngineDatabase } from "../store/database.ts";
import { storageFailure } from "../store/storage-failure.ts";
import type { Destinations, SettledEvent } from "./destinations.ts";
import type { InvocationMetrics } from "./invocation-metrics.ts";
import type { InvokableFunctions, InvokeRequest, InvokeResult } from "./invoke-request.ts";
import { extendLineage } from "./lineage.ts";

type QueuedRequest = Omit<InvokeRequest, "source" | "logTail" | "onChunk">;

interface Row {
  id: number;
  region: string;
  function_name: string;
  qualifier: string | null;
  request_id: string;
  payload: ArrayBuffer;
  client_context: string | null;
  trace_header: string | null;
  tenant_id: string | null;
  received_ms: number;
  /** Times the function ran and failed. */
  failures: number;
  /** Times it could not run: throttled, or the engine failed. */
  deferrals: number;
}

/** AWS waits one minute before the first retry of a failed event and two before the second. */
const retryAfterMs = [60_000, 120_000];
const firstDeferralMs = 1_000;
const longestDeferralMs = 300_000;
const attemptedTogether = 100;
const recordAgainMs = 1_000;

/**
 * The queue behind `InvocationType: Event`. An event is in the database from its acceptance until it
 * has succeeded or been given up, so a killed engine continues where it was; it may run twice then.
 */
export class AsyncQueue {
  readonly #attempts = new Map<number, Promise<void>>();
  readonly #database: EngineDatabase;
  readonly #clock: Clock;
  #cancelWake: (() => void) | undefined;
  #wakesAtMs = Infinity;
  #paused = true;
  #closed = false;

  constructor(
    private readonly options: {
      database: EngineDatabase;
      clock: Clock;
      functions: InvokableFunctions;
      warn: (message: string) => void;
    },
    private readonly metrics: InvocationMetrics,
    private readonly destinations: Destinations,
    private readonly invoke: (request: InvokeRequest) => Promise<InvokeResult>,
  ) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS async_events (
        id INTEGER PRIMARY KEY, region TEXT NOT NULL, function_name TEXT NOT NULL, qualifier TEXT,
        request_id TEXT NOT NULL, payload BLOB NOT NULL, client_context TEXT, trace_header TEXT,
        received_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL,
        failures INTEGER NOT NULL DEFAULT 0, deferrals INTEGER NOT NULL DEFAULT 0);
      CREATE INDEX IF NOT EXISTS async_events_due ON async_events (due_ms)`);
    addColumn(this.#database, "async_events", "tenant_id TEXT");
  }

  start(): void {
    this.#paused = false;
    this.#pump();
  }

  add(request: QueuedRequest): void {
    const nowMs = this.#clock.now();
    this.#database
      .prepare(
        `INSERT INTO async_events (region, function_name, qualifier, request_id, payload,
           client_context, trace_header, tenant_id, received_ms, due_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        request.region,
        request.functionName,
        request.qualifier ?? null,
        request.requestId,
        Buffer.from(request.payload),
        request.clientContext ?? null,
        request.traceHeader ?? null,
        request.tenantId ?? null,
        nowMs,
        nowMs,
      );
    this.metrics.asynchronous(
      { ...request, qualifier: request.qualifier },
      "AsyncEventsReceived",
      1,
      nowMs,
    );
    // The acceptance is answered first.
    this.#wakeAt(nowMs);
  }

  /** Begins no attempts any more; what comes of those under way still counts. */
  pause(): void {
    this.#paused = true;
    this.#cancelWake?.();
  }

  /** Resolves when no attempt is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#attempts.values());
  }

  /** Waits for the attempts under way, which count no more; what is queued stays queued. */
  async close(): Promise<void> {
    this.pause();
    this.#closed = true;
    await this.settled();
  }

  /**
   * Writes down what came of an attempt. A disk that takes nothing is waited for: the event must neither
   * be lost nor run again meanwhile.
   */
  async #record(outcome: () => void | Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await outcome();
      } catch (error) {
        const reason = storageFailure(error);
        if (reason === undefined || this.#closed) throw error;
        this.options.warn(`The outcome of an event cannot be stored: ${reason}.`);
        await new Promise<void>((resolve) => this.#clock.after(recordAgainMs, resolve));
      }
    }
  }

  #pump(): void {
    this.#wakesAtMs = Infinity;
    if (this.#paused) return;
    const room = attemptedTogether - this.#attempts.size;
    const rows = this.#database
      .prepare("SELECT * FROM async_events WHERE due_ms <= ? ORDER BY due_ms LIMIT ?")
      .all(this.#clock.now(), attemptedTogether * 2) as Row[];
    for (const row of rows.filter(({ id }) => !this.#attempts.has(id)).slice(0, room))
      this.#attempts.set(
        row.id,
        this.#attempt(row).finally(() => {
          this.#attempts.delete(row.id);
          this.#pump();
        }),
      );
    const next = this.#database
      .prepare("SELECT min(due_ms) AS due FROM async_events WHERE due_ms > ?")
      .get(this.#clock.now()) as { due: number | null };
    if (next.due !== null) this.#wakeAt(next.due);
  }

  #wakeAt(dueMs: number): void {
    if (this.#paused || dueMs >= this.#wakesAtMs) return;
    this.#cancelWake?.();
    this.#wakesAtMs = dueMs;
    this.#cancelWake = this.#clock.after(Math.max(0, dueMs - this.#clock.now()), () =>
      this.#pump(),
    );
  }

  async #attempt(row: Row): Promise<void> {
    const { functions, warn } = this.options;
    const qualifier = row.qualifier ?? undefined;
    const subject = { region: row.region, functionName: row.function_name, qualifier };
    const config = functions.eventInvokeConfig(row.region, row.function_name, qualifier);
    const startedMs = this.#clock.now();
    const ageMs = startedMs - row.received_ms;
    const settle = (
      condition: SettledEvent["condition"],
      invokeCount: number,
      result?: InvokeResult,
    ) => this.#record(() => this.#settle(row, condition, invokeCount, result));
    if (functions.reservedConcurrency(row.region, row.function_name) === 0)
      return settle("ZeroReservedConcurrency", 0);
    if (ageMs > config.maximumEventAgeSeconds * 1000)
      return settle("EventAgeExceeded", row.failures);
    let result: InvokeResult;
    try {
      result = await this.invoke({
        region: row.region,
        functionName: row.function_name,
        qualifier,
        payload: new Uint8Array(row.payload),
        clientContext: row.client_context ?? undefined,
        traceHeader: row.trace_header ?? undefined,
        tenantId: row.tenant_id ?? undefined,
        requestId: row.request_id,
        source: "async",
      });
    } catch (error) {
      if (this.#closed) return;
      if (error instanceof ServiceError && error.code === "ResourceNotFoundException") {
        // The function has been deleted: nothing can be done with its events.
        this.metrics.asynchronous(subject, "AsyncEventsDropped", 1, this.#clock.now());
        return this.#record(() => this.#remove(row));
      }
      if (error instanceof ServiceError && error.code === "RecursiveInvocationException")
        return settle("RetriesExhausted", row.failures);
      if (!(error instanceof ServiceError))
        warn(`Event ${row.request_id} could not run: ${String(error)}`);
      const waitMs = Math.min(
        longestDeferralMs,
        firstDeferralMs * 2 ** Math.min(row.deferrals, 20),
      );
      return this.#record(() =>
        this.#again(row, { failures: row.failures, deferrals: row.deferrals + 1 }, waitMs),
      );
    }
    if (this.#closed) return;
    this.metrics.asynchronous(subject, "AsyncEventAge", ageMs, startedMs);
    const failures = row.failures + (result.functionError ? 1 : 0);
    if (!result.functionError) return settle("Success", failures + 1, result);
    if (failures > config.maximumRetryAttempts) return settle("RetriesExhausted", failures, result);
    const waitMs = retryAfterMs[failures - 1] ?? longestDeferralMs;
    const dueAgeMs = this.#clock.now() - row.received_ms + waitMs;
    if (dueAgeMs > config.maximumEventAgeSeconds * 1000)
      return settle("EventAgeExceeded", failures, result);
    return this.#record(() => this.#again(row, { failures, deferrals: 0 }, waitMs));
  }

  #again(row: Row, counts: { failures: number; deferrals: number }, waitMs: number): void {
    this.#database
      .prepare("UPDATE async_events SET failures = ?, deferrals = ?, due_ms = ? WHERE id = ?")
      .run(counts.failures, counts.deferrals, this.#clock.now() + waitMs, row.id);
  }

  /** The event is over: its record goes where the function's configuration says. */
  async #settle(
    row: Row,
    condition: SettledEvent["condition"],
    invokeCount: number,
    result: InvokeResult | undefined,
  ): Promise<void> {
    const { functions } = this.options;
    const qualifier = row.qualifier ?? undefined;
    const nowMs = this.#clock.now();
    const subject = { region: row.region, functionName: row.function_name, qualifier };
    try {
      const { version, invokedArn } = functions.resolve(row.region, row.function_name, qualifier);
      const config = functions.eventInvokeConfig(row.region, row.function_name, qualifier);
      const event: SettledEvent = {
        subject,
        requestId: row.request_id,
        functionArn: qualifier === undefined ? `${invokedArn}:$LATEST` : invokedArn,
        payload: new Uint8Array(row.payload),
        condition,
        invokeCount,
        result,
        traceHeader: chainAfter(row, version.unqualifiedArn, result !== undefined),
        nowMs,
      };
      const target = condition === "Success" ? config.onSuccessArn : config.onFailureArn;
      if (target) await this.destinations.deliver(target, event);
      if (condition !== "Success" && version.deadLetterTargetArn)
        await this.destinations.deadLetter(version.deadLetterTargetArn, event);
    } catch (error) {
      // The function went away while its event ran, and with it what it had configured.
      if (!(error instanceof ServiceError)) throw error;
    }
    // Last: a kill before it sends the record twice, a kill after an early removal would lose it.
    this.#remove(row);
    if (condition !== "Success") this.metrics.asynchronous(subject, "AsyncEventsDropped", 1, nowMs);
  }

  #remove(row: Row): void {
    this.#database.prepare("DELETE FROM async_events WHERE id = ?").run(row.id);
  }
}

/** The chain of calls that what follows an event belongs to; a function that ran is part of it. */
function chainAfter(
  { trace_header: header }: Row,
  functionArn: string,
  hasRun: boolean,
): string | undefined {
  if (header === null) return undefined;
  return hasRun ? extendLineage(header, functionArn).header : header;
}
