import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { CallAnswer, LoadPoint, LoadResult } from "@/lib/model/load-result";
import type { Load } from "@/lib/model/load-schema";
import { readyToSend } from "@/lib/model/placeholders";
import { RandomStream } from "@/lib/simulator/random-stream";
import { type LoadDeps, runLoad } from "./run-load";
import { sendLoadCall } from "./send-load-call";

export interface SendLoadOptions extends Pick<LoadDeps, "signal" | "onProgress"> {
  /** The same seed makes calls due at the same moments. */
  seed: number;
  /** Told of each answer as it comes. */
  onAnswer?(answer: CallAnswer): void;
}

/** Runs a load against a function through Invoke. The client must have a socket for each call in flight. */
export function sendLoad(
  lambda: LambdaClient,
  functionName: string,
  load: Load,
  { seed, signal, onProgress, onAnswer }: SendLoadOptions,
): Promise<{ result: LoadResult; points: LoadPoint[] }> {
  return runLoad(load, {
    now: () => performance.now(),
    wait: (ms, until) => setTimeout(ms, undefined, { signal: until }).catch(() => {}),
    random: new RandomStream(seed, "load"),
    signal,
    onProgress,
    send: async (stopped) => {
      const payload = readyToSend(load.payload, { nowMs: Date.now(), uuid: randomUUID });
      const call = { functionName, qualifier: load.qualifier, payload };
      const answer = await sendLoadCall(lambda, call, stopped);
      onAnswer?.(answer);
      return answer;
    },
  });
}
