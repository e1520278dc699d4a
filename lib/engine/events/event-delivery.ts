import { randomUUID } from "node:crypto";
import type { Target } from "@aws-sdk/client-eventbridge";
import type { Clock } from "../clock.ts";
import { compilePattern, type EventPattern } from "../event-pattern/compile-pattern.ts";
import type { Targets } from "../targets.ts";
import { busNameOf, type EventBus, type EventRule, ruleArn } from "./event-bus.ts";
import { readPath, valueAt } from "./event-path.ts";
import type { EventStore } from "./event-store.ts";
import type { BusEvent } from "./put-events.ts";
import { inputFor } from "./target-input.ts";

export interface DeliveryDeps {
  store: EventStore;
  clock: Clock;
  targets: Pick<
    Targets,
    "invokeFunction" | "sendMessage" | "publish" | "putRecord" | "startExecution"
  >;
  /** Whether the policy of a function, queue or topic lets EventBridge call it for a rule. */
  mayCall: (targetArn: string, ruleArn: string) => boolean;
  writeLog: (region: string, logGroup: string, logStream: string, message: string) => void;
  count: (region: string, metric: string, dimensions: Record<string, string>) => void;
  warn: (message: string) => void;
}

/** The target is there, but its policy does not let the rule call it. */
class NotAllowedError extends Error {}

/** So often may an event go from bus to bus, until it must be going in circles. */
const mostHops = 10;

/** Matches events with the rules of their bus and brings them to the targets, before PutEvents answers. */
export class EventDelivery {
  /** By rule; a rule that was put anew is another object. */
  readonly #patterns = new WeakMap<EventRule, EventPattern>();

  constructor(private readonly deps: DeliveryDeps) {}

  /** Brings an event to every target of every enabled rule that it matches. */
  put(bus: EventBus, event: BusEvent, traceHeader?: string, hops = 0): void {
    for (const rule of this.deps.store.rules(bus))
      if (rule.state !== "DISABLED" && this.#matches(rule, event)) {
        this.#count(rule, "MatchedEvents");
        this.carryOut(rule, event, traceHeader, hops);
      }
  }

  /** Brings an event to every target of a rule that matched or is due. */
  carryOut(rule: EventRule, event: BusEvent, traceHeader?: string, hops = 0): void {
    if (rule.targets.length > 0) this.#count(rule, "TriggeredRules");
    for (const target of rule.targets) {
      const input = inputFor(target, event, {
        arn: ruleArn(rule),
        name: rule.name,
        nowMs: this.deps.clock.now(),
      });
      this.#count(rule, "Invocations");
      try {
        this.#bring(rule, target, input, { event, traceHeader, hops });
      } catch (error) {
        this.#failed(rule, target, input, error);
      }
    }
  }

  #matches(rule: EventRule, event: BusEvent): boolean {
    if (rule.eventPattern === undefined) return false;
    let pattern = this.#patterns.get(rule);
    if (!pattern) this.#patterns.set(rule, (pattern = compilePattern(rule.eventPattern)));
    return pattern.matches(event);
  }

  #bring(
    rule: EventRule,
    target: Target,
    input: string,
    {
      event,
      traceHeader,
      hops,
    }: { event: BusEvent; traceHeader: string | undefined; hops: number },
  ): void {
    const { Arn: arn = "" } = target;
    const [, , service, region = "", , ...rest] = arn.split(":");
    switch (service) {
      case "lambda":
        JSON.parse(input);
        this.#checkPermission(rule, arn);
        return this.deps.targets.invokeFunction({
          region,
          functionName: arn,
          payload: Buffer.from(input),
          requestId: randomUUID(),
          traceHeader,
        });
      case "sqs":
        this.#checkPermission(rule, arn);
        return this.deps.targets.sendMessage(arn, {
          body: input,
          messageGroupId: target.SqsParameters?.MessageGroupId,
          ...(traceHeader !== undefined && { attributes: { AWSTraceHeader: traceHeader } }),
        });
      case "sns":
        this.#checkPermission(rule, arn);
        return this.deps.targets.publish(arn, { message: input });
      case "states":
        return this.deps.targets.startExecution(arn, input);
      case "kinesis": {
        const path = target.KinesisParameters?.PartitionKeyPath;
        const found = path === undefined ? event.id : valueAt(event, readPath(path) ?? []);
        const partitionKey = typeof found === "string" ? found : JSON.stringify(found ?? event.id);
        return this.deps.targets.putRecord(arn, { data: input, partitionKey });
      }
      case "events": {
        const bus = this.deps.store.bus(region, busNameOf(arn));
        if (hops >= mostHops) throw new Error(`the event went from bus to bus ${hops} times`);
        return this.put(bus, event, traceHeader, hops + 1);
      }
      case "logs": {
        const group = rest
          .join(":")
          .replace(/^log-group:/, "")
          .replace(/:\*$/, "");
        return this.deps.writeLog(region, group, randomUUID(), input);
      }
      default:
        throw new Error(`the local engine does not bring events to ${arn} (rule ${rule.name})`);
    }
  }

  #checkPermission(rule: EventRule, targetArn: string): void {
    if (!this.deps.mayCall(targetArn, ruleArn(rule)))
      throw new NotAllowedError(
        `the policy of the target does not let events.amazonaws.com call it for ${ruleArn(rule)}`,
      );
  }

  /** What could not be brought goes to the target's dead-letter queue, as AWS's does that it cannot retry. */
  #failed(rule: EventRule, target: Target, input: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#count(rule, "FailedInvocations");
    const queueArn = target.DeadLetterConfig?.Arn;
    const told = `An event of rule ${rule.name} could not be brought to ${target.Arn}: ${reason}`;
    if (queueArn === undefined) return this.deps.warn(told);
    const text = (value: string) => ({ DataType: "String", StringValue: value });
    try {
      this.deps.targets.sendMessage(queueArn, {
        body: input,
        messageAttributes: {
          RULE_ARN: text(ruleArn(rule)),
          TARGET_ARN: text(target.Arn ?? ""),
          ERROR_CODE: text(error instanceof NotAllowedError ? "NO_PERMISSIONS" : "NO_RESOURCE"),
          ERROR_MESSAGE: text(reason),
          RETRY_ATTEMPTS: text("0"),
        },
      });
      this.#count(rule, "InvocationsSentToDlq");
    } catch (failure) {
      this.#count(rule, "InvocationsFailedToBeSentToDlq");
      this.deps.warn(`${told}; nor to its dead-letter queue: ${String(failure)}`);
    }
  }

  /** AWS counts each for the rule alone and for the rule with its bus. */
  #count({ region, busName, name }: EventRule, metric: string): void {
    this.deps.count(region, metric, { RuleName: name });
    this.deps.count(region, metric, { EventBusName: busName, RuleName: name });
  }
}
