"use strict";
// The runtime's side of its channel to the engine (lib/engine/runtime-api/channel.ts): frames on a
// descriptor it has inherited, written and read at once. Nothing a function does to `http`, `net` or its
// globals can reach it, and it never keeps the event loop alive. While a function waits for its next
// event it stands still, as on AWS, where an environment is frozen then.
const { readSync, writeSync } = require("node:fs");

/** After a longer rest the event loop has its turn first: connections may have ended meanwhile. */
const longRestMs = 100;
/** A body is written in frames of at most this size; only streams have longer ones. */
const pieceBytes = 1024 * 1024;
const nothing = Buffer.alloc(0);
const shutdownMs = 2000;
const { now } = Date;

class RuntimeClient {
  #fd;
  #chunk = Buffer.allocUnsafeSlow(16 * 1024);

  constructor(fd) {
    this.#fd = fd;
  }

  /** Waits for the next invocation: `{headers, body}`. */
  async next() {
    this.#write(frameOf("N"));
    return this.#event();
  }

  /** Answers an invocation and waits for the next one, once the event loop has had its turn. */
  async responseThenNext(_requestId, body) {
    this.#write(Buffer.concat([frameOf("R", "", Buffer.from(body)), frameOf("N")]));
    await turn();
    return this.#event();
  }

  async response(_requestId, body) {
    this.#write(frameOf("R", "", Buffer.from(body)));
  }

  async error(_requestId, failure) {
    this.#write(failureFrame("E", failure));
  }

  async initError(failure) {
    this.#write(failureFrame("I", failure));
  }

  /** Opens a streamed response: `write(chunk, done)`, `end(failure)`, and `answered`, a promise. */
  openStream(_requestId, contentType) {
    this.#write(frameOf("S", contentType));
    let settle;
    return {
      answered: new Promise((resolve) => (settle = resolve)),
      write: (chunk, done) => {
        for (let at = 0; at < chunk.length; at += pieceBytes)
          this.#write(frameOf("C", "", chunk.subarray(at, at + pieceBytes)));
        done();
      },
      end: (failure) => {
        this.#write(failure ? failureFrame("T", failure) : frameOf("T"));
        settle();
      },
    };
  }

  async #event() {
    const restsSinceMs = now();
    let received = 0;
    for (let wanted = 8; received < wanted;) {
      const bytes = readSync(this.#fd, this.#chunk, received, this.#chunk.length - received, null);
      if (bytes === 0) throw new Error("the engine is gone");
      received += bytes;
      if (received < 8) continue;
      wanted = 8 + this.#chunk.readUInt32BE(0) + this.#chunk.readUInt32BE(4);
      if (wanted > this.#chunk.length)
        this.#chunk = Buffer.concat([this.#chunk.subarray(0, received)], wanted);
    }
    if (received === 8) return theEnd();
    const bodyAt = 8 + this.#chunk.readUInt32BE(0);
    const headers = JSON.parse(this.#chunk.toString("utf8", 8, bodyAt));
    const body = this.#chunk.toString("utf8", bodyAt, received);
    if (now() - restsSinceMs > longRestMs) await turn();
    return { headers, body };
  }

  #write(frame) {
    for (let written = 0; written < frame.length;)
      written += writeSync(this.#fd, frame, written, frame.length - written);
  }
}

/** One letter, the lengths of head and body, then both. */
function frameOf(kind, head = "", body = nothing) {
  const headBytes = Buffer.byteLength(head);
  const frame = Buffer.allocUnsafe(9 + headBytes + body.length);
  frame[0] = kind.charCodeAt(0);
  frame.writeUInt32BE(headBytes, 1);
  frame.writeUInt32BE(body.length, 5);
  frame.write(head, 9);
  frame.set(body, 9 + headBytes);
  return frame;
}

function failureFrame(kind, failure) {
  const errorType = String(failure.errorType ?? "handled");
  return frameOf(kind, errorType, Buffer.from(JSON.stringify(failure)));
}

/** No event will come, but a signal: whoever listens for it has the time of the Shutdown phase. */
const theEnd = () => new Promise(() => setTimeout(() => process.exit(0), shutdownMs));

const turn = () => new Promise((resolve) => setImmediate(resolve));

module.exports = { RuntimeClient };
