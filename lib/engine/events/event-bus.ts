import type { Target } from "@aws-sdk/client-eventbridge";

export const defaultBus = "default";

export type Tags = Readonly<Record<string, string>>;

export interface BusStatement {
  Sid: string;
  Effect: string;
  Principal: unknown;
  Action: unknown;
  Resource: unknown;
  Condition?: unknown;
}

export interface EventBus {
  region: string;
  accountId: string;
  name: string;
  description?: string;
  /** Where events go that no target could take. */
  deadLetterArn?: string;
  /** Statements of its policy; AWS keeps the document as it was given. */
  statements: readonly BusStatement[];
  tags: Tags;
  createdMs: number;
  modifiedMs: number;
}

type RuleState = "ENABLED" | "DISABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

export interface EventRule {
  region: string;
  accountId: string;
  busName: string;
  name: string;
  description?: string;
  eventPattern?: string;
  scheduleExpression?: string;
  state: RuleState;
  roleArn?: string;
  /** As they were put; checked then. */
  targets: readonly Target[];
  tags: Tags;
  createdMs: number;
  /** Since when its schedule counts: it was made, changed or enabled then. */
  scheduledMs: number;
}

export function busArn({
  region,
  accountId,
  name,
}: Pick<EventBus, "region" | "accountId" | "name">): string {
  return `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
}

/** The default bus is not named in the ARNs of its rules. */
export function ruleArn({ region, accountId, busName, name }: EventRule): string {
  const path = busName === defaultBus ? name : `${busName}/${name}`;
  return `arn:aws:events:${region}:${accountId}:rule/${path}`;
}

/** The name of a bus that a request gives by name or ARN; the default one when it gives none. */
export function busNameOf(nameOrArn: string | undefined): string {
  return nameOrArn?.replace(/^arn:[^/]*:event-bus\//, "") ?? defaultBus;
}
