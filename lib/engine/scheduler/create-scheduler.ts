import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import type { EngineDatabase } from "../store/database.ts";
import type { Targets } from "../targets.ts";
import { findService } from "./call-operation.ts";
import { deliver } from "./deliver.ts";
import { ScheduleRunner } from "./schedule-runner.ts";
import { ScheduleStore } from "./schedule-store.ts";
import { createSchedulerService } from "./service.ts";

/** EventBridge Scheduler with its store and its clock, beside all that its schedules can reach. */
export function createScheduler(options: {
  database: EngineDatabase;
  clock: Clock;
  random: () => number;
  accountId: string;
  targets: Targets;
  /** All services: a universal target names an operation of one of them. */
  services: () => readonly Service[];
  endpoint: () => string;
  metrics: MetricSink;
  warn: (message: string) => void;
}) {
  const { database, clock, accountId, services } = options;
  const store = new ScheduleStore(database, clock, accountId);
  const hasOperation = (universal: { service: string; action: string }) =>
    findService(services(), universal) !== undefined;
  return {
    service: createSchedulerService({ store, clock, hasOperation }),
    runner: new ScheduleRunner({
      ...options,
      store,
      deliver: (delivery) => deliver(options, delivery),
    }),
  };
}
