import type { Readable } from "node:stream";

/** What an environment may say at once, and for as long as it likes; more waits in its pipe, and it with it. */
const burstBytes = 16 * 1024 * 1024;
const bytesPerMs = 8 * 1024;

/** Reads a stream no faster than the engine can do so for many at once. */
export function readPaced(stream: Readable, onChunk: (chunk: Buffer) => void): void {
  let budget = burstBytes;
  let countedAtMs = performance.now();
  stream.on("data", (chunk: Buffer) => {
    onChunk(chunk);
    const nowMs = performance.now();
    budget = Math.min(burstBytes, budget + (nowMs - countedAtMs) * bytesPerMs) - chunk.length;
    countedAtMs = nowMs;
    if (budget >= 0) return;
    stream.pause();
    setTimeout(() => stream.resume(), -budget / bytesPerMs);
  });
}
