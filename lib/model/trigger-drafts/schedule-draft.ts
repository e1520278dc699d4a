import type { Schedule } from "../push-triggers";
import { scheduleProblem } from "../schedule-expression";
import {
  deadLetterProblem,
  type DeliveryRetries,
  type DraftKind,
  type DraftTarget,
  isWhole,
  jsonProblem,
  onlyProblems,
  retriesOf,
  retryLines,
  retryProblems,
} from "./draft-kind";

export interface ScheduleDraft extends DraftTarget, DeliveryRetries {
  kind: "schedule";
  name: string;
  groupName: string;
  expression: string;
  timeZone: string;
  /** ISO; empty: from now on. */
  startDate: string;
  /** ISO; empty: without end. */
  endDate: string;
  /** null: at the time itself. */
  flexibleWindowMinutes: number | null;
  description: string;
  /** JSON; empty: Scheduler's own event. */
  input: string;
  /** By which it calls. */
  roleArn: string;
  deadLetterQueueArn: string;
  enabled: boolean;
  deletesItself: boolean;
}

/** Source: CreateSchedule. */
export const scheduleDrafts: DraftKind<ScheduleDraft, Schedule> = {
  of: (schedule) => ({
    kind: "schedule",
    name: schedule.name,
    groupName: schedule.groupName,
    expression: schedule.expression,
    timeZone: schedule.timeZone ?? "UTC",
    startDate: schedule.startDate ?? "",
    endDate: schedule.endDate ?? "",
    flexibleWindowMinutes: schedule.flexibleWindowMinutes ?? null,
    description: schedule.description ?? "",
    input: schedule.input ?? "",
    roleArn: schedule.roleArn ?? "",
    deadLetterQueueArn: schedule.deadLetterQueueArn ?? "",
    ...retriesOf(schedule),
    enabled: schedule.state !== "DISABLED",
    deletesItself: schedule.afterCompletion === "DELETE",
    qualifier: schedule.qualifier,
  }),
  problems: (draft) => {
    const window = draft.flexibleWindowMinutes;
    return onlyProblems({
      name:
        !/^[\w.-]{1,64}$/.test(draft.name) &&
        "A schedule's name has 1 to 64 letters, digits, dots, dashes or underscores.",
      groupName:
        !/^[\w.-]{1,64}$/.test(draft.groupName) &&
        "A group's name has 1 to 64 letters, digits, dots, dashes or underscores.",
      expression: scheduleProblem({
        expression: draft.expression,
        timeZone: draft.timeZone,
        of: "schedule",
      }),
      startDate: momentProblem(draft.startDate),
      endDate:
        momentProblem(draft.endDate) ||
        (draft.startDate !== "" &&
          draft.endDate !== "" &&
          Date.parse(draft.endDate) <= Date.parse(draft.startDate) &&
          "The end is not after the start."),
      flexibleWindowMinutes:
        window !== null &&
        !isWhole(window, 1, 1_440) &&
        "A window must be a whole number from 1 to 1,440 minutes.",
      description: draft.description.length > 512 && "A description has at most 512 characters.",
      input: jsonProblem(draft.input),
      roleArn:
        !/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(draft.roleArn) &&
        "A schedule calls by a role: choose one, or write its ARN.",
      deadLetterQueueArn: deadLetterProblem(draft.deadLetterQueueArn),
      ...retryProblems(draft),
    });
  },
  lines: (draft) => [
    { label: "Schedule", value: `${draft.groupName}/${draft.name}` },
    { label: "Calls", value: draft.qualifier ?? "$LATEST" },
    { label: "When", value: `${draft.expression}, ${draft.timeZone}` },
    { label: "From", value: draft.startDate || "now on" },
    { label: "Until", value: draft.endDate || "no end" },
    {
      label: "Window",
      value:
        draft.flexibleWindowMinutes === null
          ? "at the time itself"
          : `within ${draft.flexibleWindowMinutes} min`,
    },
    { label: "Enabled", value: draft.enabled ? "on" : "off" },
    { label: "When it is over", value: draft.deletesItself ? "it is deleted" : "it stays" },
    { label: "Description", value: draft.description || "none" },
    { label: "Input", value: draft.input || "Scheduler's own event" },
    { label: "Role", value: draft.roleArn },
    { label: "What cannot be delivered", value: draft.deadLetterQueueArn || "is dropped" },
    ...retryLines(draft),
  ],
};

function momentProblem(text: string): string | false {
  return text !== "" && Number.isNaN(Date.parse(text)) && "Write a time as 2027-01-31T12:00:00Z.";
}
