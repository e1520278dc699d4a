import { base64Of, textOfBase64 } from "./base64";
import { compactJson } from "./json-text";

/**
 * A place in a text that can be read and replaced while the rest of the text stays as it is: every digit, every
 * space. `undefined`: the text has no such place.
 */
export interface Place {
  read(text: string): string | undefined;
  /** The text with `value` at the place; the text itself where the place cannot be made. */
  write(text: string, value: string): string;
}

/** How a string inside JSON carries another text. */
export interface Encoding {
  /** As in "this is not ...". */
  name: string;
  /** Undefined when the string is not written so. */
  decode(written: string): string | undefined;
  encode(text: string): string;
}

/** The way to a place: see `place`. */
export type Steps = (string | number | Encoding)[];

/** The string is the text: also the way into JSON that is written inside a JSON string. */
export const asText: Encoding = {
  name: "text",
  decode: (written) => written,
  encode: (text) => text,
};

export const asBase64: Encoding = { name: "base64", decode: textOfBase64, encode: base64Of };

/** As S3 writes keys into its events: a space is `+`, slashes stay. */
export const asUrl: Encoding = {
  name: "URL-encoded",
  decode(written) {
    try {
      return decodeURIComponent(written.replaceAll("+", " "));
    } catch {
      return undefined;
    }
  },
  encode: (text) =>
    encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"))
      .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll("%20", "+")
      .replaceAll("%2F", "/"),
};

/**
 * The place that the steps lead to from the top of a JSON text: names of members, indexes of elements, and how a
 * string is encoded. It reads as JSON, after a last encoding as the plain text:
 * `place("Records", 0, "body", asText, "detail")` is the JSON of `detail` in the JSON text in a message's body.
 */
export function place(...steps: Steps): Place {
  return steps
    .map((step) => (typeof step === "object" ? encoded(step) : child(step)))
    .reduce(within, whole);
}

const whole: Place = { read: (text) => text, write: (_text, value) => value };

/** The place `inner` of what stands at `outer`. */
export function within(outer: Place, inner: Place): Place {
  return {
    read(text) {
      const part = outer.read(text);
      return part === undefined ? undefined : inner.read(part);
    },
    write: (text, value) => {
      const part = outer.read(text) ?? "{}";
      const next = inner.write(part, value);
      return next === part ? text : outer.write(text, next);
    },
  };
}

/** A place whose change takes others along: `follow` gets the text after it, and before it. */
export function followed(at: Place, follow: (after: string, before: string) => string): Place {
  return {
    read: at.read,
    write(text, value) {
      const after = at.write(text, value);
      return after === text ? text : follow(after, text);
    },
  };
}

/** A place that reads and is written in another form than the text has. */
export function mapped(
  at: Place,
  form: { read(written: string): string | undefined; write(value: string): string | undefined },
): Place {
  return {
    read(text) {
      const written = at.read(text);
      return written === undefined ? undefined : form.read(written);
    },
    write(text, value) {
      const written = form.write(value);
      return written === undefined ? text : at.write(text, written);
    },
  };
}

function encoded({ decode, encode }: Encoding): Place {
  return {
    read(literal) {
      if (literal.trim() === "null") return "";
      const value = parsed(literal);
      return typeof value === "string" ? decode(value) : undefined;
    },
    write: (_literal, text) => JSON.stringify(encode(text)),
  };
}

/** What a JSON text says; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function child(step: string | number): Place {
  return {
    read(text) {
      const span = spanOf(text, step);
      return span && text.slice(span.start, span.end);
    },
    write(text, value) {
      const span = spanOf(text, step);
      if (!span) return typeof step === "string" ? withMember(text, step, value) : text;
      return text.slice(0, span.start) + indented(value, text, span.start) + text.slice(span.end);
    },
  };
}

interface Span {
  start: number;
  end: number;
}

/** Where the member or element stands in the text of an object or array. */
function spanOf(text: string, step: string | number): Span | undefined {
  let found: Span | undefined;
  for (const child of childrenOf(text)) {
    if (child.name !== step) continue;
    found = child;
    // Of members with the same name the last one counts, as for JSON.parse.
    if (typeof step === "number") break;
  }
  return found;
}

/** The elements of a JSON array as they stand in its text; none for any other text. */
export function elementsOf(text: string): string[] {
  return [...childrenOf(text)]
    .filter(({ name }) => typeof name === "number")
    .map(({ start, end }) => text.slice(start, end));
}

/** Members by name or elements by index, in their order; it ends where the text is no JSON any more. */
function* childrenOf(text: string): Generator<Span & { name: unknown }> {
  let at = skipSpace(text, 0);
  const isObject = text[at] === "{";
  if (!isObject && text[at] !== "[") return;
  at = skipSpace(text, at + 1);
  for (let index = 0; at < text.length && text[at] !== "}" && text[at] !== "]"; index++) {
    let name: unknown = index;
    if (isObject) {
      const end = endOfValue(text, at);
      name = parsed(text.slice(at, end));
      at = skipSpace(text, end);
      if (text[at] !== ":") return;
      at = skipSpace(text, at + 1);
    }
    const end = endOfValue(text, at);
    if (end === at) return;
    yield { name, start: at, end };
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
}

const spaces = /\s*/y;
const scalar = /[^\s,:{}[\]"]+/y;
const string = /"(?:[^"\\]|\\[\s\S])*"?/y;

function skipSpace(text: string, at: number): number {
  return endOfMatch(spaces, text, at);
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfMatch(string, text, start);
  if (first !== "{" && first !== "[") return endOfMatch(scalar, text, start);
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = endOfMatch(string, text, at) - 1;
    else if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function endOfMatch(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** The object with a member more, written as its others are. */
function withMember(text: string, name: string, value: string): string {
  const close = text.lastIndexOf("}");
  const open = text.indexOf("{");
  if (open < 0 || text.slice(0, open).trim() !== "" || close < open) return text;
  const inside = text.slice(open + 1, close);
  const member = `${JSON.stringify(name)}: ${value}`;
  if (inside.trim() === "") return `${text.slice(0, open + 1)}${member}${text.slice(close)}`;
  const space = /^\s*/.exec(inside)?.[0] ?? "";
  const end = open + 1 + inside.trimEnd().length;
  return `${text.slice(0, end)},${space || " "}${member.replaceAll("\n", space.includes("\n") ? space : "\n")}${text.slice(end)}`;
}

/** Further lines of a value stand as deep as the line it begins in; in a text of one line there are none. */
function indented(value: string, text: string, at: number): string {
  if (!value.includes("\n")) return value;
  if (!text.includes("\n")) return compactJson(value);
  const line = text.slice(text.lastIndexOf("\n", at) + 1, at);
  return value.replaceAll("\n", `\n${/^\s*/.exec(line)?.[0] ?? ""}`);
}
