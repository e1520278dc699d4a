import { randomUUID } from "node:crypto";
import type { BatchAttempt } from "./batch-invocation.ts";
import type { StreamedRecord, StreamSource } from "./stream-source.ts";

export type GivenUpBecause = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/** What an on-failure destination gets of a batch: where its records are and not, but in S3, what is in them. */
export function failureRecord(batch: {
  functionArn: string;
  streamArn: string;
  shardId: string;
  batchInfo: StreamSource["batchInfo"];
  condition: GivenUpBecause;
  records: readonly StreamedRecord[];
  attempts: number;
  /** Absent when the records were too old for any attempt. */
  last?: Pick<BatchAttempt, "requestId" | "functionError" | "executedVersion"> | undefined;
  nowMs: number;
}) {
  const { functionArn, streamArn, shardId, records, last, nowMs } = batch;
  const [first] = records;
  const newest = records.at(-1);
  const time = (ms: number) => new Date(ms).toISOString();
  return {
    requestContext: {
      requestId: last?.requestId ?? randomUUID(),
      functionArn,
      condition: batch.condition,
      approximateInvokeCount: batch.attempts,
    },
    ...(last && {
      responseContext: {
        statusCode: 200,
        executedVersion: last.executedVersion,
        functionError: last.functionError ?? null,
      },
    }),
    version: "1.0",
    timestamp: time(nowMs),
    [batch.batchInfo]: {
      shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: newest?.sequenceNumber,
      approximateArrivalOfFirstRecord: time(first?.createdMs ?? nowMs),
      approximateArrivalOfLastRecord: time(newest?.createdMs ?? nowMs),
      batchSize: records.length,
      streamArn,
    },
  };
}
