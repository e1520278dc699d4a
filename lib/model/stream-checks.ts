import { spanInWords } from "./format";
import type { Mapping } from "./trigger";
import { failedQueueName, look, passed, type TriggerCheck } from "./trigger-check";
import { triggerName } from "./trigger-words";

/** Retries that get over a passing fault, and end. */
const advisedRetries = 5;

/**
 * What becomes of a record that always fails. Source: "How Lambda processes records from stream and queue-based event
 * sources" in the AWS Lambda Developer Guide.
 */
export function streamChecks(mapping: Mapping): TriggerCheck[] {
  const { uuid, eventSourceArn, batchSize = 100, onFailureArn, reportsBatchItemFailures } = mapping;
  const { maximumRetryAttempts = -1, maximumRecordAgeSeconds = -1, bisectsBatchOnError } = mapping;
  const isEndless = maximumRetryAttempts === -1 && maximumRecordAgeSeconds === -1;
  return [
    isEndless
      ? look(
          "A batch that fails is tried again until its records expire, and blocks its shard all that time.",
          {
            label: `Give up after ${advisedRetries} retries`,
            change: "mapping",
            uuid,
            edit: { maximumRetryAttempts: advisedRetries },
            before: { maximumRetryAttempts },
          },
        )
      : passed(
          maximumRetryAttempts === -1
            ? `A batch is given up once its records are older than ${spanInWords(maximumRecordAgeSeconds)}`
            : `A batch is given up after ${maximumRetryAttempts} retries`,
        ),
    onFailureArn === undefined
      ? look(
          isEndless
            ? "There is no on-failure destination: records that expire while they fail are lost without a trace."
            : "There is no on-failure destination: the records of a batch that is given up are skipped without a trace.",
          uuid === ""
            ? undefined
            : {
                label: "Add a queue for them",
                change: "failure-queue",
                uuid,
                source: eventSourceArn,
                name: failedQueueName(triggerName(mapping)),
              },
        )
      : passed("What is given up is told to the on-failure destination"),
    ...(batchSize > 1 && !reportsBatchItemFailures
      ? [
          bisectsBatchOnError
            ? passed("A failing batch is split in two")
            : look(
                `One failing record makes the whole batch of up to ${batchSize} fail again and again: split batches on error, or return batchItemFailures.`,
                {
                  label: "Split on error",
                  change: "mapping",
                  uuid,
                  edit: { bisectsBatchOnError: true },
                  before: { bisectsBatchOnError: false },
                },
              ),
        ]
      : []),
  ];
}
