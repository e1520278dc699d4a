/** One step of a JSONPath. */
type Step =
  | { kind: "name"; name: string }
  | { kind: "index"; index: number }
  | { kind: "slice"; from: number | undefined; to: number | undefined }
  | { kind: "several"; steps: Step[] }
  | { kind: "all" }
  | { kind: "deep" }
  | { kind: "filter"; test: (item: unknown) => boolean };

interface Path {
  /** The variable that the path begins with; without one it begins with the input. */
  variable?: string;
  steps: Step[];
  /** Means one place, and not a list of matches. */
  isDefinite: boolean;
}

const known = new Map<string, Path>();
const mostKnown = 1000;

/**
 * Parses a path as state machines write them: `$.a['b'][0]`, `[-1]`, `[1:3]`, `[*]`, `..name`, `['a','b']`,
 * `[?(@.price < 10 && @.name)]`, and `$name.a` for a variable. Throws Error where it is none.
 */
export function parsePath(text: string): Path {
  let path = known.get(text);
  if (path) return path;
  const reader = new PathReader(text);
  path = reader.read();
  if (known.size >= mostKnown) known.clear();
  known.set(text, path);
  return path;
}

/** A path as AWS's messages write it: `$['a'][0]`. */
export function bracketed(text: string): string {
  const { steps, isDefinite } = parsePath(text.startsWith("$$") ? text.slice(1) : text);
  if (!isDefinite) return text;
  return `$${steps.map((step) => (step.kind === "name" ? `['${step.name}']` : step.kind === "index" ? `[${step.index}]` : "")).join("")}`;
}

/** Whether a text is a path: of the input, of a variable or, with two dollar signs, of the context object. */
export function isPath(text: string): boolean {
  try {
    parsePath(text.startsWith("$$") ? text.slice(1) : text);
    return true;
  } catch {
    return false;
  }
}

/** A reference path leads to one place in the input that can be written to. */
export function isReferencePath(text: string): boolean {
  try {
    const { isDefinite, variable } = parsePath(text);
    return isDefinite && variable === undefined;
  } catch {
    return false;
  }
}

/** The value at a path below `input`; of an indefinite path the list of all matches. Undefined: there is nothing. */
export function readPath(text: string, input: unknown): unknown {
  const { steps, isDefinite } = parsePath(text);
  const found = walk(steps, [input]);
  return isDefinite ? found[0] : found;
}

/** `input` with `value` at a reference path; objects on the way are made. */
export function writePath(text: string, input: unknown, value: unknown): unknown {
  return put(parsePath(text).steps, input, value);
}

function put([step, ...rest]: Step[], input: unknown, value: unknown): unknown {
  if (!step) return value;
  if (step.kind === "index") {
    const list: unknown[] = Array.isArray(input) ? [...(input as unknown[])] : [];
    list[step.index] = put(rest, list[step.index], value);
    return list;
  }
  if (step.kind !== "name") throw new Error("a reference path names one place");
  const object = isObject(input) ? input : {};
  return { ...object, [step.name]: put(rest, own(object, step.name), value) };
}

function walk(steps: readonly Step[], from: unknown[]): unknown[] {
  let found = from;
  for (const step of steps) found = found.flatMap((value) => take(step, value));
  return found;
}

function take(step: Step, value: unknown): unknown[] {
  switch (step.kind) {
    case "name": {
      const member = isObject(value) ? own(value, step.name) : undefined;
      return member === undefined ? [] : [member];
    }
    case "index": {
      const item = Array.isArray(value) ? (value as unknown[]).at(step.index) : undefined;
      return item === undefined ? [] : [item];
    }
    case "slice":
      return Array.isArray(value) ? value.slice(step.from, step.to) : [];
    case "several":
      return step.steps.flatMap((one) => take(one, value));
    case "all":
      return children(value);
    case "deep":
      return [value, ...children(value).flatMap((child) => take(step, child))];
    case "filter":
      return children(value).filter((child) => step.test(child));
  }
}

