import { ServiceError } from "../http/service.ts";

const longestLineBytes = 16 * 1024;

/**
 * The bytes of a body in S3's `aws-chunked` encoding: each chunk is `size;chunk-signature=...` and its bytes, the
 * last is empty and may be followed by trailers, which go to `onTrailer` in lower case. Throws IncompleteBody.
 */
export async function* readChunkedBody(
  source: AsyncIterable<Uint8Array>,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  for (;;) {
    const line = await reader.line();
    const size = /^([0-9a-f]{1,12})(?:;|$)/i.exec(line ?? "")?.[1];
    if (size === undefined) throw incompleteBody();
    let left = Number.parseInt(size, 16);
    if (left === 0) break;
    while (left > 0) {
      const piece = await reader.take(left);
      if (!piece) throw incompleteBody();
      left -= piece.length;
      yield piece;
    }
    if ((await reader.line()) !== "") throw incompleteBody();
  }
  for (;;) {
    const line = await reader.line();
    if (line === undefined) return;
    const colon = line.indexOf(":");
    if (colon > 0)
      onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

export const incompleteBody = (): ServiceError =>
  new ServiceError(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
    400,
  );

class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** At most `bytes` bytes, whatever has arrived; undefined at the end. */
  async take(bytes: number): Promise<Uint8Array | undefined> {
    if (this.#buffer.length === 0 && !(await this.#more())) return undefined;
    const piece = this.#buffer.subarray(0, bytes);
    this.#buffer = this.#buffer.subarray(piece.length);
    return piece;
  }

  /** The next line without its end; undefined when none is left. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf("\n");
      if (end >= 0) {
        const line = this.#buffer.toString("latin1", 0, end).replace(/\r$/, "");
        this.#buffer = this.#buffer.subarray(end + 1);
        return line;
      }
      if (this.#buffer.length > longestLineBytes) throw incompleteBody();
      if (!(await this.#more())) {
        const rest = this.#buffer.toString("latin1");
        this.#buffer = Buffer.alloc(0);
        return rest === "" ? undefined : rest;
      }
    }
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done) return false;
    this.#buffer =
      this.#buffer.length === 0 ? Buffer.from(value) : Buffer.concat([this.#buffer, value]);
    return true;
  }
}
