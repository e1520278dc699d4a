import { badRequest } from "../apigatewayv2/errors.ts";
import { pageOf } from "../http/page-of.ts";

/** One page of a list, as REST APIs' operations ask for it. */
export function pageOfItems<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { limit = 25, position }: { limit?: number | undefined; position?: string | undefined },
): { items: Item[]; position?: string } {
  const page = pageOf(items, keyOf, {
    token: position,
    size: Math.min(Math.max(limit, 1), 500),
    invalidToken: () => badRequest("Invalid position parameter specified"),
  });
  return {
    items: page.items,
    ...(page.nextToken !== undefined && { position: page.nextToken }),
  };
}
