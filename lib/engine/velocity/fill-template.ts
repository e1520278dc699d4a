import { callMethod, loopTool, memberOf } from "./methods.ts";
import {
  type Expression,
  type Node,
  type Operator,
  type Reference,
  type Template,
  TemplateError,
  mostCharacters,
} from "./template.ts";
import { areEqual, isList, isMap, isTrue, type MapValue, textOf, type Value } from "./values.ts";

/** AWS's quota of one #foreach; the rest is what no sensible template needs. */
const mostRounds = 1000;
const mostSteps = 500_000;
const longestList = 100_000;
const deepestCalls = 100;

/** Nodes that are filled in wherever their variable is shown. */
class Definition {
  constructor(readonly body: readonly Node[]) {}
}

type Ending = "break" | "stop" | undefined;

/** A template with its variables filled in; `variables` is changed by `#set`. Throws TemplateError beyond the limits. */
export function fillTemplate(template: Template, variables: MapValue): string {
  const filler = new Filler(template, variables);
  return filler.fill(template.nodes);
}

class Filler {
  #steps = 0;
  #characters = 0;
  #depth = 0;

  constructor(
    private readonly template: Template,
    private readonly variables: MapValue,
  ) {}

  fill(nodes: readonly Node[]): string {
    const out: string[] = [];
    this.#nodes(nodes, out);
    return out.join("");
  }

