import { writePointer } from "../event-pointer.ts";
import { lambdaFieldNames, type LambdaFields, lambdaFields } from "./lambda-fields.ts";
import { fromJson, type Structure, Timestamp, type Value } from "./value.ts";

/** An event as a query meets it. */
export interface QueriedEvent {
  message: string;
  timestampMs: number;
  ingestionMs: number;
  logStream: string;
  /** `ACCOUNT:GROUP`. */
  log: string;
  groupId: number;
  sequence: number;
}

const discoveredAtMost = 200;

/** The fields of one event: the five of every event, those of Lambda's lines, and those of its JSON. */
export class EventFields {
  readonly event: QueriedEvent;
  #lambda: LambdaFields | undefined;
  #json: Structure | undefined | null = null;

  constructor(event: QueriedEvent) {
    this.event = event;
  }

  field(name: string): Value {
    if (name.startsWith("@")) {
      const value = this.#system(name);
      if (value !== undefined) return value;
      if (lambdaFieldNames.has(name))
        return (this.#lambda ??= lambdaFields(this.event.message))[name];
    }
    return this.#json === undefined ? undefined : valueAt(this.#structure(), name);
  }

  /** The names of all fields, as GetLogGroupFields and GetLogRecord list them. */
  names(): string[] {
    const found = ["@ingestionTime", "@log", "@logStream", "@message", "@timestamp"];
    found.push(...Object.keys((this.#lambda ??= lambdaFields(this.event.message))));
    const structure = this.#structure();
    if (structure) addLeaves(structure, "", found);
    return found.slice(0, discoveredAtMost);
  }

  #system(name: string): Value {
    switch (name) {
      case "@message":
        return this.event.message;
      case "@timestamp":
        return new Timestamp(this.event.timestampMs);
      case "@ingestionTime":
        return new Timestamp(this.event.ingestionMs);
      case "@logStream":
        return this.event.logStream;
      case "@log":
        return this.event.log;
      case "@ptr":
        return writePointer(this.event);
      default:
        return undefined;
    }
  }

  #structure(): Structure | undefined {
    if (this.#json === null) this.#json = findJson(this.event.message);
    return this.#json;
  }
}

/** A field by its path: `a.b`, `a.0`. Names that hold dots themselves are found too. */
export function valueAt(structure: unknown, path: string): Value {
  if (typeof structure !== "object" || structure === null) return undefined;
  if (Object.hasOwn(structure, path)) return fromJson((structure as Record<string, unknown>)[path]);
  for (let dot = path.indexOf("."); dot >= 0; dot = path.indexOf(".", dot + 1)) {
    const name = path.slice(0, dot);
    if (!Object.hasOwn(structure, name)) continue;
    const value = valueAt((structure as Record<string, unknown>)[name], path.slice(dot + 1));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The JSON an event consists of, or the first object within a line of text. */
function findJson(message: string): Structure | undefined {
  const start = message.indexOf("{");
  if (start < 0) return undefined;
  const whole = parseStructure(message.slice(message.trimStart().startsWith("{") ? 0 : start));
  if (whole) return whole;
  const end = endOfObject(message, start);
  return end === undefined ? undefined : parseStructure(message.slice(start, end));
}

function parseStructure(text: string): Structure | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Structure) : undefined;
  } catch {
    return undefined;
  }
}

/** Where the object that begins at `start` ends: behind the brace that closes it. */
function endOfObject(text: string, start: number): number | undefined {
  const marks = /["{}]|\\./g;
  marks.lastIndex = start;
  let depth = 0;
  let quoted = false;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    const [mark] = found;
    if (mark === '"') quoted = !quoted;
    else if (quoted || mark.startsWith("\\")) continue;
    else if (mark === "{") depth++;
    else if (--depth === 0) return marks.lastIndex;
  }
  return undefined;
}

function addLeaves(structure: object, path: string, found: string[]): void {
  for (const [name, value] of Object.entries(structure) as [string, unknown][]) {
    if (found.length >= discoveredAtMost) return;
    if (typeof value === "object" && value !== null) addLeaves(value, `${path}${name}.`, found);
    else if (value !== null) found.push(path + name);
  }
}
