import { cidrRule } from "./address-range.ts";
import { EventLeaves } from "./event-leaves.ts";
import { PatternReader, type Token } from "./pattern-reader.ts";
import { equalRule, type Rule, rule, wildcardRule } from "./rules.ts";

/** A pattern that is ready to judge events. */
export interface EventPattern {
  matches(event: unknown): boolean;
}

/** What a service's patterns may use beyond plain values. */
export type Operator =
  | "prefix"
  | "suffix"
  | "equals-ignore-case"
  | "anything-but"
  | "exists"
  | "numeric"
  | "cidr"
  | "wildcard";

const eventBridgeOperators: readonly Operator[] = [
  "prefix",
  "suffix",
  "equals-ignore-case",
  "anything-but",
  "exists",
  "numeric",
  "cidr",
  "wildcard",
];

/** Fields by their path, joined by dots as AWS's matcher (aws/event-ruler) joins them; all must match. */
type Fields = ReadonlyMap<string, readonly Rule[]>;

/**
 * Reads and checks an event pattern: alternatives of fields, of which one must match. The words of the errors are
 * those of AWS's own compiler (aws/event-ruler, JsonRuleCompiler). Throws PatternError.
 */
export function compilePattern(
  text: string,
  operators: readonly Operator[] = eventBridgeOperators,
): EventPattern {
  const compiler = new Compiler(new PatternReader(text), operators);
  const alternatives = compiler.pattern();
  return {
    matches(event) {
      const leaves = new EventLeaves(event);
      return alternatives.some((fields) => leaves.match([...fields]));
    },
  };
}

/** Too many alternatives would make a pattern cost more than AWS allows. */
const mostAlternatives = 1000;

/** Names that would make an alternative read as a rule. */
const operatorNames: readonly string[] = [
  ...eventBridgeOperators,
  "exactly",
  "=",
  "<",
  "<=",
  ">",
  ">=",
];

class Compiler {
  constructor(
    private readonly reader: PatternReader,
    private readonly operators: readonly Operator[],
  ) {}

  pattern(): Fields[] {
    if (this.reader.next()?.kind !== "{") throw this.reader.complaint("Filter is not an object");
    const found = this.#object([], [new Map()], false);
    this.reader.next();
    return found;
  }

