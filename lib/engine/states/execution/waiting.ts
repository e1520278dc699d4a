import { setMaxListeners } from "node:events";
import type { Clock } from "../../clock.ts";
import { StateError } from "../language/state-error.ts";

/** Thrown into what still runs of an execution, or of a branch, that is over. */
class Stopped extends Error {}

/** Whether a run ended because it was stopped from outside. */
export const isStopped = (error: unknown): boolean => error instanceof Stopped;

/** What stops a run, or a part of one. */
export interface Stopper {
  /** Many can listen to it. */
  signal: AbortSignal;
  stop(): void;
}

/** A signal that is given when one of others is, or by `stop`. */
export function stopWith(...signals: AbortSignal[]): Stopper {
  const own = new AbortController();
  const signal = AbortSignal.any([...signals, own.signal]);
  setMaxListeners(0, signal);
  return { signal, stop: () => own.abort() };
}

export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new Stopped();
}

/** Waits for what `act` comes to, until a time at most; what comes later is not heard. Throws States.Timeout. */
export function within(
  clock: Clock,
  { untilMs, signal }: { untilMs: number | undefined; signal: AbortSignal },
  act: () => Promise<unknown>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Stopped());
    const late = () => reject(new StateError("States.Timeout", ""));
    const cancel =
      untilMs === undefined
        ? () => undefined
        : clock.after(Math.max(0, untilMs - clock.now()), late);
    signal.addEventListener("abort", stop, { once: true });
    act()
      .then(resolve, reject)
      .finally(() => {
        cancel();
        signal.removeEventListener("abort", stop);
      });
  });
}

export function sleepUntil(clock: Clock, untilMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Stopped());
    if (untilMs <= clock.now()) return resolve();
    const stop = () => {
      cancel();
      reject(new Stopped());
    };
    const cancel = clock.after(untilMs - clock.now(), () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    signal.addEventListener("abort", stop, { once: true });
  });
}
