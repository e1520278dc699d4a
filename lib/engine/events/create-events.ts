import type { Clock } from "../clock.ts";
import type { MetricStore } from "../cloudwatch/metric-store.ts";
import { allowsService, readStatements } from "../iam/allows-service.ts";
import type { FunctionStore } from "../lambda/function-store.ts";
import { policyStatements } from "../lambda/policy-statements.ts";
import type { LogStore } from "../logs/log-store.ts";
import type { EngineDatabase } from "../store/database.ts";
import type { BusEntry, Targets } from "../targets.ts";
import { busNameOf } from "./event-bus.ts";
import { type DeliveryDeps, EventDelivery } from "./event-delivery.ts";
import { EventStore } from "./event-store.ts";
import { newEvent } from "./put-events.ts";
import { ScheduleClock } from "./schedule/schedule-clock.ts";
import { createEventsService } from "./service.ts";

/** EventBridge with its store and its schedules, beside all that its rules can reach. */
export function createEvents(options: {
  database: EngineDatabase;
  clock: Clock;
  accountId: string;
  functions: Pick<FunctionStore, "get">;
  targets: Targets;
  logs: Pick<LogStore, "put">;
  metrics: Pick<MetricStore, "record">;
  warn: DeliveryDeps["warn"];
}) {
  const { database, clock, accountId, functions, targets, logs, metrics, warn } = options;
  const store = new EventStore(database, clock, accountId);
  const actions: Readonly<Record<string, string>> = {
    sqs: "sqs:SendMessage",
    sns: "sns:Publish",
    lambda: "lambda:InvokeFunction",
  };
  const delivery = new EventDelivery({
    store,
    clock,
    targets,
    mayCall(targetArn, sourceArn) {
      const [, , service = ""] = targetArn.split(":");
      const policy = service === "lambda" ? undefined : targets.policyOf(targetArn);
      const statements =
        service === "lambda"
          ? policyStatements(functions, targetArn)
          : policy !== undefined && readStatements(policy);
      // That it is not there is said by the call itself.
      if (!statements) return true;
      const action = actions[service] ?? "";
      const call = { service: "events.amazonaws.com", action, sourceArn, sourceAccount: accountId };
      return allowsService(statements, call);
    },
    writeLog: (region, group, stream, message) =>
      logs.put(region, group, stream, [{ timestampMs: clock.now(), message }]),
    count: (region, name, dimensions) =>
      metrics.record({
        region,
        namespace: "AWS/Events",
        name,
        dimensions,
        unit: "Count",
        timestampMs: clock.now(),
        value: 1,
      }),
    warn,
  });
  return {
    service: createEventsService({ store, delivery, clock }),
    schedules: new ScheduleClock(store, clock, (rule, event) => delivery.carryOut(rule, event)),
    hasBus: (arn: string) => store.findBus(arn.split(":")[3] ?? "", busNameOf(arn)) !== undefined,
    /** Puts an event of another service on a bus. Throws where there is no such bus. */
    putEvent(arn: string, entry: BusEntry): void {
      const [, , , region = ""] = arn.split(":");
      const bus = store.bus(region, busNameOf(arn));
      delivery.put(bus, newEvent({ region, accountId }, clock.now(), entry));
    },
  };
}
