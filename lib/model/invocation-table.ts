import { type InvocationSummary, type Outcome, outcomeOf } from "./invocation";
import { versionOfStream } from "./log-group";
import { type ErrorRow, figureNames, type ReportChunk } from "./report-scan";
import type { Report } from "./report-line";

type Figure = (typeof figureNames)[number];

export const outcomes: readonly Outcome[] = ["ok", "error", "timeout", "out-of-memory", "running"];
const running = outcomes.indexOf("running");
const noType = 0;

/**
 * Requests in columns, about 200 bytes each, so that 200,000 of them fit. A request is known by its id and the time of
 * its REPORT: the attempts of an asynchronous event share their id.
 */
export class InvocationTable {
  #count = 0;
  readonly #ids: string[] = [];
  readonly #endMs: Float64Array;
  readonly #startMs: Float64Array;
  readonly #outcome: Uint8Array;
  readonly #errorType: Uint32Array;
  readonly #stream: Uint32Array;
  readonly #figures: Record<Figure, Float32Array>;
  readonly #errorTypes = new Dictionary();
  readonly #streams = new Dictionary();
  /** By stream. */
  readonly #versions: (string | undefined)[] = [];
  /** The newest row of each request id. */
  readonly #byId = new Map<string, number>();
  /** Rows that share their id with a newer row. */
  readonly #sameId = new Map<number, number>();
  readonly #ofStream = new Map<number, number[]>();

