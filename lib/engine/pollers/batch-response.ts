/**
 * Which messages of a batch failed, by what the function returned with ReportBatchItemFailures: a set of
 * message ids, or "all". Nothing, null, or no failures in the list means success; a response that is not
 * JSON, not an object, or names an item that is empty or not in the batch fails the whole batch.
 */
export function failedItems(
  payload: Uint8Array,
  batchIds: ReadonlySet<string>,
): ReadonlySet<string> | "all" {
  const text = Buffer.from(payload).toString("utf8").trim();
  if (text === "") return new Set();
  let response: unknown;
  try {
    response = JSON.parse(text);
  } catch {
    return "all";
  }
  if (response === null) return new Set();
  if (typeof response !== "object" || Array.isArray(response)) return "all";
  const items = (response as { batchItemFailures?: unknown }).batchItemFailures;
  if (items === undefined || items === null) return new Set();
  if (!Array.isArray(items)) return "all";
  const failed = new Set<string>();
  for (const item of items as unknown[]) {
    const id = (item as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== "string" || !batchIds.has(id)) return "all";
    failed.add(id);
  }
  return failed;
}
