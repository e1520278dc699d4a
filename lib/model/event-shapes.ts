import { apiShapes } from "./event-shapes/api";
import { identityShapes } from "./event-shapes/identity";
import { messageShapes } from "./event-shapes/messages";
import { operationShapes } from "./event-shapes/operations";
import type { Shape, SourceShape } from "./event-shapes/shape";
import { storageShapes } from "./event-shapes/storage";
import { streamShapes } from "./event-shapes/streams";
import { sampleEvents } from "./sample-events";

const shapes: Record<string, SourceShape> = {
  ...apiShapes,
  ...messageShapes,
  ...storageShapes,
  ...streamShapes,
  ...operationShapes,
  ...identityShapes,
};

/** The shape documented for a template's source; for a route, that of its sources inside one another. */
function shapeOf(sampleId: string): Shape | undefined {
  const sources = sampleId.split(">").map((id) => shapes[id]);
  const last = sources.at(-1);
  if (!last || sources.includes(undefined)) return undefined;
  const passedOn = (sources.slice(0, -1) as SourceShape[]).reduce<Shape | undefined>(
    (carried, source) => (source.passedOn ?? source.called)(carried),
    undefined,
  );
  return last.called(passedOn, sources.at(-2)?.isCompressed);
}

/** What an event has otherwise than its source writes it. */
export interface ShapeProblem {
  /** From the top, as in code: `Records[0].s3.bucket`. */
  where: string;
  message: string;
}

/** Holds an event against the shape documented for a template's source. */
export function checkShape(event: unknown, sampleId: string): ShapeProblem[] {
  const issues = shapeOf(sampleId)?.safeParse(event).error?.issues ?? [];
  return issues.map((issue) => ({ where: pathText(issue.path), message: messageOf(issue, event) }));
}

type Issue = NonNullable<ReturnType<Shape["safeParse"]>["error"]>["issues"][number];

function messageOf(issue: Issue, event: unknown): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return `This source has no ${issue.keys.map((key) => `"${key}"`).join(", ")} here.`;
    case "invalid_type":
      return valueAt(event, issue.path) === undefined
        ? `It is missing here: ${article(issue.expected)}.`
        : `Expected ${article(issue.expected)}.`;
    case "invalid_value":
      return `Expected ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}.`;
    case "invalid_union":
      return "It has none of the forms this source writes.";
    case "invalid_key":
      return `The name is not ${issue.issues[0]?.message ?? "one this source writes"}.`;
    default:
      return `Expected ${issue.message}.`;
  }
}

const articles: Record<string, string> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

const article = (expected: string) => articles[expected] ?? expected;

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === "number"
        ? `[${step}]`
        : /^[A-Za-z_$][\w$]*$/.test(String(step))
          ? `${index > 0 ? "." : ""}${String(step)}`
          : `[${JSON.stringify(String(step))}]`,
    )
    .join("");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined),
    value,
  );
}

/** Events of these have no look of their own: any object would do. */
const shapeless = new Set(["iot-rule"]);

/** Which template an event is like, that of the longest route first; undefined when it is like none. */
export function recognise(event: unknown): string | undefined {
  return byLength.find((id) => shapeOf(id)?.safeParse(event).success);
}

const byLength = sampleEvents
  .map(({ id }) => id)
  .filter((id) => !shapeless.has(id))
  .sort((a, b) => b.split(">").length - a.split(">").length);
