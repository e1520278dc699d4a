import type { ActionAfterCompletion, FlexibleTimeWindow, Target } from "@aws-sdk/client-scheduler";

export const defaultGroup = "default";

export interface ScheduleGroup {
  region: string;
  accountId: string;
  name: string;
  tags: Readonly<Record<string, string>>;
  createdMs: number;
  clientToken?: string | undefined;
}

export interface Schedule {
  region: string;
  accountId: string;
  groupName: string;
  name: string;
  description?: string | undefined;
  expression: string;
  timeZone: string;
  startMs?: number | undefined;
  endMs?: number | undefined;
  state: "ENABLED" | "DISABLED";
  /** As it was put; checked then. */
  target: Target;
  window: FlexibleTimeWindow;
  afterCompletion: ActionAfterCompletion;
  createdMs: number;
  modifiedMs: number;
  /** What a rate counts from where there is no start. */
  anchorMs: number;
  /** Every time up to here has been seen to. */
  handledMs: number;
  clientToken?: string | undefined;
}

export const groupArn = ({
  region,
  accountId,
  name,
}: Pick<ScheduleGroup, "region" | "accountId" | "name">): string =>
  `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`;

export const scheduleArn = ({
  region,
  accountId,
  groupName,
  name,
}: Pick<Schedule, "region" | "accountId" | "groupName" | "name">): string =>
  `arn:aws:scheduler:${region}:${accountId}:schedule/${groupName}/${name}`;