  constructor(readonly capacity = 200_000) {
    this.#endMs = new Float64Array(capacity);
    this.#startMs = new Float64Array(capacity);
    this.#outcome = new Uint8Array(capacity);
    this.#errorType = new Uint32Array(capacity);
    this.#stream = new Uint32Array(capacity);
    this.#figures = Object.fromEntries(
      figureNames.map((name) => [name, new Float32Array(capacity)]),
    ) as Record<Figure, Float32Array>;
    this.#errorTypes.indexOf("");
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === this.capacity;
  }

  endMs(row: number): number {
    return this.#endMs[row]!;
  }

  startMs(row: number): number {
    return this.#startMs[row]!;
  }

  outcome(row: number): Outcome {
    return outcomes[this.#outcome[row]!]!;
  }

  /** NaN where it is not known. */
  figure(name: Figure, row: number): number {
    return this.#figures[name][row]!;
  }

  isCold(row: number): boolean {
    return this.#figures.initDurationMs[row]! > 0;
  }

  requestId(row: number): string {
    return this.#ids[row]!;
  }

  errorType(row: number): string {
    return this.#errorTypes.text(this.#errorType[row]!);
  }

  version(row: number): string | undefined {
    return this.#versions[this.#stream[row]!];
  }

  /** The versions that occur, $LATEST first, then the newest. */
  versions(): string[] {
    const versions = new Set(this.#versions.filter((version) => version !== undefined));
    return [...versions].sort((a, b) => (Number(b) || Infinity) - (Number(a) || Infinity));
  }

  /** Adds what a scan found. Beyond its capacity nothing is added. */
  add({ streams, reports, errors }: ReportChunk): void {
    for (const [requestId, stream, endMs, outcome, errorType, ...figures] of reports)
      this.#put(requestId, streams[stream] ?? "", endMs, outcome, errorType, figures);
    for (const error of errors) this.#setError(error, streams[error[1]] ?? "");
  }

  /** Adds or completes a request that was put together from its lines. */
  addSummary({ requestId, stream, startMs, endMs, outcome, errorType, report }: InvocationSummary) {
    const figures = figureNames.map((name) => report?.[name] ?? null);
    const row = this.#put(requestId, stream, endMs, outcome, errorType ?? null, figures);
    // Attempts of one event have one beginning in the logs; the REPORT of each says how long it took.
    if (row !== undefined && !report) this.#startMs[row] = startMs;
    if (row === undefined && errorType) this.#setError([requestId, 0, endMs, errorType], stream);
  }

  /** The row a line belongs to: of the request it names, else of the one its stream was serving at that time. */
  rowOf(requestId: string | null, stream: string, timestampMs: number): number | undefined {
    if (requestId !== null) {
      const row = this.#byId.get(requestId);
      return row === undefined ? undefined : this.#attemptAt(row, timestampMs);
    }
    const index = this.#streams.find(stream);
    let found: number | undefined;
    for (const row of (index !== undefined && this.#ofStream.get(index)) || [])
      if (
        this.#endMs[row]! >= timestampMs &&
        (found === undefined || this.#endMs[row]! < this.#endMs[found]!)
      )
        found = row;
    return found;
  }

  rowOfId(requestId: string): number | undefined {
    return this.#byId.get(requestId);
  }

  summary(row: number): InvocationSummary {
    const requestId = this.requestId(row);
    const errorType = this.errorType(row);
    const report: Report = { requestId };
    for (const name of figureNames) {
      const value = this.figure(name, row);
      // A float holds seven digits, more than Lambda's two decimals need below a minute.
      if (!Number.isNaN(value)) report[name] = Math.round(value * 100) / 100;
    }
    const stream = this.#streams.text(this.#stream[row]!);
    return {
      requestId,
      stream,
      startMs: this.#startMs[row]!,
      endMs: this.#endMs[row]!,
      version: this.version(row),
      outcome: this.outcome(row),
      ...(errorType && { errorType }),
      ...(this.#outcome[row] !== running && { report }),
      cold: this.isCold(row),
    };
  }

  #put(
    requestId: string,
    stream: string,
    endMs: number,
    outcome: Outcome,
    errorType: string | null,
    figures: readonly (number | null)[],
  ): number | undefined {
    const before = this.#byId.get(requestId);
    const same = before === undefined ? undefined : this.#sameAttempt(before, endMs);
    // What was seen running is completed by its REPORT; what has ended is not undone by an older look at it.
    if (same !== undefined && this.#outcome[same] !== running) return undefined;
    if (same === undefined && this.isFull) return undefined;
    const row = same ?? this.#count++;
    if (same === undefined) this.#link(row, requestId, stream, before);
    this.#endMs[row] = endMs;
    this.#outcome[row] = outcomes.indexOf(outcome);
    this.#errorType[row] = errorType ? this.#errorTypes.indexOf(errorType) : noType;
    figureNames.forEach((name, at) => (this.#figures[name][row] = figures[at] ?? Number.NaN));
    this.#startMs[row] = endMs - (figures[0] ?? 0);
    return row;
  }

  #link(row: number, requestId: string, stream: string, before: number | undefined): void {
    const index = this.#streams.indexOf(stream);
    if (index === this.#versions.length) this.#versions.push(versionOfStream(stream));
    this.#ids[row] = requestId;
    this.#stream[row] = index;
    this.#byId.set(requestId, row);
    if (before !== undefined) this.#sameId.set(row, before);
    const rows = this.#ofStream.get(index);
    if (rows) rows.push(row);
    else this.#ofStream.set(index, [row]);
  }

  #sameAttempt(newest: number, endMs: number): number | undefined {
    for (let row: number | undefined = newest; row !== undefined; row = this.#sameId.get(row))
      if (this.#endMs[row] === endMs || this.#outcome[row] === running) return row;
    return undefined;
  }

  /** The first attempt that ended at this time or later; the newest where none did. */
  #attemptAt(newest: number, timestampMs: number): number {
    let found = newest;
    for (let row: number | undefined = newest; row !== undefined; row = this.#sameId.get(row)) {
      const isFit = this.#endMs[row]! >= timestampMs;
      const wasFit = this.#endMs[found]! >= timestampMs;
      if (isFit && (!wasFit || this.#endMs[row]! < this.#endMs[found]!)) found = row;
    }
    return found;
  }

  #setError([requestId, , timestampMs, errorType]: ErrorRow, stream: string): void {
    const row = this.rowOf(requestId, stream, timestampMs);
    if (row === undefined || this.#errorType[row] !== noType) return;
    const { report } = this.summary(row);
    const outcome = outcomeOf(
      report && {
        ...report,
        ...(this.outcome(row) === "timeout" && { status: "timeout" as const }),
      },
      errorType,
    );
    this.#outcome[row] = outcomes.indexOf(outcome);
    this.#errorType[row] = this.#errorTypes.indexOf(errorType);
  }
}

/** Texts that come again and again, by number. */
class Dictionary {
  readonly #indexes = new Map<string, number>();
  readonly #texts: string[] = [];

  find(text: string): number | undefined {
    return this.#indexes.get(text);
  }

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  text(index: number): string {
    return this.#texts[index] ?? "";
  }
}
