import type { Change } from "@/lib/model/change";
import { readChanges } from "@/lib/store/journal";
import { maskSecrets } from "@/lib/store/mask-secrets";

export interface ChangePage {
  /** Newest first, secrets masked. */
  changes: Change[];
  /** Give it as `beforeId` for the next page; absent on the last one. */
  nextBeforeId?: number;
}

export function listChanges(filter: {
  connectionId?: string;
  functionName?: string;
  beforeId?: number;
  /** 1 to 200. */
  limit?: number;
}): ChangePage {
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 200);
  // One more than asked for tells whether there is another page.
  const found = readChanges({ ...filter, limit: limit + 1 });
  const changes = found.slice(0, limit).map(maskSecrets);
  return found.length > limit ? { changes, nextBeforeId: changes.at(-1)!.id } : { changes };
}
