import type { Clock } from "../clock.ts";
import type { EventSourceMapping } from "../lambda/event-source-mapping.ts";

/** How a mapping's places grow. */
interface Growth {
  starting: number;
  highest: number;
  /** Places more in a second. */
  perSecond: number;
}

/**
 * A mapping's own 1,250 and up to 300 more a minute while there is a backlog (AWS Lambda developer guide, "Scaling
 * behavior of SQS event source mappings").
 */
const byItself: Growth = { starting: 5, highest: 1250, perSecond: 5 };
/** A provisioned poller has ten calls at work at once; all together grow by up to 1,000 calls a minute. */
const callsOfPoller = 10;
const provisionedPerSecond = 1000 / 60;
const stepMs = 1000;

/** The growth that a mapping's settings allow. */
export function growthOf({
  maximumConcurrency,
  provisionedPollers,
}: Pick<EventSourceMapping, "maximumConcurrency" | "provisionedPollers">): Growth {
  if (provisionedPollers)
    return {
      starting: provisionedPollers.minimum * callsOfPoller,
      highest: provisionedPollers.maximum * callsOfPoller,
      perSecond: provisionedPerSecond,
    };
  const highest = maximumConcurrency ?? byItself.highest;
  return { ...byItself, highest, starting: Math.min(byItself.starting, highest) };
}

/**
 * How many batches of one mapping may be at work at once. Starts low, grows every second while messages wait for a
 * place and calls succeed, is halved by a failed batch, and starts over when quiet.
 */
export class PollerConcurrency {
  private allowed: number;
  private failing = false;
  private stopTimer: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly growth: Growth,
    /** Called when there may be a new place. */
    private readonly onRoom: () => void,
  ) {
    this.allowed = growth.starting;
  }

  get limit(): number {
    return Math.floor(this.allowed);
  }

  /** Messages may be waiting and every place is taken: grow while this lasts. */
  saturated(): void {
    const { highest, perSecond } = this.growth;
    if (this.stopTimer || this.allowed >= highest) return;
    this.stopTimer = this.clock.after(stepMs, () => {
      this.stopTimer = undefined;
      if (!this.failing) this.allowed = Math.min(highest, this.allowed + perSecond);
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
    this.allowed = this.growth.starting;
    this.close();
  }

  close(): void {
    this.stopTimer?.();
    this.stopTimer = undefined;
  }
}
