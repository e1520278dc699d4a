import type { Clock } from "../clock.ts";

/** AWS: a function with 1,769 MB has the equivalent of one vCPU, with 10,240 MB of six. */
const memoryMbOfACore = 1769;
const mostCores = 6;

/** An invocation that is over by then is not even looked at; AWS has a burst of its own. */
const windowMs = 10;
const longestWindowMs = 50;

export function coresOf(memoryMb: number): number {
  return Math.min(mostCores, memoryMb / memoryMbOfACore);
}

/** What holds an environment's processes to their share. */
export interface Brake {
  /** CPU time they have used so far. */
  cpuMs(): number | undefined;
  /** 0: none may run. Undefined: as much as there is. */
  hold(cores: number | undefined): void;
  /** Whether a share is kept by itself once it was set; else only "none" and "all" are understood. */
  keeps: boolean;
}

/**
 * CPU in proportion to memory, for one invocation at a time; an init has all there is, as on AWS. Short
 * invocations cost nothing. In one that goes on, use is measured; where it is more than the share, the
 * processes are held back until they have paid for their start, and have their share from then on.
 */
export class CpuShare {
  /** What the processes had used when they were last looked at. */
  #knownMs: number | undefined;

  constructor(
    private readonly brake: Brake,
    private readonly cores: number,
    private readonly clock: Clock,
  ) {}

  /** Watches an invocation that begins now; the returned function says that it has ended. */
  watch(): () => void {
    const { brake, cores, clock } = this;
    let held = false;
    let cancel = clock.after(windowMs, () => {
      const before = brake.cpuMs();
      if (before === undefined) return;
      const known = this.#knownMs;
      this.#knownMs = before;
      if (known !== undefined && before - known <= windowMs * cores) {
        // Even with all since the last look it is within its share: it waits, for others or for a machine that is busy.
        cancel = clock.after(windowMs * 2, () => follow(before, windowMs * 2, windowMs * 2));
        return;
      }
      cancel = clock.after(windowMs, () => {
        const used = (brake.cpuMs() ?? before) - before;
        // The first window, which nobody measured, is taken to have been like the second.
        follow(before - used, windowMs * 2, windowMs);
      });
    });

    /** `sinceMs` is how long the processes have had their share by now, `baseMs` what they had used before. */
    const follow = (baseMs: number, sinceMs: number, stepMs: number): void => {
      const usedMs = (brake.cpuMs() ?? baseMs) - baseMs;
      const owedMs = usedMs / cores - sinceMs;
      if (owedMs >= 1) {
        held = true;
        // The kernel lets processes without any share not even die: those have half of it until they are quits.
        const pace = brake.keeps ? 0.5 : 0;
        const waitMs = owedMs / (1 - pace);
        brake.hold(cores * pace);
        cancel = clock.after(waitMs, () => {
          brake.hold(cores);
          follow(baseMs, sinceMs + waitMs, windowMs);
        });
        return;
      }
      // What was not used is not saved up.
      const [nextBaseMs, nextSinceMs] = owedMs < 0 ? [baseMs + usedMs, 0] : [baseMs, sinceMs];
      if (held && brake.keeps) return;
      cancel = clock.after(stepMs, () =>
        follow(nextBaseMs, nextSinceMs + stepMs, Math.min(longestWindowMs, stepMs * 2)),
      );
    };

    return () => {
      cancel();
      if (held) brake.hold(undefined);
    };
  }
}
