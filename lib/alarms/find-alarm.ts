import {
  type CompositeAlarm,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";

export interface FoundAlarm {
  metric?: MetricAlarm;
  composite?: CompositeAlarm;
}

/** The alarm of this name as CloudWatch has it now; neither when there is none. */
export async function findAlarm(connection: Connection, name: string): Promise<FoundAlarm> {
  const { MetricAlarms, CompositeAlarms } = await attempt(
    connection,
    `look at the alarm ${name}`,
    () =>
      clientsFor(connection).cloudwatch.send(
        new DescribeAlarmsCommand({
          AlarmNames: [name],
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        }),
      ),
  );
  const isNamed = ({ AlarmName }: { AlarmName?: string }) => AlarmName === name;
  return { metric: MetricAlarms?.find(isNamed), composite: CompositeAlarms?.find(isNamed) };
}

export function noSuchAlarm(name: string): ProblemError {
  return new ProblemError({
    kind: "not-found",
    title: "Nothing was changed",
    detail: `There is no alarm ${name} any more.`,
    action: "Look at the list of alarms again.",
  });
}

/** The tags of an alarm, to bring them back with it; none where they may not or cannot be read. */
export async function readTags(
  connection: Connection,
  arn: string | undefined,
): Promise<{ Key: string; Value: string }[]> {
  if (!arn) return [];
  try {
    const { Tags = [] } = await clientsFor(connection).cloudwatch.send(
      new ListTagsForResourceCommand({ ResourceARN: arn }),
    );
    return Tags.map(({ Key = "", Value = "" }) => ({ Key, Value }));
  } catch {
    return [];
  }
}
