import type { Clock } from "../clock.ts";
import type { MetricSink } from "../invocation/invocation-metrics.ts";
import type { FunctionStore } from "../lambda/function-store.ts";
import { policyStatements } from "../lambda/policy-statements.ts";
import type { EngineDatabase } from "../store/database.ts";
import type { Targets, TopicMessage } from "../targets.ts";
import { noTopic } from "./errors.ts";
import { FanOut } from "./fan-out.ts";
import { Publisher } from "./publisher.ts";
import { createSnsService } from "./service.ts";
import { TopicStore } from "./topic-store.ts";

/** SNS with its stores, beside the functions and queues that its topics reach. */
export function createSns(options: {
  database: EngineDatabase;
  clock: Clock;
  functions: Pick<FunctionStore, "get">;
  targets: Targets;
  metrics: MetricSink;
  endpoint: () => string;
  warn: (message: string) => void;
}) {
  const { database, clock, functions, targets, metrics, endpoint, warn } = options;
  const topics = new TopicStore(database);
  const fanOut = new FanOut({
    database,
    clock,
    topics,
    targets,
    functionStatements: (functionArn) => policyStatements(functions, functionArn),
    metrics,
    endpoint,
    warn,
  });
  const publisher = new Publisher(database, { clock, fanOut, metrics });
  return {
    service: createSnsService({ store: topics, publisher, fanOut }),
    topics,
    start: () => fanOut.start(),
    close: () => fanOut.close(),
    /** Publishes what another service says. Throws where there is no such topic. */
    publish(arn: string, given: TopicMessage): void {
      const topic = topics.byArn(arn);
      if (!topic) throw noTopic();
      const { message, subject, messageAttributes: attributes = {} } = given;
      const told = {
        message,
        ...(subject !== undefined && { subject }),
        attributes: { ...attributes },
        ...(given.messageGroupId !== undefined && { groupId: given.messageGroupId }),
        ...(given.messageDeduplicationId !== undefined && {
          deduplicationId: given.messageDeduplicationId,
        }),
        bytes: Buffer.byteLength(message),
      };
      publisher.publish(topic, told, given.traceHeader);
    },
  };
}
