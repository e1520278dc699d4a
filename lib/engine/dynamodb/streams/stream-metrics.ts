import type { Clock } from "../../clock.ts";
import type { MetricSink } from "../../invocation/invocation-metrics.ts";
import type { Stream } from "./stream-store.ts";

/** Counts what is read of a table's stream. Source: "DynamoDB metrics and dimensions" in its Developer Guide. */
export function countReads(sink: MetricSink, clock: Clock) {
  return (stream: Stream, read: { records: number; bytes: number }): void => {
    const { region, tableName: TableName, label: StreamLabel } = stream;
    sink.recordAll({
      region,
      namespace: "AWS/DynamoDB",
      dimensions: { TableName, StreamLabel, Operation: "GetRecords" },
      timestampMs: clock.now(),
      values: [
        ["ReturnedRecordsCount", "Count", read.records],
        ["ReturnedBytes", "Bytes", read.bytes],
      ],
    });
  };
}
