import { csvDelimiters, type ItemReader, type MapState } from "../language/definition.ts";
import type { Scope } from "../language/scope.ts";
import { StateError } from "../language/state-error.ts";
import { callStorage, storageParameters } from "./call-storage.ts";
import { parseCsv } from "./parse-csv.ts";
import type { Run } from "./run.ts";
import { figureOf, type Item, itemsOf } from "./state-values.ts";

/** The items of a distributed Map: those of its ItemReader, else as an inline one's. */
export async function readItems(
  run: Run,
  name: string,
  state: MapState,
  scope: Scope,
): Promise<Item[]> {
  const { ItemReader: reader } = state;
  if (!reader) return itemsOf(state, name, scope);
  const parameters = storageParameters(state, "ItemReader", scope);
  const config = { QueryLanguage: state.QueryLanguage, ...reader.ReaderConfig };
  const most = figureOf(config, "MaxItems", scope, "ItemReader/ReaderConfig/") || Infinity;
  try {
    const items = reader.Resource.endsWith(":listObjectsV2")
      ? await listObjects(run, parameters, most)
      : itemsIn(await getObject(run, parameters), reader);
    return items.slice(0, most);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    throw new StateError("States.ItemReaderFailed", error.cause);
  }
}

async function getObject(run: Run, parameters: unknown): Promise<string> {
  const { Body: body } = await callStorage(run, "getObject", parameters);
  return typeof body === "string" ? body : "";
}

const itemOf = (value: unknown): Item => ({ input: value, told: { Value: value } });

async function listObjects(run: Run, parameters: object, most: number): Promise<Item[]> {
  const items: Item[] = [];
  let token: unknown;
  do {
    const page = await callStorage(run, "listObjectsV2", {
      ...parameters,
      ...(token !== undefined && { ContinuationToken: token }),
    });
    const found = (page.Contents ?? []) as Record<string, unknown>[];
    for (const { ETag: Etag, Key, LastModified: time, Size, StorageClass } of found) {
      const LastModified = Math.floor(Date.parse(String(time)) / 1000);
      items.push(itemOf({ Etag, Key, LastModified, Size, StorageClass }));
    }
    token = page.NextContinuationToken;
  } while (token !== undefined && items.length < most);
  return items;
}

function itemsIn(text: string, { ReaderConfig: config = {} }: ItemReader): Item[] {
  switch (config.InputType) {
    case "CSV": {
      const rows = parseCsv(text, csvDelimiters[config.CSVDelimiter ?? "COMMA"]);
      const headers = config.CSVHeaderLocation === "GIVEN" ? config.CSVHeaders : rows.shift();
      return rows.map((row) =>
        itemOf(Object.fromEntries((headers ?? []).map((header, at) => [header, row[at] ?? ""]))),
      );
    }
    case "JSONL":
      return text
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => itemOf(parse(line)));
    default: {
      const value = parse(text);
      if (Array.isArray(value)) return value.map(itemOf);
      if (typeof value !== "object" || value === null)
        throw new StateError("States.ItemReaderFailed", "The object has no JSON array or object");
      return Object.entries(value).map(([Key, Value]: [string, unknown]) => ({
        input: { Key, Value },
        told: { Key, Value },
      }));
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StateError("States.ItemReaderFailed", "The object is not valid JSON");
  }
}
