import { pageOf as page } from "../http/page-of.ts";
import { invalid } from "./errors.ts";

const largestPage = 100;

/** One page of a list that is ordered by `keyOf`, with the members of its request and answer. */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit: size = largestPage, NextToken: token }: { Limit?: number; NextToken?: string },
): { items: Item[]; NextToken?: string } {
  const invalidToken = () => invalid("The provided NextToken is not valid.");
  const { items: found, nextToken } = page(items, keyOf, { token, size, invalidToken });
  return { items: found, ...(nextToken !== undefined && { NextToken: nextToken }) };
}