  #nodes(nodes: readonly Node[], out: string[]): Ending {
    for (const node of nodes) {
      const ending = this.#node(node, out);
      if (ending) return ending;
    }
    return undefined;
  }

  #node(node: Node, out: string[]): Ending {
    this.#step();
    switch (node.kind) {
      case "text":
        this.#write(node.text, out);
        return undefined;
      case "reference":
        this.#write(textOf(this.#value(node.reference)), out);
        return undefined;
      case "set":
        this.#set(node.target, this.#evaluate(node.value));
        return undefined;
      case "if":
        for (const { test, body } of node.branches)
          if (isTrue(this.#evaluate(test))) return this.#nodes(body, out);
        return this.#nodes(node.otherwise, out);
      case "foreach":
        return this.#foreach(node, out);
      case "define":
        this.variables.set(node.name, new Definition(node.body));
        return undefined;
      case "call":
        return this.#call(node, out);
      case "break":
      case "stop":
        return node.kind;
    }
  }

  #write(text: string, out: string[]): void {
    this.#characters += text.length;
    if (this.#characters > mostCharacters) throw new TemplateError("the result is too long");
    out.push(text);
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw new TemplateError("the template takes too many steps");
  }

  #foreach({ name, list, body }: Node & { kind: "foreach" }, out: string[]): Ending {
    const given = this.#evaluate(list);
    const items = isList(given) ? [...given] : isMap(given) ? [...given.values()] : [];
    const before = new Map(
      [name, "foreach", "velocityCount", "velocityHasNext"].map((one) => [
        one,
        this.variables.get(one),
      ]),
    );
    let ending: Ending;
    for (const [index, item] of items.slice(0, mostRounds).entries()) {
      const hasNext = index + 1 < items.length;
      this.variables.set(name, item);
      this.variables.set("velocityCount", index + 1);
      this.variables.set("velocityHasNext", hasNext);
      this.variables.set(
        "foreach",
        loopTool({ index, length: items.length, parent: before.get("foreach") }),
      );
      ending = this.#nodes(body, out);
      if (ending) break;
    }
    for (const [one, value] of before) this.variables.set(one, value);
    return ending === "stop" ? ending : undefined;
  }

  #call({ name, given }: Node & { kind: "call" }, out: string[]): Ending {
    const macro = this.template.macros.get(name);
    if (!macro) return undefined;
    const values = macro.parameters.map((_name, at) => {
      const one = given[at];
      return one ? this.#evaluate(one) : null;
    });
    const before = macro.parameters.map((one) => this.variables.get(one));
    macro.parameters.forEach((one, at) => this.variables.set(one, values[at]));
    const ending = this.#deeper(() => this.#nodes(macro.body, out));
    macro.parameters.forEach((one, at) => this.variables.set(one, before[at]));
    return ending === "stop" ? ending : undefined;
  }

  #deeper<Result>(act: () => Result): Result {
    if (this.#depth >= deepestCalls)
      throw new TemplateError("its macros call each other too deeply");
    this.#depth += 1;
    try {
      return act();
    } finally {
      this.#depth -= 1;
    }
  }

  #value({ name, steps }: Reference): Value {
    let value = this.variables.get(name);
    if (value instanceof Definition) {
      const { body } = value;
      value = this.#deeper(() => this.fill(body));
    }
    for (const step of steps) {
      this.#step();
      if (isList(value) && value.length > longestList)
        throw new TemplateError("a list is too long");
      if (step.kind === "member") value = memberOf(value, step.name);
      else if (step.kind === "index") value = itemAt(value, this.#evaluate(step.at));
      else
        value = callMethod(
          value,
          step.name,
          step.given.map((one) => this.#evaluate(one)),
        );
      if (typeof value === "string" && value.length > mostCharacters)
        throw new TemplateError("a text is too long");
    }
    return value;
  }

  #set({ name, steps }: Reference, value: Value): void {
    const last = steps.at(-1);
    if (!last) {
      this.variables.set(name, value);
      return;
    }
    const owner = this.#value({ name, steps: steps.slice(0, -1) });
    const key = last.kind === "index" ? this.#evaluate(last.at) : last.name;
    if (isMap(owner)) owner.set(textOf(key), value);
    else if (isList(owner)) callMethod(owner, "set", [key, value]);
  }

  #evaluate(expression: Expression): Value {
    this.#step();
    switch (expression.kind) {
      case "value":
        return expression.value;
      case "filled":
        return this.fill(expression.nodes);
      case "reference":
        return this.#value(expression.reference);
      case "list":
        return expression.items.map((item) => this.#evaluate(item));
      case "range":
        return this.#range(this.#evaluate(expression.from), this.#evaluate(expression.to));
      case "map":
        return new Map(
          expression.entries.map(([key, value]) => [
            textOf(this.#evaluate(key)),
            this.#evaluate(value),
          ]),
        );
      case "not":
        return !isTrue(this.#evaluate(expression.of));
      case "binary":
        return this.#binary(expression);
    }
  }

  #range(from: Value, to: Value): Value {
    if (!Number.isInteger(from) || !Number.isInteger(to)) return null;
    const [first, last] = [from as number, to as number];
    const length = Math.abs(last - first) + 1;
    if (length > mostSteps) throw new TemplateError("a range is too long");
    this.#steps += length;
    const step = last < first ? -1 : 1;
    return Array.from({ length }, (_item, at) => first + at * step);
  }

  #binary({ operator, left, right }: Expression & { kind: "binary" }): Value {
    const one = this.#evaluate(left);
    if (operator === "&&") return isTrue(one) && isTrue(this.#evaluate(right));
    if (operator === "||") return isTrue(one) || isTrue(this.#evaluate(right));
    const other = this.#evaluate(right);
    if (operator === "==") return areEqual(one, other);
    if (operator === "!=") return !areEqual(one, other);
    if (typeof one === "number" && typeof other === "number")
      return calculated(operator, one, other);
    if (operator !== "+" || (typeof one !== "string" && typeof other !== "string")) return null;
    const text = textOf(one) + textOf(other);
    if (text.length > mostCharacters) throw new TemplateError("a text is too long");
    return text;
  }
}

function itemAt(value: Value, key: Value): Value {
  if (isMap(value)) return value.get(textOf(key));
  if (isList(value)) return typeof key === "number" ? value.at(key) : null;
  return null;
}

/** Whole numbers divide into whole numbers, as in Java; what has no value is nothing. */
function calculated(operator: Operator, left: number, right: number): Value {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "%":
      return right === 0 ? null : left % right;
    default: {
      if (right === 0) return null;
      const isWhole = Number.isInteger(left) && Number.isInteger(right);
      return isWhole ? Math.trunc(left / right) : left / right;
    }
  }
}
