import { pageOf } from "../http/page-of.ts";
import { ownValue } from "../own-value.ts";
import { badRequest, notFound } from "./errors.ts";

/** Throws NotFoundException when the API has no such part. */
export function part<Part>(
  parts: Readonly<Record<string, Part>> | undefined,
  id: string | undefined,
  kind: string,
): Part {
  const found = ownValue(parts, id ?? "");
  if (!found) throw notFound(`Invalid ${kind} identifier specified ${id}`);
  return found;
}

/** One page of a list; AWS takes the size as text. */
export function pageOfParts<Part>(
  parts: readonly Part[],
  keyOf: (part: Part) => string,
  { MaxResults, NextToken }: { MaxResults?: string | undefined; NextToken?: string | undefined },
): { items: Part[]; NextToken?: string } {
  const size = MaxResults === undefined ? 100 : Number(MaxResults);
  if (!Number.isInteger(size) || size < 1) throw badRequest("Invalid value for maxResults");
  const { items, nextToken } = pageOf(parts, keyOf, {
    token: NextToken,
    size: Math.min(size, 1000),
    invalidToken: () => badRequest("Invalid nextToken"),
  });
  return { items, ...(nextToken !== undefined && { NextToken: nextToken }) };
}
