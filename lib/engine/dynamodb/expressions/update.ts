import { addNumbers, subtractNumbers } from "../decimal.ts";
import { membersOf, typeOf, type Item, type Value } from "../attribute-value.ts";
import { invalid } from "../errors.ts";
import { valueAt, withoutRemoved, withValueAt } from "../item-path.ts";
import type { Path, Placeholders } from "./placeholders.ts";
import { checkOverlaps } from "./projection.ts";
import { TokenReader } from "./tokens.ts";

type SetOperand =
  | { kind: "path"; path: Path }
  | { kind: "value"; value: Value }
  | { kind: "if_not_exists"; path: Path; otherwise: SetOperand }
  | { kind: "list_append"; lists: readonly [SetOperand, SetOperand] }
  | { kind: "sum" | "difference"; terms: readonly [SetOperand, SetOperand] };

type Action =
  | { section: "SET"; path: Path; operand: SetOperand }
  | { section: "REMOVE"; path: Path }
  | { section: "ADD" | "DELETE"; path: Path; value: Value };

export type Update = readonly Action[];

const sections = ["SET", "REMOVE", "ADD", "DELETE"] as const;
type Section = (typeof sections)[number];

/** Reads an update expression. Throws ValidationException in DynamoDB's words. */
export function parseUpdate(text: string, placeholders: Placeholders): Update {
  const tokens = new TokenReader("UpdateExpression", text);
  const actions: Action[] = [];
  const seen = new Set<Section>();
  while (tokens.peek().kind !== "end") {
    const section = sections.find((name) => tokens.take(name));
    if (!section) throw tokens.syntaxError();
    if (seen.has(section))
      throw tokens.error(`The "${section}" section can only be used once in an update expression;`);
    seen.add(section);
    do actions.push(readAction(section, tokens, placeholders));
    while (tokens.take(","));
  }
  checkOverlaps(
    tokens,
    actions.map(({ path }) => path),
  );
  return actions;
}

function readAction(section: Section, tokens: TokenReader, placeholders: Placeholders): Action {
  const path = placeholders.path(tokens);
  if (section === "REMOVE") return { section, path };
  if (section === "SET") {
    tokens.expect("=");
    return { section, path, operand: readSum(tokens, placeholders) };
  }
  const token = tokens.next();
  if (token.kind !== "value") throw tokens.syntaxError(token);
  const value = placeholders.value(tokens, token.text);
  const fits = section === "ADD" ? "N" in value || membersOf(value) : membersOf(value);
  if (!fits)
    throw tokens.error(
      `Incorrect operand type for operator or function; operator: ${section}, operand type: ${longTypeNames[typeOf(value)]}, typeSet: ${section === "ADD" ? "ALLOWED_FOR_ADD_OPERAND" : "ALLOWED_FOR_DELETE_OPERAND"}`,
    );
  return { section, path, value };
}

const longTypeNames = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  SS: "STRING_SET",
  NS: "NUMBER_SET",
  BS: "BINARY_SET",
  M: "MAP",
  L: "LIST",
  NULL: "NULL",
  BOOL: "BOOLEAN",
} as const;

function readSum(tokens: TokenReader, placeholders: Placeholders): SetOperand {
  const left = readOperand(tokens, placeholders);
  const sign = tokens.peek();
  if (sign.text !== "+" && sign.text !== "-") return left;
  tokens.next();
  const right = readOperand(tokens, placeholders);
  for (const term of [left, right])
    if (term.kind === "value" && !("N" in term.value))
      throw tokens.error(
        `Incorrect operand type for operator or function; operator or function: ${sign.text}, operand type: ${typeOf(term.value)}`,
      );
  return { kind: sign.text === "+" ? "sum" : "difference", terms: [left, right] };
}

