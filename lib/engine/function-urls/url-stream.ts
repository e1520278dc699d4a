import type { ServerResponse } from "node:http";
import {
  headOfPayload,
  headOfPrelude,
  integrationType,
  malformed,
  preludeEnd,
  type UrlAnswer,
} from "./url-answer.ts";

/** AWS's limit of a response's headers is far below. */
const longestPreludeBytes = 1024 * 1024;

/**
 * Passes a streamed answer on as it comes: the status and headers from the runtime's prelude, where it sends
 * one, then the body piece by piece.
 */
export class UrlStream {
  #prelude: Buffer = Buffer.alloc(0);
  #state: "waiting" | "prelude" | "body" | "failed" = "waiting";

  /** `begin` sends status and headers, if they can be sent; `answer` sends a whole answer. */
  constructor(
    private readonly response: ServerResponse,
    private readonly begin: (head: Omit<UrlAnswer, "body">) => boolean,
    private readonly answer: (answer: UrlAnswer) => void,
  ) {}

  push(chunk: Uint8Array, contentType: string): void {
    if (this.#state === "waiting") {
      if (contentType === integrationType) this.#state = "prelude";
      else this.#open({ status: 200, headers: [["Content-Type", contentType]] });
    }
    if (this.#state === "prelude") this.#readPrelude(chunk);
    else if (this.#state === "body") this.#write(chunk);
  }

  /** The function has ended; `payload` is its whole answer when it did not stream. */
  end(payload: Uint8Array, failed: boolean): void {
    // What has been sent cannot be taken back: AWS ends a stream that fails half-way like any other.
    if (this.#state === "body") return void this.response.end();
    if (this.#state === "failed") return;
    if (this.#state === "prelude" || failed) return this.answer(malformed);
    if (!this.#open(headOfPayload(payload))) return;
    this.#write(payload);
    this.response.end();
  }

  #readPrelude(chunk: Uint8Array): void {
    this.#prelude = Buffer.concat([this.#prelude, chunk]);
    const at = this.#prelude.indexOf(preludeEnd);
    if (at < 0 && this.#prelude.byteLength < longestPreludeBytes) return;
    const head = at < 0 ? undefined : headOfPrelude(this.#prelude.subarray(0, at));
    if (!this.#open(head)) return;
    const rest = this.#prelude.subarray(at + preludeEnd.byteLength);
    this.#prelude = Buffer.alloc(0);
    if (rest.byteLength > 0) this.#write(rest);
  }

  #open(head: Omit<UrlAnswer, "body"> | undefined): boolean {
    const begun = head !== undefined && this.begin(head);
    this.#state = begun ? "body" : "failed";
    if (!begun) this.answer(malformed);
    return begun;
  }

  #write(chunk: Uint8Array): void {
    if (!this.response.destroyed && !this.response.writableEnded) this.response.write(chunk);
  }
}
