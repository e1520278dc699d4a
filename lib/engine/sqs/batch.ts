import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { ServiceError } from "../http/service.ts";

/**
 * Checks what all batch operations share: 1 to 10 entries with distinct, well-formed ids. `operation` comes back in
 * the text for no entries, as aws-sdk-php 630 and moto 1799 quote it from AWS.
 */
export function checkBatch(
  operation: "ChangeMessageVisibilityBatch" | "DeleteMessageBatch" | "SendMessageBatch",
  entries: readonly { Id?: string | undefined }[] | undefined,
): void {
  if (!entries || entries.length === 0)
    throw new ServiceError(
      "EmptyBatchRequest",
      `There should be at least one ${operation}RequestEntry in the request.`,
    );
  if (entries.length > 10)
    throw new ServiceError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  const seen = new Set<string>();
  for (const { Id = "" } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id))
      throw new ServiceError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    if (seen.has(Id)) throw new ServiceError("BatchEntryIdsNotDistinct", `Id ${Id} repeated.`);
    seen.add(Id);
  }
}

/**
 * Does each entry on its own: one that is refused lands in Failed and stops no other. Errors that are not
 * AWS's own go on to the caller.
 */
export function eachEntry<Entry extends { Id?: string | undefined }, Result>(
  entries: readonly Entry[],
  act: (entry: Entry) => Result,
): { Successful: (Result & { Id: string })[]; Failed: BatchResultErrorEntry[] } {
  const Successful: (Result & { Id: string })[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    const Id = entry.Id ?? "";
    try {
      Successful.push({ ...act(entry), Id });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
