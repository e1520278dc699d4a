/**
 * One page of an ordered list. The token names the last item of the page before, so that a list that
 * changes in between neither repeats nor skips what stayed. Throws `invalidToken()` for a token of another list.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  {
    token,
    size,
    invalidToken,
  }: { token: string | undefined; size: number; invalidToken: () => Error },
): { items: Item[]; nextToken?: string } {
  let start = 0;
  if (token !== undefined) {
    const key = Buffer.from(token, "base64url").toString();
    start = items.findIndex((item) => keyOf(item) === key) + 1;
    if (start === 0) throw invalidToken();
  }
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  return last !== undefined && start + size < items.length
    ? { items: page, nextToken: Buffer.from(keyOf(last)).toString("base64url") }
    : { items: page };
}

/** The same for services whose requests and answers call it `Limit` and `NextToken`; 100 where they do not say. */
export const pageByLimit =
  (refuse: (message: string) => Error) =>
  <Item>(
    items: readonly Item[],
    keyOf: (item: Item) => string,
    { Limit: size = 100, NextToken: token }: { Limit?: number; NextToken?: string },
  ): { items: Item[]; NextToken?: string } => {
    const invalidToken = () => refuse("The provided NextToken is not valid.");
    const { items: found, nextToken } = pageOf(items, keyOf, { token, size, invalidToken });
    return { items: found, ...(nextToken !== undefined && { NextToken: nextToken }) };
  };
