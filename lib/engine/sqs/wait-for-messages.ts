import type { Clock } from "../clock.ts";
import type { ReceivedMessage } from "./message.ts";
import type { QueueStore } from "./queue-store.ts";

/**
 * Receives messages, waiting up to `waitMs` for the first one: asleep until the queue wakes it, the time is
 * up or the caller hangs up. Nothing is taken from the queue for a caller that is gone.
 */
export function waitForMessages(options: {
  store: Pick<QueueStore, "receive" | "onMessage" | "byArn">;
  clock: Clock;
  queueArn: string;
  waitMs: number;
  signal: AbortSignal;
  receive: { max: number; visibilityTimeoutSeconds?: number };
}): Promise<ReceivedMessage[]> {
  const { store, clock, queueArn, waitMs, signal, receive } = options;
  const first = store.receive(queueArn, receive);
  if (first.length > 0 || waitMs === 0) return Promise.resolve(first);
  return new Promise((resolve, reject) => {
    const end = (messages: ReceivedMessage[]) => {
      stopListening();
      stopTimer();
      signal.removeEventListener("abort", hangUp);
      resolve(messages);
    };
    const hangUp = () => end([]);
    const look = () => {
      // A queue that is deleted meanwhile has nothing more to give.
      if (signal.aborted || !store.byArn(queueArn)) return end([]);
      try {
        const messages = store.receive(queueArn, receive);
        if (messages.length > 0) end(messages);
      } catch (error) {
        end([]);
        reject(error);
      }
    };
    const stopListening = store.onMessage(queueArn, look);
    const stopTimer = clock.after(waitMs, () => end([]));
    signal.addEventListener("abort", hangUp);
    if (signal.aborted) hangUp();
  });
}