const children = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (object: Record<string, unknown>, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** The parser: one pass, by hand. */
class PathReader {
  #at = 0;

  constructor(private readonly text: string) {}

  read(): Path {
    this.#expect("$");
    const variable = this.#match(/\p{ID_Start}\p{ID_Continue}*/uy);
    const steps = this.#steps();
    if (this.#at < this.text.length) throw this.#wrong();
    const isDefinite = steps.every(({ kind }) => kind === "name" || kind === "index");
    return { ...(variable !== undefined && { variable }), steps, isDefinite };
  }

  #steps(): Step[] {
    const steps: Step[] = [];
    for (;;) {
      if (this.#takes("..")) {
        steps.push({ kind: "deep" });
        if (this.text[this.#at] !== "[") steps.push(this.#dotted());
      } else if (this.#takes(".")) steps.push(this.#dotted());
      else if (this.#takes("[")) steps.push(this.#bracketed());
      else return steps;
    }
  }

  #dotted(): Step {
    if (this.#takes("*")) return { kind: "all" };
    const name = this.#match(/[^\s.[\](),?'"=<>!&|*@$]+/y);
    if (name === undefined) throw this.#wrong();
    return { kind: "name", name };
  }

  #bracketed(): Step {
    this.#blanks();
    if (this.#takes("?(")) {
      const test = this.#either();
      this.#expect(")");
      this.#expect("]");
      return { kind: "filter", test };
    }
    const steps: Step[] = [];
    do steps.push(this.#subscript());
    while (this.#takes(","));
    this.#expect("]");
    const [only] = steps;
    return only && steps.length === 1 ? only : { kind: "several", steps };
  }

  #subscript(): Step {
    this.#blanks();
    if (this.#takes("*")) return { kind: "all" };
    const name = this.#quoted();
    if (name !== undefined) return { kind: "name", name };
    const from = this.#match(/-?\d+/y);
    if (this.#takes(":")) {
      const to = this.#match(/-?\d+/y);
      return { kind: "slice", from: numberOf(from), to: numberOf(to) };
    }
    if (from === undefined) throw this.#wrong();
    return { kind: "index", index: Number(from) };
  }

  #either(): (item: unknown) => boolean {
    const tests = [this.#both()];
    while (this.#takes("||")) tests.push(this.#both());
    return (item) => tests.some((test) => test(item));
  }

  #both(): (item: unknown) => boolean {
    const tests = [this.#single()];
    while (this.#takes("&&")) tests.push(this.#single());
    return (item) => tests.every((test) => test(item));
  }

  #single(): (item: unknown) => boolean {
    if (this.#takes("!")) {
      const test = this.#single();
      return (item) => !test(item);
    }
    if (this.#takes("(")) {
      const test = this.#either();
      this.#expect(")");
      return test;
    }
    const left = this.#operand();
    this.#blanks();
    const sign = this.#match(/==|!=|<=|>=|<|>/y);
    if (sign === undefined) return (item) => left(item) !== undefined;
    const right = this.#operand();
    return (item) => compares(sign, left(item), right(item));
  }

  #operand(): (item: unknown) => unknown {
    this.#blanks();
    if (this.#takes("@")) {
      const steps = this.#steps();
      return (item) => walk(steps, [item])[0];
    }
    const text = this.#quoted();
    if (text !== undefined) return () => text;
    const literal = this.#match(/true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (literal === undefined) throw this.#wrong();
    const value: unknown = JSON.parse(literal);
    return () => value;
  }

  #quoted(): string | undefined {
    const quoted = this.#match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y);
    return quoted?.slice(1, -1).replace(/\\(.)/g, "$1");
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #takes(sign: string): boolean {
    const from = this.#at;
    if (sign !== "." && sign !== "..") this.#blanks();
    if (this.text.startsWith(sign, this.#at)) {
      this.#at += sign.length;
      return true;
    }
    this.#at = from;
    return false;
  }

  #blanks(): void {
    while (this.text[this.#at] === " ") this.#at += 1;
  }

  #expect(sign: string): void {
    if (!this.#takes(sign)) throw this.#wrong();
  }

  #wrong(): Error {
    return new Error(`Invalid path '${this.text}': unexpected character at ${this.#at}`);
  }
}

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

function compares(sign: string, left: unknown, right: unknown): boolean {
  if (sign === "==") return left === right;
  if (sign === "!=") return left !== right;
  const ordered =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!ordered) return false;
  if (sign === "<") return left < right;
  if (sign === "<=") return left <= right;
  return sign === ">" ? left > right : left >= right;
}
