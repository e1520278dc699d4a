import type { Clock } from "../../clock.ts";
import type { MetricStore } from "../metric-store.ts";
import type { AlarmStore } from "./alarm-store.ts";
import type { AlarmWatch } from "./alarm-watch.ts";

/** What the operations on alarms work with. */
export interface AlarmDeps {
  alarms: AlarmStore;
  watch: AlarmWatch;
  metrics: MetricStore;
  clock: Clock;
}
