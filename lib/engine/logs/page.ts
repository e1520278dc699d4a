import { pageOf as page } from "../http/page-of.ts";
import { ServiceError } from "../http/service.ts";

/** One page of an ordered list, as CloudWatch Logs gives it. */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  token: string | undefined,
  size: number,
): { items: Item[]; nextToken?: string } {
  return page(items, keyOf, { token, size, invalidToken });
}

export function invalidToken(): ServiceError {
  return new ServiceError("InvalidParameterException", "The specified nextToken is invalid.", 400);
}
