import * as z from "zod/mini";
import { asGzip } from "../gzip-text";
import { asBase64, type Encoding, parsed } from "../json-place";

export type Shape = z.ZodMiniType;

/** The shape of a source's events; `carried` is that of the event in its message, where there is one. */
export interface SourceShape {
  called(carried?: Shape, isCompressed?: boolean): Shape;
  /** As it reaches a queue, a topic or a stream, where that differs. */
  passedOn?(carried?: Shape): Shape;
  /** Its messages are gzip in a stream. */
  isCompressed?: true;
}

export const str = z.string();
export const num = z.number();
export const int = z.int();
export const bool = z.boolean();
export const anything = z.unknown();
export const free = z.record(z.string(), z.unknown());
export const strings = z.record(z.string(), z.string());
export const lists = z.record(z.string(), z.array(z.string()));
export const obj = z.strictObject;
export const list = z.array;
export const opt = z.optional;
export const orNull = z.nullable;
export const oneOf = z.enum;
export const either = z.union;
export const exactly = z.literal;

const matching = (pattern: RegExp, words: string) =>
  z.string().check(z.regex(pattern, { error: words }));

export const arn = matching(/^arn:aws[a-z-]*:[a-z0-9-]+:/, "an ARN, arn:aws:SERVICE:...");
export const region = matching(/^[a-z]{2,}(-[a-z0-9]+)+$/, "a region, as in us-east-1");
export const account = matching(/^\d{12}$/, "an account id of 12 digits");
export const time = matching(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/,
  "a time, as in 2026-11-26T14:31:58Z",
);
export const digits = matching(/^\d+$/, "digits in a string");
export const hex = matching(/^[0-9a-f]+$/i, "hexadecimal digits");
export const url = matching(/^https?:\/\//, "an address, https://...");
const base64 = matching(
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  "base64",
);
export const status = matching(/^[1-5]\d\d$/, "an HTTP status in a string");
export const httpMethod = matching(/^[A-Z]+$/, "an HTTP method in capitals");

export const only = (of: Shape): SourceShape => ({ called: () => of });

/** A string that must decode; its text must be JSON of the carried shape where another event stands in it. */
export function message(encoding: Encoding, carried?: Shape): Shape {
  return z.string().check((context) => {
    const fail = (words: string) =>
      context.issues.push({ code: "custom", message: words, input: context.value });
    const text = encoding.decode(context.value);
    if (text === undefined) return void fail(`another text: this one is not ${encoding.name}`);
    if (!carried) return;
    const value = parsed(text);
    if (value === undefined) return void fail("JSON in a string");
    for (const { path, message: words } of carried.safeParse(value).error?.issues ?? [])
      context.issues.push({ code: "custom", message: words, input: value, path });
  });
}

/** Bytes in base64, as streams carry them; with an event in them, its text, which may be compressed. */
export function bytes(carried?: Shape, isCompressed = false): Shape {
  return carried ? message(isCompressed ? asGzip : asBase64, carried) : base64;
}
