import type { Clock } from "../clock.ts";
import type { MetricStore } from "../cloudwatch/metric-store.ts";
import { allowsService, readStatements } from "../iam/allows-service.ts";
import type { FunctionStore } from "../lambda/function-store.ts";
import { policyStatements } from "../lambda/policy-statements.ts";
import type { LogStore } from "../logs/log-store.ts";
import type { QueueStore } from "../sqs/queue-store.ts";
import type { EngineDatabase } from "../store/database.ts";
import { type DeliveryDeps, EventDelivery } from "./event-delivery.ts";
import { EventStore } from "./event-store.ts";
import { ScheduleClock } from "./schedule/schedule-clock.ts";
import { createEventsService } from "./service.ts";

/** EventBridge with its store and its schedules, beside all that its rules can reach. */
export function createEvents(options: {
  database: EngineDatabase;
  clock: Clock;
  accountId: string;
  functions: Pick<FunctionStore, "get">;
  queues: Pick<QueueStore, "byArn" | "send">;
  logs: Pick<LogStore, "put">;
  metrics: Pick<MetricStore, "record">;
  enqueue: DeliveryDeps["invokeFunction"];
  warn: DeliveryDeps["warn"];
}) {
  const { database, clock, accountId, functions, queues, logs, metrics, enqueue, warn } = options;
  const store = new EventStore(database, clock, accountId);
  const delivery = new EventDelivery({
    store,
    clock,
    invokeFunction: enqueue,
    sendMessage: (arn, message) => queues.send(arn, message),
    mayCall(targetArn, sourceArn) {
      const isQueue = targetArn.split(":")[2] === "sqs";
      const queue = isQueue ? queues.byArn(targetArn) : undefined;
      const statements = isQueue
        ? queue && readStatements(queue.attributes.Policy)
        : policyStatements(functions, targetArn);
      // That it is not there is said by the call itself.
      if (!statements) return true;
      const action = isQueue ? "sqs:SendMessage" : "lambda:InvokeFunction";
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
  };
}
