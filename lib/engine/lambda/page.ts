export interface Page<Item> {
  items: Item[];
  nextMarker?: string;
}

/**
 * One page of an ordered list. A marker names the last item of the page before, so that a list that
 * changes in between neither repeats nor skips what stayed.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  marker: string | undefined,
  size: number,
): Page<Item> {
  const last = marker && Buffer.from(marker, "base64url").toString();
  const found = last ? items.findIndex((item) => keyOf(item) > last) : 0;
  const start = found < 0 ? items.length : found;
  const page = items.slice(start, start + size);
  const end = page.at(-1);
  return {
    items: page,
    ...(end !== undefined &&
      start + size < items.length && { nextMarker: Buffer.from(keyOf(end)).toString("base64url") }),
  };
}
