import {
  GetScheduleCommand,
  type GetScheduleOutput,
  ListSchedulesCommand,
  type ScheduleSummary,
  type Target,
} from "@aws-sdk/client-scheduler";
import { clientsFor } from "@/lib/aws/clients";
import { pagesOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import { isoTime } from "@/lib/model/iso-time";
import type { Called } from "@/lib/model/permission";
import type { Schedule } from "@/lib/model/push-triggers";
import { calledFunction } from "./called-function";
import { eachOf, shared, type SourceReading, Troubles } from "./source-reading";

/** An account may have a million schedules; so many are looked through, 100 a call. */
const mostSchedules = 5_000;
/** Schedules of functions whose settings are read, one call each. */
const mostRead = 500;

/**
 * All schedules of the account that call functions, also by the universal target for `lambda:invoke`. A schedule calls
 * by its role, so no policy names it: they are all listed.
 */
export function readSchedules(connection: Connection): Promise<SourceReading> {
  return shared(connection, "schedules", async () => {
    const { scheduler } = clientsFor(connection);
    const troubles = new Troubles(connection);
    const calling: ScheduleSummary[] = [];
    let seen = 0;
    const pages = pagesOf(async (NextToken) => {
      const page = await scheduler.send(new ListSchedulesCommand({ NextToken, MaxResults: 100 }));
      return { items: page.Schedules, next: page.NextToken };
    });
    for await (const page of pages) {
      seen += page.length;
      calling.push(...page.filter(({ Target }) => mayCallFunction(Target?.Arn)));
      if (seen >= mostSchedules) break;
    }
    const triggers = await eachOf(calling.slice(0, mostRead), async (summary) => {
      const { Name, GroupName } = summary;
      const schedule = await troubles.ifThere(
        scheduler.send(new GetScheduleCommand({ Name, GroupName })),
        summary,
        "read the schedules",
      );
      return scheduleOf(schedule);
    });
    return {
      triggers: triggers.filter((schedule) => schedule !== undefined),
      complete: seen < mostSchedules && calling.length <= mostRead,
      problems: troubles.problems,
    };
  });
}

type Settings = Partial<Omit<GetScheduleOutput, "Target">> & { Target?: Partial<Target> };

const universalInvoke = /^arn:aws[a-z-]*:scheduler:::aws-sdk:lambda:invoke$/i;

function mayCallFunction(arn: string | undefined): boolean {
  return calledFunction(arn) !== undefined || universalInvoke.test(arn ?? "");
}

/** A schedule whose settings could not be read has those of its listing. */
function scheduleOf(aws: Settings): Schedule | undefined {
  const { Target: target, FlexibleTimeWindow: flexible } = aws;
  const called = calledFunction(target?.Arn) ?? universallyCalled(target?.Input, aws.Arn);
  if (!called || !aws.Name) return undefined;
  return {
    kind: "schedule",
    ...called,
    scheduleArn: aws.Arn ?? "",
    name: aws.Name,
    groupName: aws.GroupName ?? "default",
    state: aws.State ?? "",
    expression: aws.ScheduleExpression ?? "",
    timeZone: aws.ScheduleExpressionTimezone,
    startDate: isoTime(aws.StartDate),
    endDate: isoTime(aws.EndDate),
    flexibleWindowMinutes:
      flexible?.Mode === "FLEXIBLE" ? flexible.MaximumWindowInMinutes : undefined,
    description: aws.Description || undefined,
    input: target?.Input,
    roleArn: target?.RoleArn,
    deadLetterQueueArn: target?.DeadLetterConfig?.Arn,
    maximumRetryAttempts: target?.RetryPolicy?.MaximumRetryAttempts,
    maximumEventAgeSeconds: target?.RetryPolicy?.MaximumEventAgeInSeconds,
    afterCompletion: aws.ActionAfterCompletion,
  };
}

/** Of a universal target the input names the function, by its name or ARN. */
function universallyCalled(
  input: string | undefined,
  scheduleArn: string | undefined,
): Called | undefined {
  let request: { FunctionName?: unknown; Qualifier?: unknown };
  try {
    request = JSON.parse(input ?? "") as typeof request;
  } catch {
    return undefined;
  }
  if (typeof request.FunctionName !== "string") return undefined;
  const qualifier = typeof request.Qualifier === "string" ? request.Qualifier : undefined;
  const byArn = calledFunction(request.FunctionName);
  if (byArn) return { ...byArn, ...(qualifier && { qualifier }) };
  const [functionName = "", alias] = request.FunctionName.split(":");
  const [, partition, , region, accountId] = scheduleArn?.split(":") ?? [];
  return {
    functionArn: `arn:${partition}:lambda:${region}:${accountId}:function:${functionName}`,
    functionName,
    ...((qualifier ?? alias) && { qualifier: qualifier ?? alias }),
  };
}
