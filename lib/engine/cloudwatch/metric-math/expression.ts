import { ServiceError } from "../../http/service.ts";

/** A parsed metric math expression. */
export type Expression =
  | { kind: "number"; value: number }
  | { kind: "string"; value: string }
  /** The id of another query, or a keyword such as REPEAT, LINEAR, ASC or SUM as an argument. */
  | { kind: "name"; name: string }
  | { kind: "list"; items: Expression[] }
  | { kind: "call"; name: string; args: Expression[] }
  | { kind: "minus"; of: Expression }
  | { kind: "operator"; symbol: Operator; left: Expression; right: Expression };

export type Operator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "^"
  | "=="
  | "!="
  | "<="
  | ">="
  | "<"
  | ">"
  | "AND"
  | "OR";

/** Loosest first; `^` is read by itself, since it binds tighter than a minus sign. */
const levels: readonly Readonly<Record<string, Operator>>[] = [
  { "||": "OR", OR: "OR" },
  { "&&": "AND", AND: "AND" },
  { "==": "==", "!=": "!=", "<=": "<=", ">=": ">=", "<": "<", ">": ">" },
  { "+": "+", "-": "-" },
  { "*": "*", "/": "/" },
];

const token =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|'([^']*)'|"([^"]*)"|(\|\||&&|==|!=|<=|>=|[-+*/^<>()[\],]))/y;

interface Token {
  kind: "number" | "name" | "string" | "symbol";
  text: string;
}

/** Parses `100 * errors / MAX([errors, invocations])`. Throws ValidationError with what is wrong. */
export function parseExpression(text: string): Expression {
  const tokens = tokenize(text);
  let position = 0;
  const peek = () => tokens[position]?.text;
  const isSymbol = (symbol: string) =>
    tokens[position]?.kind === "symbol" && peek() === symbol ? (position++, true) : false;
  const expectSymbol = (symbol: string) => {
    if (!isSymbol(symbol)) throw mathError(`expected "${symbol}" at ${peek() ?? "the end"}`);
  };

  const readLevel = (level: number): Expression => {
    const operators = levels[level];
    if (!operators) return readUnary();
    let left = readLevel(level + 1);
    for (;;) {
      const next = tokens[position];
      const symbol = next && next.kind !== "string" ? operators[next.text] : undefined;
      if (!symbol) return left;
      position++;
      left = { kind: "operator", symbol, left, right: readLevel(level + 1) };
    }
  };
  const readUnary = (): Expression => {
    if (isSymbol("-")) return { kind: "minus", of: readUnary() };
    if (isSymbol("+")) return readUnary();
    const base = readPrimary();
    return isSymbol("^") ? { kind: "operator", symbol: "^", left: base, right: readUnary() } : base;
  };
  const readPrimary = (): Expression => {
    const next = tokens[position];
    if (isSymbol("(")) {
      const inner = readLevel(0);
      expectSymbol(")");
      return inner;
    }
    if (isSymbol("[")) return { kind: "list", items: readItems("]") };
    if (!next || next.kind === "symbol")
      throw mathError(`expected a value at ${next?.text ?? "the end"}`);
    position++;
    if (next.kind === "number") return { kind: "number", value: Number(next.text) };
    if (next.kind === "string") return { kind: "string", value: next.text };
    if (isSymbol("(")) return { kind: "call", name: next.text, args: readItems(")") };
    return { kind: "name", name: next.text };
  };
  const readItems = (close: string): Expression[] => {
    if (isSymbol(close)) return [];
    const items = [readLevel(0)];
    while (isSymbol(",")) items.push(readLevel(0));
    expectSymbol(close);
    return items;
  };

  const expression = readLevel(0);
  if (position < tokens.length) throw mathError(`unexpected "${peek()}"`);
  return expression;
}

export function mathError(detail: string): ServiceError {
  return new ServiceError("ValidationError", detail, 400);
}

function tokenize(text: string): Token[] {
  if (/^\s*SELECT\b/i.test(text))
    throw mathError("the local engine does not support Metrics Insights queries (SELECT)");
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (!found) throw mathError(`unexpected "${text.slice(from).trim().charAt(0)}"`);
    const [, number, name, single, double, symbol] = found;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol });
    else tokens.push({ kind: "string", text: single ?? double ?? "" });
  }
  return tokens;
}
