import type {
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
} from "@aws-sdk/client-cloudwatch";
import type { CallContext } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";
import { invalidNextToken } from "../errors.ts";

const largestPage = 100;

/** What happened to alarms in the last 30 days, newest first unless ScanBy says otherwise. */
export const describeAlarmHistory =
  ({ alarms }: AlarmDeps) =>
  (input: DescribeAlarmHistoryInput, { region }: CallContext): DescribeAlarmHistoryOutput => {
    const { MaxRecords: size = largestPage, NextToken: token } = input;
    const afterId =
      token === undefined ? undefined : Number(Buffer.from(token, "base64url").toString());
    if (afterId !== undefined && !Number.isInteger(afterId)) throw invalidNextToken();
    const found = alarms.history({
      region,
      alarmName: input.AlarmName,
      alarmTypes: input.AlarmTypes?.length ? input.AlarmTypes : ["MetricAlarm"],
      itemType: input.HistoryItemType,
      fromMs: input.StartDate?.getTime() ?? 0,
      toMs: input.EndDate?.getTime() ?? Number.MAX_SAFE_INTEGER,
      ascending: input.ScanBy === "TimestampAscending",
      afterId,
      limit: size + 1,
    });
    const page = found.slice(0, size);
    const last = page.at(-1);
    return {
      AlarmHistoryItems: page.map((item) => ({
        AlarmName: item.alarmName,
        AlarmType: item.alarmType,
        Timestamp: new Date(item.timeMs),
        HistoryItemType: item.itemType,
        HistorySummary: item.summary,
        HistoryData: item.data,
      })),
      ...(last &&
        found.length > size && { NextToken: Buffer.from(String(last.id)).toString("base64url") }),
    };
  };
