import type { Dot } from "@/components/ui/badge";
import { formatAge, formatFullCount } from "@/lib/model/format";
import { type Destination, sourceKind, sourceName, type Trigger } from "@/lib/model/trigger";
import { triggerKey, triggerState } from "@/lib/model/trigger-identity";
import { rateInWords, type Traffic } from "@/lib/model/trigger-traffic";
import {
  triggerKindName,
  triggerName,
  triggerSettings,
  triggerStateWord,
} from "@/lib/model/trigger-words";

/** A source or a destination as the map draws it, with its line. */
export interface MapNode {
  key: string;
  trigger?: Trigger;
  destinationArn?: string;
  name: string;
  detail: string;
  dot: Dot;
  /** In words what the dot says. */
  state: string;
  /** On its line. */
  label: string;
  /** Under the label, when something waits. */
  backlog?: string;
  perSecond?: number;
  line: "solid" | "dashed" | "failure";
}

/** A trigger with what is known of it. */
export interface SeenTrigger {
  trigger: Trigger;
  traffic: Traffic | undefined;
  /** How many checks did not pass; undefined: not known yet. */
  warnings: number | undefined;
}

export function sourceNode(
  { trigger, traffic, warnings = 0 }: SeenTrigger,
  spanSeconds: number,
): MapNode {
  const state = triggerState(trigger);
  const isIdle = state === "off" || state === "unproven";
  const isRefused = state === "on" && trigger.permission === "missing";
  return {
    key: triggerKey(trigger),
    trigger,
    name: triggerName(trigger),
    detail: [triggerKindName(trigger), trigger.qualifier, triggerSettings(trigger)]
      .filter(Boolean)
      .join(" \u00b7 "),
    dot: dotOf(trigger, warnings),
    state:
      warnings > 0 ? `${triggerStateWord(trigger)}, needs attention` : triggerStateWord(trigger),
    label: labelOf(trigger, traffic, spanSeconds),
    backlog: isIdle ? undefined : backlogOf(trigger, traffic),
    perSecond: isIdle ? undefined : traffic?.perSecond,
    line: isRefused ? "failure" : isIdle ? "dashed" : "solid",
  };
}

/** The shape beside a trigger's name: it is on, off, being changed, or something needs attention. */
export function dotOf(trigger: Trigger, warnings: number): Dot {
  if (warnings > 0 && triggerState(trigger) !== "off") return "warn";
  switch (triggerState(trigger)) {
    case "on":
      return "ok";
    case "changing":
      return "pend";
    case "off":
    case "unproven":
      return "off";
  }
}

function labelOf(trigger: Trigger, traffic: Traffic | undefined, spanSeconds: number): string {
  switch (triggerState(trigger)) {
    case "off":
      return "off";
    case "changing":
      return triggerStateWord(trigger).toLowerCase();
    case "unproven":
      return "may call";
    case "on":
      if (trigger.permission === "missing") return "refused";
      if (trigger.kind === "schedule") return "on time";
      return rateInWords(traffic?.total, spanSeconds) ?? "on";
  }
}

/** `1,912 waiting · 21 s old`. What the queue itself says is newer than what CloudWatch has. */
export function backlogOf(trigger: Trigger, traffic: Traffic | undefined): string | undefined {
  const queued = trigger.kind === "mapping" ? trigger.queue?.visible : undefined;
  const waiting = queued ?? traffic?.waiting;
  const oldestMs = traffic?.oldestMs;
  const parts = [
    waiting ? `${formatFullCount(waiting)} waiting` : undefined,
    oldestMs && oldestMs >= 1_000 && waiting !== 0 ? `${formatAge(oldestMs)} behind` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(" \u00b7 ") : undefined;
}

export function destinationNode(destination: Destination): MapNode {
  const { on, arn, qualifier, visible } = destination;
  const waits = on !== "success" && visible !== undefined && visible > 0;
  return {
    key: `${on} ${qualifier ?? ""} ${arn}`,
    destinationArn: arn,
    name: sourceName(arn),
    detail: [
      sourceKind(arn),
      qualifier,
      waits ? `${formatFullCount(visible)} waiting` : destinationWords[on],
    ]
      .filter(Boolean)
      .join(" \u00b7 "),
    dot: waits ? "warn" : "ok",
    state: waits ? "needs attention" : "set",
    label: destinationLabels[on],
    line: on === "success" ? "solid" : "failure",
  };
}

const destinationLabels: Record<Destination["on"], string> = {
  success: "on success",
  failure: "on failure",
  "dead-letter": "dead letters",
  "batch-failure": "given up",
  redrive: "dead letters",
  "delivery-failure": "not delivered",
};

const destinationWords: Record<Destination["on"], string> = {
  success: "results of asynchronous calls",
  failure: "events that failed to the end",
  "dead-letter": "the function's dead letters",
  "batch-failure": "batches that were given up",
  redrive: "messages received too often",
  "delivery-failure": "events that did not arrive",
};
