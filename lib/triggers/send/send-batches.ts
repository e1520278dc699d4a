import type { SentResult } from "@/lib/model/sent-events";

/** What one call to a service did. */
export interface BatchResult {
  ids: string[];
  failed: string[];
}

const shownIds = 20;

/** Sends in batches, a few at a time, and sums up what became of them. */
export async function sendBatches<Entry>(
  entries: readonly Entry[],
  size: number,
  send: (batch: readonly Entry[], first: number) => Promise<BatchResult>,
): Promise<SentResult> {
  const ids: string[] = [];
  const failed: string[] = [];
  for (let at = 0; at < entries.length; at += size) {
    const done = await send(entries.slice(at, at + size), at);
    ids.push(...done.ids);
    failed.push(...done.failed);
  }
  return {
    sent: entries.length - failed.length,
    ids: ids.slice(0, shownIds),
    failed: failed[0] === undefined ? null : { count: failed.length, reason: failed[0] },
  };
}
