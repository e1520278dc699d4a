import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DisableRuleRequest,
  EnableRuleRequest,
  ListRuleNamesByTargetRequest,
  ListRulesRequest,
  PutRuleRequest,
  TestEventPatternRequest,
} from "@aws-sdk/client-eventbridge";
import type { Clock } from "../clock.ts";
import { compilePattern, type EventPattern } from "../event-pattern/compile-pattern.ts";
import { PatternError } from "../event-pattern/pattern-reader.ts";
import { type CallContext, ServiceError } from "../http/service.ts";
import { invalid, limitExceeded } from "./errors.ts";
import { busNameOf, defaultBus, type EventRule, ruleArn } from "./event-bus.ts";
import type { EventStore } from "./event-store.ts";
import { pageOf } from "./page.ts";
import { readSchedule } from "../schedule/read-schedule.ts";
import { toTags } from "./tags.ts";

const mostRules = 300;

/** Rules: what they match or when they are due, and whether they are on. */
export function ruleOperations(store: EventStore, clock: Clock) {
  const turn = (state: EventRule["state"], input: EnableRuleRequest, { region }: CallContext) => {
    const rule = store.rule(region, busNameOf(input.EventBusName), input.Name ?? "");
    store.putRule({ ...rule, state, scheduledMs: clock.now() });
  };
  return {
    PutRule(input: PutRuleRequest, { region, accountId }: CallContext) {
      const { Name: name = "", EventPattern: pattern, ScheduleExpression: schedule } = input;
      const busName = busNameOf(input.EventBusName);
      if (!pattern && !schedule)
        throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
      const bus = store.bus(region, busName);
      if (schedule && busName !== defaultBus)
        throw invalid("ScheduleExpression is supported only on the default event bus.");
      const nowMs = clock.now();
      if (pattern) checkPattern(pattern);
      if (schedule && !readSchedule(schedule, nowMs))
        throw invalid("Parameter ScheduleExpression is not valid.");
      const before = store.findRule(region, busName, name);
      if (!before && store.rules(bus).length >= mostRules) throw limitExceeded();
      const rule: EventRule = {
        region,
        accountId,
        busName,
        name,
        ...(input.Description !== undefined && { description: input.Description }),
        ...(pattern && { eventPattern: pattern }),
        ...(schedule && { scheduleExpression: schedule }),
        ...(input.RoleArn !== undefined && { roleArn: input.RoleArn }),
        state: (input.State ?? "ENABLED") as EventRule["state"],
        targets: before?.targets ?? [],
        tags: before?.tags ?? toTags(input.Tags),
        createdMs: before?.createdMs ?? nowMs,
        scheduledMs: nowMs,
      };
      store.putRule(rule);
      return { RuleArn: ruleArn(rule) };
    },

    /** A rule that is not there is no error; its bus has to be. */
    DeleteRule(input: DeleteRuleRequest, { region }: CallContext) {
      const bus = store.bus(region, busNameOf(input.EventBusName));
      const rule = store.findRule(region, bus.name, input.Name ?? "");
      if (!rule) return;
      if (rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
      store.deleteRule(rule);
    },

    DescribeRule(input: DescribeRuleRequest, { region }: CallContext) {
      const rule = store.rule(region, busNameOf(input.EventBusName), input.Name ?? "");
      return { ...listed(rule), CreatedBy: rule.accountId };
    },

    DisableRule: (input: DisableRuleRequest, context: CallContext) =>
      turn("DISABLED", input, context),
    EnableRule: (input: EnableRuleRequest, context: CallContext) => turn("ENABLED", input, context),

    ListRules(input: ListRulesRequest, { region }: CallContext) {
      const all = store
        .rules(store.bus(region, busNameOf(input.EventBusName)))
        .filter(({ name }) => name.startsWith(input.NamePrefix ?? ""));
      const { items, ...token } = pageOf(all, ({ name }) => name, input);
      return { Rules: items.map(listed), ...token };
    },

    ListRuleNamesByTarget(input: ListRuleNamesByTargetRequest, { region }: CallContext) {
      const names = store
        .rules(store.bus(region, busNameOf(input.EventBusName)))
        .filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn))
        .map(({ name }) => name);
      const { items, ...token } = pageOf(names, (name) => name, input);
      return { RuleNames: items, ...token };
    },

    TestEventPattern({ EventPattern: pattern = "", Event: text = "" }: TestEventPatternRequest) {
      const compiled = checkPattern(pattern);
      return { Result: compiled.matches(readEvent(text)) };
    },
  };
}

/** Throws InvalidEventPatternException with AWS's reason. */
function checkPattern(pattern: string): EventPattern {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new ServiceError(
      "InvalidEventPatternException",
      `Event pattern is not valid. Reason: ${error.message}`,
      400,
    );
  }
}

const wantedMembers = ["id", "account", "source", "time", "region", "detail-type"];

/** An event to test a pattern with: AWS wants the members that every event has. */
function readEvent(text: string): unknown {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw invalid("Parameter Event is not valid.");
  }
  if (typeof event !== "object" || event === null || Array.isArray(event))
    throw invalid("Parameter Event is not valid.");
  const missing = wantedMembers.find((member) => !(member in event));
  if (missing !== undefined)
    throw invalid(`Parameter Event is not valid. Reason: the member "${missing}" is missing.`);
  return event;
}

function listed(rule: EventRule) {
  return {
    Name: rule.name,
    Arn: ruleArn(rule),
    EventBusName: rule.busName,
    State: rule.state,
    ...(rule.eventPattern !== undefined && { EventPattern: rule.eventPattern }),
    ...(rule.scheduleExpression !== undefined && { ScheduleExpression: rule.scheduleExpression }),
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
  };
}