function readOperand(tokens: TokenReader, placeholders: Placeholders): SetOperand {
  if (tokens.take("(")) {
    const operand = readSum(tokens, placeholders);
    tokens.expect(")");
    return operand;
  }
  if (tokens.peek().kind === "value")
    return { kind: "value", value: placeholders.value(tokens, tokens.next().text) };
  if (tokens.peek().kind !== "name" || tokens.peek(1).text !== "(")
    return { kind: "path", path: placeholders.path(tokens) };
  const name = tokens.next().text;
  if (name !== "if_not_exists" && name !== "list_append")
    throw tokens.error(
      /^(attribute_(exists|not_exists|type)|begins_with|contains|size)$/.test(name)
        ? `The function is not allowed in an update expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
  tokens.expect("(");
  const operands = [readOperand(tokens, placeholders)];
  while (tokens.take(",")) operands.push(readOperand(tokens, placeholders));
  tokens.expect(")");
  const [first, second] = operands;
  if (!first || !second || operands.length > 2)
    throw tokens.error(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  if (name === "list_append") {
    for (const operand of operands)
      if (operand.kind === "value" && !("L" in operand.value))
        throw tokens.error(
          `Incorrect operand type for operator or function; operator or function: list_append, operand type: ${typeOf(operand.value)}`,
        );
    return { kind: "list_append", lists: [first, second] };
  }
  if (first.kind !== "path")
    throw tokens.error(
      "Operator or function requires a document path; operator or function: if_not_exists",
    );
  return { kind: "if_not_exists", path: first.path, otherwise: second };
}

/** The item after the update; every action sees the item as it was before. Throws ValidationException. */
export function applyUpdate(update: Update, before: Item): Item {
  let after = before;
  // Values go in before places of lists are removed: the paths mean the lists as they were.
  const order: Section[] = ["SET", "ADD", "DELETE", "REMOVE"];
  for (const section of order)
    for (const action of update.filter((one) => one.section === section))
      after = applyAction(action, before, after);
  return withoutRemoved(after);
}

function applyAction(action: Action, before: Item, after: Item): Item {
  const { path } = action;
  if (action.section === "SET") return withValueAt(after, path, resolve(action.operand, before));
  const old = valueAt(before, path);
  if (action.section === "REMOVE") {
    // What is not there is removed already, but its parents must be.
    if (path.length > 1 && valueAt(before, path.slice(0, -1)) === undefined)
      throw invalid("The document path provided in the update expression is invalid for update");
    return withValueAt(after, path, undefined);
  }
  if (action.section === "ADD") return withValueAt(after, path, added(old, action.value));
  if (!old) return after;
  return withValueAt(after, path, without(old, action.value));
}

const wrongData = () => invalid("An operand in the update expression has an incorrect data type");

function resolve(operand: SetOperand, item: Item): Value {
  switch (operand.kind) {
    case "value":
      return operand.value;
    case "path": {
      const value = valueAt(item, operand.path);
      if (!value)
        throw invalid(
          "The provided expression refers to an attribute that does not exist in the item",
        );
      return value;
    }
    case "if_not_exists":
      return valueAt(item, operand.path) ?? resolve(operand.otherwise, item);
    case "list_append": {
      const [first, second] = operand.lists.map((list) => resolve(list, item)) as [Value, Value];
      if (!("L" in first) || !("L" in second)) throw wrongData();
      return { L: [...first.L, ...second.L] };
    }
    case "sum":
    case "difference": {
      const [left, right] = operand.terms.map((term) => resolve(term, item)) as [Value, Value];
      if (!("N" in left) || !("N" in right)) throw wrongData();
      return {
        N: operand.kind === "sum" ? addNumbers(left.N, right.N) : subtractNumbers(left.N, right.N),
      };
    }
  }
}

function added(old: Value | undefined, value: Value): Value {
  if (!old) return value;
  if ("N" in old && "N" in value) return { N: addNumbers(old.N, value.N) };
  const type = typeOf(old);
  const known = membersOf(old);
  if (!known || type !== typeOf(value)) throw wrongData();
  return setOf(type, [...new Set([...known, ...(membersOf(value) ?? [])])]);
}

/** Undefined when nothing of the set is left: the attribute goes. */
function without(old: Value, value: Value): Value | undefined {
  const type = typeOf(old);
  const known = membersOf(old);
  if (!known || type !== typeOf(value)) throw wrongData();
  const gone = new Set(membersOf(value));
  const left = known.filter((member) => !gone.has(member));
  return left.length > 0 ? setOf(type, left) : undefined;
}

function setOf(type: string, members: string[]): Value {
  if (type === "SS") return { SS: members };
  if (type === "NS") return { NS: members };
  return { BS: members.map((member) => Buffer.from(member, "base64")) };
}

/** The first attribute of the key that an update would change. */
export function updatedKey(update: Update, keys: readonly string[]): string | undefined {
  return keys.find((key) => update.some(({ path }) => path[0] === key));
}

/** The paths that an update names, for UPDATED_OLD and UPDATED_NEW. */
export const updatedPaths = (update: Update): Path[] => update.map(({ path }) => path);
