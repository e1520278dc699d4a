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
/** A frame's kind, and the lengths of its head and its body. */
const prefixBytes = 9;
const nothing = Buffer.alloc(0);
const asks = frameOf("N");
const shutdownMs = 2000;
const { now } = Date;

class RuntimeClient {
  #fd;
  #chunk = Buffer.allocUnsafeSlow(16 * 1024);
  /** A short answer and the question after it: most answers are, and they need no memory of their own. */
  #short = Buffer.concat([frameOf("R"), Buffer.alloc(4096)]);

  constructor(fd) {
    this.#fd = fd;
  }

  /** Asks for the next invocation. */
  ask() {
    this.#write(asks);
  }

  /** Answers an invocation with JSON and asks for the next one. */
  answerAndAsk(text) {
    const short = this.#short;
    const room = short.length - prefixBytes - asks.length;
    if (text.length * 3 > room) return this.#write(Buffer.concat([answerFrame(text), asks]));
    const bodyBytes = short.write(text, prefixBytes);
    short.writeUInt32BE(bodyBytes, 5);
    short.set(asks, prefixBytes + bodyBytes);
    this.#write(short, prefixBytes + bodyBytes + asks.length);
  }

  /** Answers an invocation with JSON. */
  answer(text) {
    this.#write(answerFrame(text));
  }

  fail(failure) {
    this.#write(failureFrame("E", failure));
  }

  failInit(failure) {
    this.#write(failureFrame("I", failure));
  }

  /** Opens a streamed response: `write(chunk, done)`, `end(failure)`, and `answered`, a promise. */
  openStream(contentType) {
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

  /**
   * Stands still until the invocation that was asked for is there: `{headers, body, afterLongRest}`.
   * Undefined when none will come but a signal: whoever listens for it has the time of the Shutdown phase.
   */
  event() {
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
    if (received === 8) {
      setTimeout(() => process.exit(0), shutdownMs);
      return undefined;
    }
    const bodyAt = 8 + this.#chunk.readUInt32BE(0);
    return {
      headers: JSON.parse(this.#chunk.toString("utf8", 8, bodyAt)),
      body: this.#chunk.toString("utf8", bodyAt, received),
      afterLongRest: now() - restsSinceMs > longRestMs,
    };
  }

  #write(frame, bytes = frame.length) {
    for (let written = 0; written < bytes;)
      written += writeSync(this.#fd, frame, written, bytes - written);
  }
}

/** One letter, the lengths of head and body, then both. */
function frameOf(kind, head = "", body = nothing) {
  const headBytes = Buffer.byteLength(head);
  const frame = Buffer.allocUnsafe(prefixBytes + headBytes + body.length);
  frame[0] = kind.charCodeAt(0);
  frame.writeUInt32BE(headBytes, 1);
  frame.writeUInt32BE(body.length, 5);
  frame.write(head, prefixBytes);
  frame.set(body, prefixBytes + headBytes);
  return frame;
}

function answerFrame(text) {
  return frameOf("R", "", Buffer.from(text));
}

function failureFrame(kind, failure) {
  const errorType = String(failure.errorType ?? "handled");
  return frameOf(kind, errorType, Buffer.from(JSON.stringify(failure)));
}

module.exports = { RuntimeClient };
