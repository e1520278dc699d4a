import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Context, createContext, Script } from "node:vm";
import type { JsonataError } from "./jsonata-error.ts";

/** What an expression may ask for beside its variables. */
interface Host {
  nowMs(): number;
  random(): number;
  /** AWS's own functions: arguments and result as JSON. */
  call(name: string, args: string): string;
}

/** What an expression came to; all values are JSON. */
export type Outcome =
  | { value: string }
  | { nothing: true }
  | { unsupported: true }
  | { error: JsonataError };

/** A node of an expression's syntax tree, as the library describes it. */
export interface SyntaxNode {
  type?: string;
  value?: unknown;
  [member: string]: unknown;
}

interface Request {
  text: string;
  states: string;
  variables: Readonly<Record<string, string>>;
  host: Host;
}

/** How long an expression may take before it is ended. */
const longestMs = 2000;
/**
 * How many evaluations may be under way, and how many numbers at once. AWS nests to 100 and holds 873,782; the
 * library counts members of arrays and objects, which it evaluates together, like nesting, so that its limit
 * has to be far above.
 */
const limits = { stack: 10_000, sequence: 873_782 };
const mostKnown = 500;

/**
 * Runs in the realm. Everything crosses its border as text, so that no object of the engine can be reached or
 * changed. `evaluate` leaves its outcome behind once the realm's own microtasks have run, which is before
 * control returns to the engine.
 */
const prelude = `
(signatures) => {
  const jsonata = globalThis.jsonata, RealDate = Date, known = new Map();
  let host, last = { text: undefined, value: undefined };
  globalThis.Date = class extends RealDate {
    constructor(...args) { if (args.length > 0) super(...args); else super(host?.nowMs() ?? 0); }
  };
  Math.random = () => host.random();
  const told = (error) => ({ code: error.code, message: error.message ?? String(error) });
  const isFunction = (value) =>
    typeof value === "function" || value?._jsonata_function === true || value?._jsonata_lambda === true;
  const compile = (text) => {
    let expression = known.get(text);
    if (expression) return expression;
    expression = jsonata(text, ${JSON.stringify(limits)});
    for (const [name, signature] of Object.entries(signatures))
      expression.registerFunction(name, (...args) => {
        const { value, error } = JSON.parse(host.call(name, JSON.stringify(args)));
        if (error) throw error;
        return value;
      }, signature);
    expression.assign("eval", undefined);
    if (known.size >= ${mostKnown}) known.clear();
    known.set(text, expression);
    return expression;
  };
  const write = (value) => {
    if (value === undefined) return { nothing: true };
    let unsupported = false;
    const json = JSON.stringify(value, (_name, item) => {
      if (isFunction(item)) {
        unsupported = true;
        return null;
      }
      return typeof item === "number" && !Number.isFinite(item) ? String(item) : item;
    });
    return unsupported || json === undefined ? { unsupported } : { value: json };
  };
  return {
    evaluate(request) {
      host = request.host;
      if (last.text !== request.states)
        last = { text: request.states, value: JSON.parse(request.states) };
      const bindings = {};
      for (const name of Object.keys(request.variables))
        bindings[name] = JSON.parse(request.variables[name]);
      bindings.states = last.value;
      const end = (outcome) => { globalThis.outcome = JSON.stringify(outcome); };
      try {
        compile(request.text)
          .evaluate(undefined, bindings)
          .then(write)
          .then(end, (error) => end({ error: told(error) }));
      } catch (error) {
        end({ error: told(error) });
      }
    },
    parse(request) {
      try {
        globalThis.outcome = JSON.stringify({ tree: jsonata(request.text).ast() });
      } catch (error) {
        globalThis.outcome = JSON.stringify({ error: told(error) });
      }
    },
  };
}`;

const scripts = {
  evaluate: new Script("outcome = undefined; realm.evaluate(request)"),
  parse: new Script("outcome = undefined; realm.parse(request)"),
};

/**
 * JSONata in a V8 context of its own, where V8 can end what takes too long, a regular expression as well as a
 * recursion. Its microtasks run before a call returns, so an evaluation is finished when it comes back.
 */
export class JsonataRealm {
  #context: Context | undefined;

  /** `signatures` are those of AWS's functions, in JSONata's notation. */
  constructor(
    private readonly signatures: Readonly<Record<string, string>>,
    private readonly mostMs = longestMs,
  ) {}

  evaluate(request: Request): Outcome {
    return this.#run("evaluate", request) as Outcome;
  }

  /** The syntax tree of an expression, or what is wrong with it. */
  parse(text: string): { tree: SyntaxNode } | { error: JsonataError } {
    return this.#run("parse", { text }) as { tree: SyntaxNode } | { error: JsonataError };
  }

  #run(kind: keyof typeof scripts, request: object): unknown {
    const context = (this.#context ??= this.#make());
    context.request = request;
    try {
      scripts[kind].runInContext(context, { timeout: this.mostMs });
      return JSON.parse(String(context.outcome));
    } catch (error) {
      // What was ended may have left anything behind.
      this.#context = undefined;
      const { code } = error as { code?: string };
      if (code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      return { error: { message: "Expression evaluation timeout: Check for infinite loop" } };
    } finally {
      context.request = undefined;
    }
  }

  #make(): Context {
    const context = createContext(
      {},
      { microtaskMode: "afterEvaluate", codeGeneration: { strings: false, wasm: false } },
    );
    library().runInContext(context);
    const open = new Script(prelude).runInContext(context) as (signatures: object) => unknown;
    context.realm = open(this.signatures);
    return context;
  }
}

let compiled: Script | undefined;

/** Read when the first expression is met: most engines meet none. */
function library(): Script {
  if (compiled) return compiled;
  const require = createRequire(import.meta.url);
  const path = require.resolve("jsonata/jsonata.min.js");
  return (compiled = new Script(readFileSync(path, "utf8"), { filename: path }));
}
