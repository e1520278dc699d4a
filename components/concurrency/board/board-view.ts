import type { TrafficWindow } from "@/lib/model/traffic";
import type { Spike } from "@/lib/simulator/prediction";

export const boardTabs = ["lanes", "table", "timeline"] as const;
export const boardSorts = ["reserved", "name", "throttles", "peak", "cost"] as const;
export const boardScales = ["lane", "common"] as const;

type BoardTab = (typeof boardTabs)[number];
export type BoardSort = (typeof boardSorts)[number];
export type BoardScale = (typeof boardScales)[number];

/** What of the board is looked at, and the traffic it is held against. */
export interface BoardView {
  tab: BoardTab;
  sort: BoardSort;
  scale: BoardScale;
  window: TrafficWindow;
  /** The traffic is this many times as much: 1 to 10. */
  factor: number;
  spike: Spike;
  /** The lane the keyboard is on. */
  functionName: string | undefined;
}

export const leastFactor = 0.1;
export const mostFactor = 10;

export const sortLabels: Record<BoardSort, string> = {
  reserved: "reserved, largest",
  name: "name",
  throttles: "throttles, most",
  peak: "peak, highest",
  cost: "cost, highest",
};

export const spikeLabels: Record<Spike, string> = {
  none: "None",
  burst: "Burst 60 s",
  "flash-sale": "Flash sale",
  "retry-storm": "Retry storm",
  "cold-region": "Cold region",
};

export const windowLabels: Record<TrafficWindow, string> = {
  "3h": "3 h",
  "24h": "24 h",
  "7d": "7 d",
  "14d": "14 d",
};
