import type {
  ListTagsOfResourceInput,
  ListTagsOfResourceOutput,
  Tag,
  TagResourceInput,
  UntagResourceInput,
} from "@aws-sdk/client-dynamodb";
import { type CallContext, ServiceError } from "../http/service.ts";
import type { DynamoDbDeps } from "./dynamodb-deps.ts";
import { invalid, invalidParameters } from "./errors.ts";
import type { Table } from "./table.ts";

const mostTags = 50;

/** Tags by key. Throws ValidationException. */
export function checkTags(tags: readonly Tag[]): Record<string, string> {
  const byKey = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  const keys = tags.map(({ Key = "" }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(`Duplicate tag key: ${twice}`);
  if (keys.length > mostTags) throw invalid(`Too many tags: a table has at most ${mostTags}`);
  if (keys.some((key) => key.startsWith("aws:")))
    throw invalidParameters("Tag keys starting with 'aws:' are reserved for system use");
  return byKey;
}

/** Puts tags on a table. */
export function tagResource(
  deps: DynamoDbDeps,
  input: TagResourceInput,
  context: CallContext,
): object {
  const table = find(deps, input.ResourceArn, context);
  const merged = { ...table.tags, ...checkTags(input.Tags ?? []) };
  checkTags(Object.entries(merged).map(([Key, Value]) => ({ Key, Value })));
  deps.tables.put({ ...table, tags: merged });
  return {};
}

export function untagResource(
  deps: DynamoDbDeps,
  input: UntagResourceInput,
  context: CallContext,
): object {
  const table = find(deps, input.ResourceArn, context);
  const gone = new Set(input.TagKeys);
  const kept = Object.entries(table.tags).filter(([key]) => !gone.has(key));
  deps.tables.put({ ...table, tags: Object.fromEntries(kept) });
  return {};
}

/** Ten tags a page. */
export function listTagsOfResource(
  deps: DynamoDbDeps,
  input: ListTagsOfResourceInput,
  context: CallContext,
): ListTagsOfResourceOutput {
  const { tags } = find(deps, input.ResourceArn, context);
  const all = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const start = Number(input.NextToken ?? 0);
  if (!Number.isInteger(start)) throw invalid("Invalid NextToken");
  return {
    Tags: all.slice(start, start + 10),
    ...(all.length > start + 10 && { NextToken: String(start + 10) }),
  };
}

function find({ tables }: DynamoDbDeps, arn: string | undefined, { region }: CallContext): Table {
  const name = /^arn:aws:dynamodb:([a-z0-9-]+):\d{12}:table\/([^/]+)$/.exec(arn ?? "");
  if (!name) throw invalid(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  const table = tables.get(region, name[2] ?? "");
  if (!table)
    throw new ServiceError(
      "ResourceNotFoundException",
      `Requested resource not found: ResourcArn: ${arn} not found`,
      400,
    );
  return table;
}
