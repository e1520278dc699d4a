import type { InputTransformer, Target } from "@aws-sdk/client-eventbridge";
import { invalid } from "./errors.ts";
import { readPath, valueAt } from "./event-path.ts";
import type { BusEvent } from "./put-events.ts";

/** What a template may use without defining it. */
const predefined = [
  "aws.events.rule-arn",
  "aws.events.rule-name",
  "aws.events.event.ingestion-time",
  "aws.events.event",
  "aws.events.event.json",
];

const placeholder = /<([A-Za-z0-9_.-]+)>/g;

/** Throws ValidationException when a target's input could never be made. */
export function checkInput({ Id: id, ...target }: Target): void {
  const { Input: input, InputPath: path, InputTransformer: transformer } = target;
  if ([input, path, transformer].filter((each) => each !== undefined).length > 1)
    throw invalid(
      `Only one of Input, InputPath, InputTransformer or RunCommandParameters must be provided for target ${id}.`,
    );
  if (input !== undefined && !isJson(input))
    throw invalid(`JSON syntax error in input for target ${id} : ${input}.`);
  if (path !== undefined && !readPath(path)) throw invalid(`Invalid InputPath for target ${id}.`);
  if (transformer) checkTransformer(id, transformer);
}

function checkTransformer(
  id: string | undefined,
  { InputPathsMap: paths = {}, InputTemplate: template = "" }: InputTransformer,
): void {
  for (const [name, path] of Object.entries(paths)) {
    if (/^aws\./i.test(name))
      throw invalid(`InputPathsMap for target ${id} contains the reserved name ${name}.`);
    if (!readPath(path)) throw invalid(`Invalid InputPath for target ${id}.`);
  }
  for (const [, name = ""] of template.matchAll(placeholder))
    if (!Object.hasOwn(paths, name) && !predefined.includes(name))
      throw invalid(`InputTemplate for target ${id} contains invalid placeholder ${name}.`);
}

/** What a target gets: JSON text, unless a template makes something else of it. */
export function inputFor(
  target: Target,
  event: BusEvent,
  rule: { arn: string; name: string; nowMs: number },
): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined)
    return JSON.stringify(valueAt(event, readPath(target.InputPath) ?? [])) ?? "null";
  const transformer = target.InputTransformer;
  if (!transformer) return JSON.stringify(event);
  const values: Record<string, unknown> = {
    "aws.events.rule-arn": rule.arn,
    "aws.events.rule-name": rule.name,
    "aws.events.event.ingestion-time": new Date(rule.nowMs).toISOString(),
    // Without the detail, as AWS gives it; `.json` is the whole event.
    "aws.events.event": { ...event, detail: undefined },
    "aws.events.event.json": event,
  };
  for (const [name, path] of Object.entries(transformer.InputPathsMap ?? {}))
    values[name] = valueAt(event, readPath(path) ?? []);
  return fill(transformer.InputTemplate ?? "", values);
}

/** Within quotes a value is text, outside of them JSON; what the event does not have is empty. */
function fill(template: string, values: Readonly<Record<string, unknown>>): string {
  let filled = "";
  let at = 0;
  let quoted = false;
  for (const found of template.matchAll(placeholder)) {
    const before = template.slice(at, found.index);
    quoted = quotedAfter(before, quoted);
    filled += before + (quoted ? asText(values[found[1] ?? ""]) : asJson(values[found[1] ?? ""]));
    at = found.index + found[0].length;
  }
  return filled + template.slice(at);
}

function quotedAfter(text: string, quoted: boolean): boolean {
  const quotes = text.replace(/\\./g, "").split('"').length - 1;
  return quotes % 2 === 1 ? !quoted : quoted;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function asJson(value: unknown): string {
  return JSON.stringify(value) ?? '""';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
