import type { CreateScheduleCommandInput } from "@aws-sdk/client-scheduler";
import { keptCall } from "@/lib/aws/kept-commands";
import type { Schedule } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import { type ScheduleDraft, scheduleDrafts } from "@/lib/model/trigger-drafts/schedule-draft";
import type { Steps } from "./steps";
import type { TriggerTarget } from "./trigger-target";

/** Makes a schedule that calls the function by a role. Gives the trigger's key. */
export async function addSchedule(
  steps: Steps,
  target: TriggerTarget,
  draft: ScheduleDraft,
): Promise<string> {
  const { name, groupName } = draft;
  await steps.send({
    title: `Schedule ${name} created`,
    before: null,
    after: draft,
    call: keptCall("scheduler", "CreateSchedule", inputOf(target.calledArn, draft)),
    undo: keptCall("scheduler", "DeleteSchedule", { Name: name, GroupName: groupName }),
    // A role that was made a moment ago may not be known to Scheduler yet.
    mayPass: (error) => /must allow AWS EventBridge Scheduler to assume/i.test(String(error)),
  });
  return `schedule ${groupName} ${name}`;
}

/** Scheduler takes a schedule whole: what is left out goes back to its default. */
export async function changeSchedule(
  steps: Steps,
  target: TriggerTarget,
  schedule: Schedule,
  draft: ScheduleDraft,
): Promise<void> {
  if (draft.name !== schedule.name || draft.groupName !== schedule.groupName)
    refuse("name", "A schedule cannot be renamed or moved: add another one.");
  const before = scheduleDrafts.of(schedule);
  const isSwitched =
    JSON.stringify({ ...draft, enabled: before.enabled }) === JSON.stringify(before);
  await steps.send({
    title: isSwitched
      ? `Schedule ${draft.name} ${draft.enabled ? "enabled" : "disabled"}`
      : `Schedule ${draft.name} changed`,
    before,
    after: draft,
    call: keptCall("scheduler", "UpdateSchedule", inputOf(target.calledArn, draft)),
    undo: keptCall("scheduler", "UpdateSchedule", inputOf(target.calledArn, before)),
  });
}

export async function removeSchedule(
  steps: Steps,
  target: TriggerTarget,
  schedule: Schedule,
): Promise<void> {
  const before = scheduleDrafts.of(schedule);
  const { name, groupName } = schedule;
  await steps.send({
    title: `Schedule ${name} deleted`,
    before,
    after: null,
    call: keptCall("scheduler", "DeleteSchedule", { Name: name, GroupName: groupName }),
    undo: keptCall("scheduler", "CreateSchedule", inputOf(target.calledArn, before)),
  });
}

function inputOf(calledArn: string, draft: ScheduleDraft): CreateScheduleCommandInput {
  const { flexibleWindowMinutes, maximumRetryAttempts, maximumEventAgeSeconds } = draft;
  const hasPolicy = maximumRetryAttempts !== null || maximumEventAgeSeconds !== null;
  return {
    Name: draft.name,
    GroupName: draft.groupName,
    ScheduleExpression: draft.expression,
    ScheduleExpressionTimezone: draft.timeZone,
    StartDate: draft.startDate === "" ? undefined : new Date(draft.startDate),
    EndDate: draft.endDate === "" ? undefined : new Date(draft.endDate),
    FlexibleTimeWindow:
      flexibleWindowMinutes === null
        ? { Mode: "OFF" }
        : { Mode: "FLEXIBLE", MaximumWindowInMinutes: flexibleWindowMinutes },
    Description: draft.description || undefined,
    State: draft.enabled ? "ENABLED" : "DISABLED",
    ActionAfterCompletion: draft.deletesItself ? "DELETE" : "NONE",
    Target: {
      Arn: calledArn,
      RoleArn: draft.roleArn,
      Input: draft.input || undefined,
      ...(draft.deadLetterQueueArn && { DeadLetterConfig: { Arn: draft.deadLetterQueueArn } }),
      ...(hasPolicy && {
        RetryPolicy: {
          MaximumRetryAttempts: maximumRetryAttempts ?? 185,
          MaximumEventAgeInSeconds: maximumEventAgeSeconds ?? 86_400,
        },
      }),
    },
  };
}
