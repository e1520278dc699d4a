import type { CreateScheduleInput, Target, UpdateScheduleInput } from "@aws-sdk/client-scheduler";
import { refuseFields } from "../http/refuse-fields.ts";
import { isTimeZone } from "../schedule/zoned-time.ts";
import { readUniversal, templated } from "./deliver.ts";
import { invalid } from "./errors.ts";
import { defaultGroup, type Schedule } from "./schedule.ts";
import { isExpression, isOneTime } from "./timetable.ts";

type ScheduleInput = CreateScheduleInput | UpdateScheduleInput;

const earliestStartMs = 5 * 60_000;

const notImitated: Readonly<Record<string, string>> = {
  EcsParameters: "there are no containers.",
  SageMakerPipelineParameters: "there are no pipelines.",
};

/** What a request makes of a schedule, with AWS's defaults. Throws ValidationException in its words. */
export function readSettings(
  input: ScheduleInput,
  nowMs: number,
  hasOperation: (universal: { service: string; action: string }) => boolean,
): Omit<
  Schedule,
  "region" | "accountId" | "createdMs" | "modifiedMs" | "anchorMs" | "handledMs" | "clientToken"
> {
  refuseFields("ValidationException", input, { KmsKeyArn: "schedules are not encrypted." });
  const expression = input.ScheduleExpression ?? "";
  const timeZone = input.ScheduleExpressionTimezone ?? "UTC";
  if (!isExpression(expression)) throw invalid(`Invalid Schedule Expression ${expression}.`);
  if (!isTimeZone(timeZone)) throw invalid(`Invalid ScheduleExpressionTimezone ${timeZone}.`);
  const window = input.FlexibleTimeWindow ?? { Mode: "OFF" };
  if (window.Mode === "FLEXIBLE" && window.MaximumWindowInMinutes === undefined)
    throw invalid("MaximumWindowInMinutes must be specified when FlexibleTimeWindow is FLEXIBLE.");
  if (window.Mode === "OFF" && window.MaximumWindowInMinutes !== undefined)
    throw invalid("MaximumWindowInMinutes must not be specified when FlexibleTimeWindow is OFF.");
  const startMs = input.StartDate?.getTime();
  const endMs = input.EndDate?.getTime();
  if (!isOneTime({ expression })) {
    if (startMs !== undefined && startMs < nowMs - earliestStartMs)
      throw invalid("The StartDate you specify cannot be earlier than 5 minutes ago.");
    if (endMs !== undefined && endMs < nowMs)
      throw invalid("The EndDate you specify cannot be in the past.");
    if (startMs !== undefined && endMs !== undefined && endMs <= startMs)
      throw invalid("The EndDate you specify must be after the StartDate.");
  }
  return {
    groupName: input.GroupName ?? defaultGroup,
    name: input.Name ?? "",
    description: input.Description,
    expression,
    timeZone,
    startMs,
    endMs,
    state: input.State ?? "ENABLED",
    target: readTarget(input.Target as Target, hasOperation),
    window,
    afterCompletion: input.ActionAfterCompletion ?? "NONE",
  };
}

function readTarget(
  target: Target,
  hasOperation: (universal: { service: string; action: string }) => boolean,
): Target {
  const { Arn: arn = "", Input: input } = target;
  refuseFields("ValidationException", target, notImitated);
  const universal = readUniversal(arn);
  if (universal) {
    if (!hasOperation(universal))
      throw invalid(
        `The local engine has no ${universal.service}:${universal.action} for ${arn}, or schedules cannot call it.`,
      );
    if (input === undefined || !isJsonObject(input))
      throw invalid("The Input of a universal target must be the JSON input of its operation.");
  } else {
    if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn))
      throw invalid("Provided Arn is not in correct format.");
    const [, , service = ""] = arn.split(":");
    const check = templated[service];
    if (!check)
      throw invalid(
        `The local engine brings schedules to ${Object.keys(templated).join(", ")} and to aws-sdk targets, not to ${arn}.`,
      );
    const problem = check(target);
    if (problem !== undefined) throw invalid(problem);
    if (service === "lambda" && input !== undefined && !isJson(input))
      throw invalid(
        `Invalid RequestJson provided. Reason The Input of a function must be JSON: ${input}`,
      );
  }
  return {
    ...target,
    RetryPolicy: {
      MaximumEventAgeInSeconds: 86_400,
      MaximumRetryAttempts: 185,
      ...target.RetryPolicy,
    },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isJsonObject = (text: string): boolean => isJson(text) && text.trim().startsWith("{");
