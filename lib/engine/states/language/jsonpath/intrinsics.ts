import { ownValue } from "../../../own-value.ts";
import { hashOf } from "../hash-of.ts";
import { LanguageError, type StateError } from "../state-error.ts";
import { uuidOf } from "../uuid-of.ts";

/** What an intrinsic function may ask for beside its arguments. */
export interface IntrinsicDeps {
  /** The value at a path of the input, of a variable or, with two dollar signs, of the context object. */
  read(path: string): unknown;
  /** The same numbers again when an interrupted execution is continued. */
  random(): number;
}

type Intrinsic = (args: unknown[], deps: IntrinsicDeps) => unknown;

const mostItems = 1000;

const fail = (message: string): StateError => new LanguageError("States.IntrinsicFailure", message);

/** AWS's functions. Source: Developer Guide, "Intrinsics for JSONPath states in Step Functions". */
const functions: Readonly<Record<string, Intrinsic>> = {
  "States.Format"([template, ...values]) {
    const parts = text(template).split("{}");
    if (parts.length - 1 !== values.length)
      throw fail(
        `Invalid arguments in States.Format: the template has ${parts.length - 1} places for ${values.length} values`,
      );
    return parts.map((part, at) => part + (at < values.length ? shown(values[at]) : "")).join("");
  },
  "States.StringToJson"([value]) {
    try {
      return JSON.parse(text(value)) as unknown;
    } catch {
      throw fail(`Invalid arguments in States.StringToJson: ${text(value)} is no JSON`);
    }
  },
  "States.JsonToString": ([value]) => JSON.stringify(value),
  "States.Array": (values) => values,
  "States.ArrayPartition"([items, size]) {
    const step = positive(size, "States.ArrayPartition");
    const all = list(items);
    return Array.from({ length: Math.ceil(all.length / step) }, (_, at) =>
      all.slice(at * step, at * step + step),
    );
  },
  "States.ArrayContains": ([items, wanted]) =>
    list(items).some((item) => JSON.stringify(item) === JSON.stringify(wanted)),
  "States.ArrayRange"([first, last, step]) {
    const [from, to, by] = [number(first), number(last), number(step)].map(Math.round) as [
      number,
      number,
      number,
    ];
    const length = by === 0 ? Infinity : Math.max(0, Math.floor((to - from) / by) + 1);
    if (length > mostItems)
      throw fail(`Invalid arguments in States.ArrayRange: more than ${mostItems} items`);
    return Array.from({ length }, (_, at) => from + at * by);
  },
  "States.ArrayGetItem"([items, index]) {
    const item = list(items)[number(index)];
    if (item === undefined)
      throw fail(
        `Invalid arguments in States.ArrayGetItem: no item has the index ${number(index)}`,
      );
    return item;
  },
  "States.ArrayLength": ([items]) => list(items).length,
  "States.ArrayUnique": ([items]) => [
    ...new Map(list(items).map((item) => [JSON.stringify(item), item])).values(),
  ],
  "States.Base64Encode": ([value]) => Buffer.from(text(value)).toString("base64"),
  "States.Base64Decode": ([value]) => Buffer.from(text(value), "base64").toString("utf8"),
  "States.Hash"([value, algorithm]) {
    const data = typeof value === "string" ? value : JSON.stringify(value);
    const digest = hashOf(data, text(algorithm));
    if (digest === undefined)
      throw fail(`Invalid arguments in States.Hash: no algorithm ${text(algorithm)}`);
    return digest;
  },
  "States.JsonMerge"([first, second, deep]) {
    if (deep === true)
      throw fail("Invalid arguments in States.JsonMerge: deep merging is not supported");
    return { ...object(first), ...object(second) };
  },
  "States.MathRandom"([from, to], { random }) {
    const [least, most] = [Math.round(number(from)), Math.round(number(to))];
    return least + Math.floor(random() * (most - least));
  },
  "States.MathAdd": ([first, second]) => Math.round(number(first)) + Math.round(number(second)),
  "States.StringSplit"([value, separators]) {
    const signs = text(separators).replace(/[\\\]^-]/g, "\\$&");
    return text(value)
      .split(signs === "" ? /(?:)/ : new RegExp(`[${signs}]`))
      .filter((part) => part !== "");
  },
  "States.UUID": (_args, { random }) => uuidOf(random),
};

/** Evaluates `States.Name(argument, ...)`; arguments are paths, literals or calls again. */
export function callIntrinsic(source: string, deps: IntrinsicDeps): unknown {
  return new CallReader(source, deps).whole();
}

/** Whether a text is a call of functions that exist. */
export function isIntrinsic(source: string): boolean {
  try {
    new CallReader(source, undefined).whole();
    return true;
  } catch {
    return false;
  }
}

/** Reads and evaluates at once; without `deps` it only reads. */
class CallReader {
  #at = 0;

  constructor(
    private readonly source: string,
    private readonly deps: IntrinsicDeps | undefined,
  ) {}

  whole(): unknown {
    const value = this.#call();
    this.#blanks();
    if (this.#at < this.source.length) throw this.#wrong();
    return value;
  }

  #call(): unknown {
    const name = this.#match(/States\.\w+/y) ?? "";
    const run = ownValue(functions, name);
    if (!run || !this.#takes("(")) throw this.#wrong();
    const args: unknown[] = [];
    if (!this.#takes(")")) {
      do args.push(this.#argument());
      while (this.#takes(","));
      if (!this.#takes(")")) throw this.#wrong();
    }
    return this.deps && run(args, this.deps);
  }

  #argument(): unknown {
    this.#blanks();
    const quoted = this.#match(/'(?:[^'\\]|\\.)*'/y);
    if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/g, "$1");
    const path = this.#match(
      /\$\$?(?:\p{ID_Start}\p{ID_Continue}*)?(?:\.\.?[\w*-]+|\[(?:'[^']*'|[^\]])*\])*/uy,
    );
    if (path !== undefined) return this.deps?.read(path);
    const literal = this.#match(/true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (literal !== undefined) return JSON.parse(literal) as unknown;
    return this.#call();
  }

  #takes(sign: string): boolean {
    this.#blanks();
    if (this.source[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.source)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #blanks(): void {
    while (/\s/.test(this.source[this.#at] ?? "")) this.#at += 1;
  }

  #wrong(): StateError {
    return fail(`Invalid intrinsic function '${this.source}' near character ${this.#at}`);
  }
}

const shown = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw fail(`Invalid arguments of an intrinsic function: ${JSON.stringify(value)} is no string`);
}

function number(value: unknown): number {
  if (typeof value === "number") return value;
  throw fail(`Invalid arguments of an intrinsic function: ${JSON.stringify(value)} is no number`);
}

function positive(value: unknown, name: string): number {
  const whole = Math.round(number(value));
  if (whole > 0) return whole;
  throw fail(`Invalid arguments in ${name}: ${whole} is not above 0`);
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw fail(`Invalid arguments of an intrinsic function: ${JSON.stringify(value)} is no array`);
}

function object(value: unknown): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw fail(`Invalid arguments of an intrinsic function: ${JSON.stringify(value)} is no object`);
}
