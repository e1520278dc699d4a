import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import { schedulerConstraints } from "./constraints.ts";
import { groupOperations } from "./operations/groups.ts";
import { scheduleOperations } from "./operations/schedules.ts";
import type { ScheduleStore } from "./schedule-store.ts";

/** EventBridge Scheduler: all twelve operations. */
export function createSchedulerService(deps: {
  store: ScheduleStore;
  clock: Clock;
  hasOperation: (universal: { service: string; action: string }) => boolean;
}): Service {
  return {
    id: "scheduler",
    signingName: "scheduler",
    schemas: () => import("@aws-sdk/client-scheduler"),
    protocols: ["restJson1"],
    constraints: schedulerConstraints,
    differences: [
      "Schedules run to the second, on the engine's clock. Times of recurring schedules that passed while the engine did not run are left out; a one-time schedule then runs at the next start.",
      "Templated targets are functions, queues, topics, streams, buses and state machines. Universal targets reach the operations of the services that the engine has.",
      "The execution role is kept and not asked for anything.",
    ],
    operations: { ...scheduleOperations(deps), ...groupOperations(deps.store, deps.clock) },
  };
}
