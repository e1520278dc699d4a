import type { ObjectStore } from "./object-store.ts";
import { behind, commonPrefix, isBefore } from "./page.ts";
import type { StoredObject } from "./stored-object.ts";

export interface ObjectPage {
  objects: StoredObject[];
  commonPrefixes: string[];
  truncated: boolean;
  /** The last key or common prefix of the page. */
  last: string;
}

/**
 * Current objects of a bucket after `after`, in the order of their keys; keys with `delimiter` behind `prefix` are
 * folded into common prefixes. A folded stretch is jumped over, however many keys it has.
 */
export function listObjects(
  store: ObjectStore,
  bucket: string,
  query: { prefix: string; delimiter: string; after: string; limit: number },
): ObjectPage {
  const { prefix, delimiter, after, limit } = query;
  const page: ObjectPage = { objects: [], commonPrefixes: [], truncated: false, last: "" };
  if (limit === 0) return page;
  let from = isBefore(prefix, after) ? after : prefix;
  for (;;) {
    const batch = store.current(bucket, from, limit + 2);
    let jump: string | undefined;
    for (const object of batch) {
      const { key } = object;
      if (key === after || (jump !== undefined && key.startsWith(jump))) continue;
      if (!key.startsWith(prefix)) return page;
      const folded = commonPrefix(key, prefix, delimiter);
      // The page before may have ended with this prefix or within it.
      if (folded !== undefined && !isBefore(after, folded)) {
        jump = folded;
        continue;
      }
      if (page.objects.length + page.commonPrefixes.length >= limit) {
        page.truncated = true;
        return page;
      }
      page.last = folded ?? key;
      if (folded === undefined) page.objects.push(object);
      else page.commonPrefixes.push((jump = folded));
    }
    const end = batch.at(-1)?.key;
    if (end === undefined || batch.length < limit + 2) return page;
    from = jump !== undefined && end.startsWith(jump) ? behind(jump) : `${end}\0`;
  }
}
