import type { StreamedRecord, StreamSource } from "./stream-source.ts";

/** The last of the attempts that a batch had. */
export interface LastAttempt {
  requestId: string;
  functionError?: string | undefined;
  executedVersion: string;
  attempts: number;
}

export type GivenUpBecause = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/** What an on-failure destination gets of a batch: where its records are and not, but in S3, what is in them. */
export function failureRecord(batch: {
  functionArn: string;
  streamArn: string;
  shardId: string;
  batchInfo: StreamSource["batchInfo"];
  condition: GivenUpBecause;
  records: readonly StreamedRecord[];
  last: LastAttempt;
  nowMs: number;
}) {
  const { functionArn, streamArn, shardId, records, last, nowMs } = batch;
  const [first] = records;
  const newest = records.at(-1);
  const time = (ms: number) => new Date(ms).toISOString();
  return {
    requestContext: {
      requestId: last.requestId,
      functionArn,
      condition: batch.condition,
      approximateInvokeCount: last.attempts,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: last.executedVersion,
      functionError: last.functionError ?? null,
    },
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
