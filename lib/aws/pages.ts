/** A page of a list, and the token that asks for the next one. */
export interface Page<Item> {
  items: readonly Item[] | undefined;
  next: string | undefined;
}

/** An AWS account with 100,000 functions has this many pages of them. */
const mostPages = 2_000;
/** AWS may send a few empty pages before one with something in it. */
const mostEmptyPages = 20;

/**
 * The items of a paged list, page by page. AWS ends a list by giving no token; other implementations may
 * give the same one again or go on for ever. There the list ends too, and `onEndless` is told that it may
 * lack something.
 */
export async function* pagesOf<Item>(
  ask: (token: string | undefined) => Promise<Page<Item>>,
  onEndless: () => void = () => {},
): AsyncGenerator<readonly Item[]> {
  const seen = new Set<string>();
  let token: string | undefined;
  let emptyPages = 0;
  for (let page = 0; page < mostPages; page += 1) {
    const { items, next } = await ask(token);
    if (items && items.length > 0) yield items;
    emptyPages = items && items.length > 0 ? 0 : emptyPages + 1;
    if (!next) return;
    if (seen.has(next) || emptyPages >= mostEmptyPages) break;
    seen.add(next);
    token = next;
  }
  onEndless();
}

/** All items of a paged list at once. */
export async function allOf<Item>(
  ask: (token: string | undefined) => Promise<Page<Item>>,
  onEndless?: () => void,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const items of pagesOf(ask, onEndless)) for (const item of items) all.push(item);
  return all;
}
