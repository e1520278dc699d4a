import type { Clock } from "../clock.ts";

const startingConcurrency = 5;
/** Per event source mapping (AWS Lambda quotas). */
const highestConcurrency = 1250;
/** AWS adds up to 300 concurrent batches a minute while there is a backlog: 5 a second. */
const stepMs = 1000;
const stepSize = 5;

/**
 * How many batches of one mapping may be at work at once. Starts at 5, grows by 5 a second while
 * messages wait for a place and calls succeed, is halved by a failed batch, and starts over when quiet.
 */
export class PollerConcurrency {
  private allowed: number;
  private readonly highest: number;
  private failing = false;
  private stopTimer: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    maximumConcurrency: number | undefined,
    /** Called when there may be a new place. */
    private readonly onRoom: () => void,
  ) {
    this.highest = maximumConcurrency ?? highestConcurrency;
    this.allowed = Math.min(startingConcurrency, this.highest);
  }

  get limit(): number {
    return this.allowed;
  }

  /** Messages may be waiting and every place is taken: grow while this lasts. */
  saturated(): void {
    if (this.stopTimer || this.allowed >= this.highest) return;
    this.stopTimer = this.clock.after(stepMs, () => {
      this.stopTimer = undefined;
      if (!this.failing) this.allowed = Math.min(this.highest, this.allowed + stepSize);
      this.onRoom();
    });
  }

  succeeded(): void {
    this.failing = false;
  }

  failed(): void {
    this.failing = true;
    this.allowed = Math.max(1, Math.floor(this.allowed / 2));
  }

  /** Nothing is left to do. */
  quiet(): void {
    this.failing = false;
    this.allowed = Math.min(startingConcurrency, this.highest);
    this.close();
  }

  close(): void {
    this.stopTimer?.();
    this.stopTimer = undefined;
  }
}
