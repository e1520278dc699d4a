import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import { busOperations } from "./bus-operations.ts";
import { eventsConstraints } from "./constraints.ts";
import type { EventDelivery } from "./event-delivery.ts";
import type { EventStore } from "./event-store.ts";
import { putEvents } from "./put-events.ts";
import { ruleOperations } from "./rule-operations.ts";
import { tagOperations } from "./tags.ts";
import { targetOperations } from "./target-operations.ts";

/** EventBridge: buses, rules with patterns and schedules, and their targets. */
export function createEventsService(deps: {
  store: EventStore;
  delivery: EventDelivery;
  clock: Clock;
}): Service {
  const { store, delivery, clock } = deps;
  return {
    id: "eventbridge",
    signingName: "events",
    schemas: () => import("@aws-sdk/client-eventbridge"),
    protocols: ["awsJson1.1"],
    targetPrefix: "AWSEvents",
    constraints: eventsConstraints,
    differences: [
      "Rules reach functions, queues, topics, streams, state machines, log groups and buses; PutTargets tells of any other target as failed.",
      "An event that a target cannot take goes to its dead-letter queue at once: nothing is tried again.",
      "Times of a schedule that passed while the engine did not run are left out.",
    ],
    operations: {
      ...busOperations(store, clock),
      ...ruleOperations(store, clock),
      ...targetOperations(store),
      ...tagOperations(store),
      PutEvents: putEvents(store, delivery, clock),
    },
    others:
      "there are no archives, connections, API destinations, global endpoints or partners' event sources",
  };
}
