import type { Span } from "./malformed-query.ts";

/** What a command computes from one event. */
export type Expression =
  | { kind: "literal"; value: string | number | boolean }
  | { kind: "field"; name: string }
  | { kind: "period"; text: string; span: Span }
  | { kind: "call"; name: string; args: Expression[]; span: Span }
  | { kind: "not" | "negative"; operand: Expression }
  | { kind: "operation"; operator: Operator; left: Expression; right: Expression }
  | { kind: "like"; value: Expression; pattern: RegExp | Expression }
  | { kind: "in"; value: Expression; items: Expression[] };

export type Operator =
  | "and"
  | "or"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "^";

/** An expression and the field it becomes: its alias, or what was written. */
export interface NamedExpression {
  name: string;
  expression: Expression;
}

/** How `parse` finds values in a text. */
export type ParsePattern =
  | { kind: "glob"; parts: string[]; names: string[] }
  | { kind: "regex"; regex: RegExp; names: string[] }
  | { kind: "logfmt"; alias: string };

export interface SortKey {
  field: string;
  descending: boolean;
}

export type Command =
  | { kind: "fields"; fields: NamedExpression[] }
  | { kind: "filter"; condition: Expression }
  | { kind: "parse"; source: Expression; pattern: ParsePattern }
  | { kind: "stats"; values: NamedExpression[]; by: NamedExpression[] }
  | { kind: "sort"; keys: SortKey[] }
  | { kind: "limit"; count: number; any: boolean }
  | { kind: "display"; fields: NamedExpression[] }
  | { kind: "dedup"; fields: string[] }
  | { kind: "unnest"; source: Expression; name: string };
