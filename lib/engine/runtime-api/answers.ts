/** Largest buffered response: 6 MiB and 100 bytes, as AWS enforces it. */
export const maximumResponseBytes = 6_291_556;
/** Largest streamed response (AWS: 200 MB since 2025). */
const maximumStreamedBytes = 200 * 1024 * 1024;

/** What a runtime answered. `errorType` is AWS's name for a failure, `Runtime.X` or `Function.X` normalised. */
export type RuntimeAnswer =
  | { kind: "response"; payload: Uint8Array; contentType: string; streamed: boolean }
  | { kind: "error"; errorType: string; payload: Uint8Array; streamed?: boolean };

export type ChunkTaker = (chunk: Uint8Array, contentType: string) => void;

/** A response that comes piece by piece: handed on as it comes, or kept until its end. */
export class StreamedAnswer {
  readonly limitBytes: number;
  readonly #kept: Uint8Array[] = [];
  #bytes = 0;

  constructor(
    private readonly contentType: string,
    private readonly onChunk: ChunkTaker | undefined,
  ) {
    this.limitBytes = onChunk ? maximumStreamedBytes : maximumResponseBytes;
  }

  get tooLarge(): boolean {
    return this.#bytes > this.limitBytes;
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    if (this.tooLarge) return;
    if (this.onChunk) this.onChunk(chunk, this.contentType);
    else this.#kept.push(chunk);
  }

  /** The whole answer; `failure` is what the runtime says went wrong on the way. */
  end(failure?: { errorType: string; payload: Uint8Array }): RuntimeAnswer {
    if (this.tooLarge) return tooLarge(true);
    if (failure) return { kind: "error", streamed: true, ...failure };
    const payload = Buffer.concat(this.#kept);
    return { kind: "response", payload, contentType: this.contentType, streamed: true };
  }
}

export function tooLarge(streamed: boolean): RuntimeAnswer & { kind: "error" } {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${streamed ? maximumStreamedBytes : maximumResponseBytes} bytes).`;
  const errorType = "Function.ResponseSizeTooLarge";
  return { kind: "error", errorType, payload: json({ errorMessage, errorType }), streamed };
}

export function truncated(streamed: boolean): RuntimeAnswer {
  const errorType = "Runtime.TruncatedResponse";
  const errorMessage = "The response ended before it was complete";
  return { kind: "error", errorType, payload: json({ errorType, errorMessage }), streamed };
}

/** Only `Runtime.Name` and `Function.Name` are kept, as AWS does for its metrics and log lines. */
export function normaliseErrorType(given: string | string[] | undefined): string {
  const text = String(given ?? "");
  if (/^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(text)) return text;
  return text.startsWith("Runtime.") ? "Runtime.Unknown" : "Function.Unknown";
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