  #object(path: readonly string[], so: Fields[], inOr: boolean): Fields[] {
    let alternatives = so;
    let empty = true;
    for (let token = this.#next(); token.kind !== "}"; token = this.#next()) {
      empty = false;
      const name = token.kind === "name" ? token.text : "";
      if (name === "$or") {
        alternatives = this.#either(path, alternatives);
        continue;
      }
      if (inOr && operatorNames.includes(name))
        throw this.reader.complaint(
          `${name} is Ruler reserved fieldName which cannot be used inside $or.`,
        );
      const value = this.#next();
      const inner = [...path, name];
      if (value.kind === "{") alternatives = this.#object(inner, alternatives, inOr);
      else if (value.kind === "[") {
        const rules = this.#rules();
        alternatives = alternatives.map((fields) => new Map([...fields, [inner.join("."), rules]]));
      } else throw this.reader.complaint(`"${name}" must be an object or an array`);
    }
    if (empty) throw this.reader.complaint("Empty objects are not allowed");
    return alternatives;
  }

  #either(path: readonly string[], so: Fields[]): Fields[] {
    if (this.#next().kind !== "[")
      throw this.reader.complaint("It must be an Array followed with $or.");
    const all: Fields[] = [];
    let count = 0;
    for (let token = this.#next(); token.kind !== "]"; token = this.#next()) {
      count += 1;
      if (token.kind !== "{")
        throw this.reader.complaint("Only JSON object is allowed in array of $or relationship.");
      all.push(...this.#object(path, so, true));
      if (all.length > mostAlternatives)
        throw this.reader.complaint("Rule is too complex - try using fewer $or alternatives");
    }
    if (count < 2)
      throw this.reader.complaint("There must have at least 2 Objects in $or relationship.");
    return all;
  }

  #rules(): Rule[] {
    const rules: Rule[] = [];
    for (let token = this.#next(); token.kind !== "]"; token = this.#next()) {
      if (token.kind === "{") rules.push(this.#expression());
      else if (token.kind === "string") {
        this.reader.seen();
        rules.push(equalRule(token.text));
      } else if (token.kind === "number" || token.kind === "literal")
        rules.push(equalRule(token.value));
      else throw this.reader.complaint("Match value must be String, number, true, false, or null");
    }
    if (rules.length === 0) throw this.reader.complaint("Empty arrays are not allowed");
    return rules;
  }

  /** `{operator: argument}`, its brace already read. */
  #expression(): Rule {
    const token = this.#next();
    if (token.kind !== "name") throw this.reader.complaint("Match expression name not found");
    const name = token.text;
    if (!(this.operators as readonly string[]).includes(name))
      throw this.reader.complaint(`Unrecognized match type ${name}`);
    switch (name as Operator) {
      case "prefix":
      case "suffix":
        return this.#edge(name as "prefix" | "suffix");
      case "equals-ignore-case":
        return this.#closed(
          rule.equalsIgnoreCase(this.#text(`${name} match pattern must be a string`)),
        );
      case "anything-but":
        return this.#exclusion();
      case "exists":
        return this.#exists();
      case "numeric":
        return this.#numeric();
      case "cidr":
        return this.#closed(this.#range(this.#text("prefix match pattern must be a string")));
      case "wildcard":
        return this.#closed(this.#wildcard(this.#text("wildcard match pattern must be a string")));
    }
  }

  #edge(edge: "prefix" | "suffix"): Rule {
    const value = this.#next();
    if (value.kind === "string") return this.#closed(rule[edge](this.#read(value)));
    if (value.kind !== "{") throw this.reader.complaint(`${edge} match pattern must be a string`);
    const title = edge === "prefix" ? "Prefix" : "Suffix";
    const name = this.#next();
    if (name.kind !== "name") throw this.reader.complaint(`${title} expression name not found`);
    if (name.text !== "equals-ignore-case")
      throw this.reader.complaint(`Unsupported ${edge} pattern: ${name.text}`);
    const text = this.#text("equals-ignore-case match pattern must be a string");
    this.#close("Only one key allowed in match expression");
    return this.#closed(rule[`${edge}IgnoreCase`](text));
  }

  #exists(): Rule {
    const value = this.#next();
    if (value.kind !== "literal" || value.value === null)
      throw this.reader.complaint("exists match pattern must be either true or false.");
    return this.#closed(value.value ? rule.present : rule.absent);
  }

  #exclusion(): Rule {
    let value = this.#next();
    let inner: string | undefined;
    if (value.kind === "{") {
      const name = this.#next();
      if (name.kind !== "name")
        throw this.reader.complaint("Anything-But expression name not found");
      inner = name.text;
      const known =
        ["equals-ignore-case", "prefix", "suffix", "wildcard"].includes(inner) &&
        (this.operators as readonly string[]).includes(inner);
      if (!known) throw this.reader.complaint(`Unsupported anything-but pattern: ${inner}`);
      value = this.#next();
    }
    const values = value.kind === "[" ? this.#list(inner) : [this.#excluded(value, inner)];
    const rules = values.map((each) => this.#excludedRule(each, inner));
    this.#close("Too many elements in numeric expression");
    if (inner !== undefined) this.#close("Too many elements in numeric expression");
    return rule.not(rules);
  }

  #list(inner: string | undefined): (string | number)[] {
    const values: (string | number)[] = [];
    for (let token = this.#next(); token.kind !== "]"; token = this.#next()) {
      if (inner === undefined && token.kind !== "string" && token.kind !== "number")
        throw this.reader.complaint(
          "Inside anything but list, start|null|boolean is not supported.",
        );
      values.push(this.#excluded(token, inner));
    }
    const kinds = new Set(values.map((value) => typeof value));
    if (inner === undefined && kinds.size !== 1)
      throw this.reader.complaint(
        "Inside anything but list, either all values are number or string, mixed type is not supported",
      );
    return values;
  }

  #excluded(token: Token, inner: string | undefined): string | number {
    if (token.kind === "string") return this.#read(token);
    if (inner === undefined) {
      if (token.kind === "number") return token.value;
      throw this.reader.complaint(
        "Value of anything-but must be an array or single string/number value.",
      );
    }
    if (token.kind === "{" || token.kind === "literal")
      throw this.reader.complaint(
        "Value of anything-but must be an array or single string/number value.",
      );
    if (inner === "equals-ignore-case")
      throw this.reader.complaint(
        "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
      );
    throw this.reader.complaint(
      `${inner === "wildcard" ? inner : "prefix/suffix"} match pattern must be a string`,
    );
  }

  #excludedRule(value: string | number, inner: string | undefined): Rule {
    if (typeof value === "number" || inner === undefined) return equalRule(value);
    if (inner === "wildcard") return this.#wildcard(value);
    if (inner === "equals-ignore-case") return rule.equalsIgnoreCase(value);
    if (value === "") throw this.reader.complaint("Null prefix/suffix not allowed");
    return rule[inner as "prefix" | "suffix"](value);
  }

  #numeric(): Rule {
    if (this.#next().kind !== "[")
      throw this.reader.complaint("Value of numeric must be an array.");
    const [first, low] = this.#bound();
    if (first === undefined) throw this.reader.complaint("Invalid member in numeric match: ]");
    const after = this.#next();
    if (after.kind === "]")
      return this.#closed(rule.within([[first, low]]), "Too many elements in numeric expression");
    if (first !== ">" && first !== ">=")
      throw this.reader.complaint("Too many elements in numeric expression");
    if (after.kind !== "string")
      throw this.reader.complaint(`Bad value in numeric range: ${shown(after)}`);
    const second = this.#read(after);
    if (second !== "<" && second !== "<=")
      throw this.reader.complaint(`Bad numeric range operator: ${second}`);
    const high = this.#number(second);
    if (this.#next().kind !== "]")
      throw this.reader.complaint("Too many terms in numeric range expression");
    if (high <= low) throw this.reader.complaint("Bottom must be less than top");
    return this.#closed(
      rule.within([
        [first, low],
        [second, high],
      ]),
      "Too many elements in numeric expression",
    );
  }

  #bound(): [operator: string | undefined, limit: number] {
    const token = this.#next();
    if (token.kind === "]") return [undefined, 0];
    if (token.kind !== "string")
      throw this.reader.complaint(`Invalid member in numeric match: ${shown(token)}`);
    const operator = this.#read(token);
    if (!["<", "<=", "=", ">", ">="].includes(operator))
      throw this.reader.complaint(`Unrecognized numeric range operator: ${operator}`);
    return [operator, this.#number(operator)];
  }

  #number(operator: string): number {
    const token = this.#next();
    if (token.kind !== "number")
      throw this.reader.complaint(
        `Value of ${operator === "=" ? "equals" : operator} must be numeric`,
      );
    return token.value;
  }

  #range(text: string): Rule {
    return cidrRule(text, (message) => this.reader.complaint(message));
  }

  #wildcard(text: string): Rule {
    return wildcardRule(text, (message) => this.reader.complaint(message));
  }

  /** The text of the string that must come now. */
  #text(otherwise: string): string {
    const token = this.#next();
    if (token.kind !== "string") throw this.reader.complaint(otherwise);
    return this.#read(token);
  }

  #read(token: { text: string }): string {
    this.reader.seen();
    return token.text;
  }

  #closed(found: Rule, otherwise = "Only one key allowed in match expression"): Rule {
    this.#close(otherwise);
    return found;
  }

  #close(otherwise: string): void {
    if (this.#next().kind !== "}") throw this.reader.complaint(otherwise);
  }

  #next(): Token {
    const token = this.reader.next();
    if (!token) throw this.reader.complaint("Filter is not valid JSON");
    return token;
  }
}

function shown(token: Token): string {
  if (token.kind === "number") return token.text;
  return token.kind === "literal" ? String(token.value) : token.kind;
}
