import { DescribeAlarmHistoryCommand } from "@aws-sdk/client-cloudwatch";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { AlarmEvent } from "@/lib/model/alarm";
import type { Connection } from "@/lib/model/connection";
import { isoTime } from "@/lib/model/iso-time";

/** CloudWatch keeps the history of 30 days. */
const mostEvents = 100;

/** What happened to an alarm, the newest first. */
export async function readAlarmHistory(
  connection: Connection,
  name: string,
): Promise<{ events: AlarmEvent[] }> {
  const { AlarmHistoryItems = [] } = await attempt(
    connection,
    `read the history of the alarm ${name}`,
    () =>
      clientsFor(connection).cloudwatch.send(
        new DescribeAlarmHistoryCommand({
          AlarmName: name,
          AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
          MaxRecords: mostEvents,
          ScanBy: "TimestampDescending",
        }),
      ),
  );
  const events = AlarmHistoryItems.map(({ Timestamp, HistoryItemType, HistorySummary }) => ({
    time: isoTime(Timestamp) ?? "",
    kind: HistoryItemType ?? "",
    summary: HistorySummary ?? "",
  }));
  // Not every endpoint keeps to the order.
  return { events: events.sort((a, b) => b.time.localeCompare(a.time)) };
}
