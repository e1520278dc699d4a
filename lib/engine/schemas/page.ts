import { badRequest } from "./errors.ts";

const largestPage = 100;

/** One page of a list that is ordered by `keyOf`; the token names the last item of the page before. */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit: limit = largestPage, NextToken: token }: { Limit?: number; NextToken?: string },
): { items: Item[]; NextToken?: string } {
  let start = 0;
  if (token !== undefined) {
    const last = Buffer.from(token, "base64url").toString();
    start = items.findIndex((item) => keyOf(item) === last) + 1;
    if (start === 0) throw badRequest("The provided NextToken is not valid.");
  }
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  return last !== undefined && start + limit < items.length
    ? { items: page, NextToken: Buffer.from(keyOf(last)).toString("base64url") }
    : { items: page };
}
