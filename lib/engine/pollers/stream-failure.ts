import type { SequencedRecord } from "../dynamodb/streams/stream-store.ts";

/** The last of the attempts that a batch had. */
export interface LastAttempt {
  requestId: string;
  functionError?: string | undefined;
  executedVersion: string;
  attempts: number;
}

/** What an on-failure destination gets of a batch of a DynamoDB stream: where its records are, not what is in them. */
export function failureRecord(batch: {
  functionArn: string;
  streamArn: string;
  shardId: string;
  records: readonly SequencedRecord[];
  last: LastAttempt;
  nowMs: number;
}): string {
  const { functionArn, streamArn, shardId, records, last, nowMs } = batch;
  const [first] = records;
  const newest = records.at(-1);
  const time = (ms: number) => new Date(ms).toISOString();
  return JSON.stringify({
    requestContext: {
      requestId: last.requestId,
      functionArn,
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: last.attempts,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: last.executedVersion,
      functionError: last.functionError ?? null,
    },
    version: "1.0",
    timestamp: time(nowMs),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.record.dynamodb.SequenceNumber,
      endSequenceNumber: newest?.record.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: time(first?.createdMs ?? nowMs),
      approximateArrivalOfLastRecord: time(newest?.createdMs ?? nowMs),
      batchSize: records.length,
      streamArn,
    },
  });
}
