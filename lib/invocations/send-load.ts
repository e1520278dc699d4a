import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { LoadPoint, LoadResult } from "@/lib/model/load-result";
import type { Load } from "@/lib/model/load-schema";
import { readyToSend } from "@/lib/model/placeholders";
import { RandomStream } from "@/lib/simulator/random-stream";
import { type LoadDeps, runLoad } from "./run-load";
import { sendLoadCall } from "./send-load-call";

export interface SendLoadOptions extends Pick<LoadDeps, "signal" | "onProgress"> {
  /** The same seed makes calls due at the same moments. */
  seed: number;
}

/** Runs a load against a function through Invoke. The client must have a socket for each call in flight. */
export function sendLoad(
  lambda: LambdaClient,
  functionName: string,
  load: Load,
  { seed, signal, onProgress }: SendLoadOptions,
): Promise<{ result: LoadResult; points: LoadPoint[] }> {
  return runLoad(load, {
    now: () => performance.now(),
    wait: (ms, until) => setTimeout(ms, undefined, { signal: until }).catch(() => {}),
    random: new RandomStream(seed, "load"),
    signal,
    onProgress,
    send: (stopped) => {
      const payload = readyToSend(load.payload, { nowMs: Date.now(), uuid: randomUUID });
      return sendLoadCall(lambda, { functionName, qualifier: load.qualifier, payload }, stopped);
    },
  });
}
