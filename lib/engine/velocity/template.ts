/** What a template in Apache's Velocity language is read into. */
export type Node =
  | { kind: "text"; text: string }
  | { kind: "reference"; reference: Reference }
  | { kind: "set"; target: Reference; value: Expression }
  | { kind: "if"; branches: readonly Branch[]; otherwise: readonly Node[] }
  | { kind: "foreach"; name: string; list: Expression; body: readonly Node[] }
  | { kind: "define"; name: string; body: readonly Node[] }
  | { kind: "call"; name: string; given: readonly Expression[] }
  | { kind: "break" }
  | { kind: "stop" };

interface Branch {
  test: Expression;
  body: readonly Node[];
}

/** `$name` and what of it is meant: `.member`, `.method(...)`, `[index]`. */
export interface Reference {
  name: string;
  steps: readonly Step[];
}

export type Step =
  | { kind: "member"; name: string }
  | { kind: "method"; name: string; given: readonly Expression[] }
  | { kind: "index"; at: Expression };

export type Operator =
  | "||"
  | "&&"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";

export type Expression =
  | { kind: "value"; value: string | number | boolean | null }
  /** Text in double quotation marks, which is a template itself. */
  | { kind: "filled"; nodes: readonly Node[] }
  | { kind: "reference"; reference: Reference }
  | { kind: "list"; items: readonly Expression[] }
  | { kind: "range"; from: Expression; to: Expression }
  | { kind: "map"; entries: readonly (readonly [key: Expression, value: Expression])[] }
  | { kind: "not"; of: Expression }
  | { kind: "binary"; operator: Operator; left: Expression; right: Expression };

export interface Macro {
  parameters: readonly string[];
  body: readonly Node[];
}

export interface Template {
  nodes: readonly Node[];
  macros: ReadonlyMap<string, Macro>;
  /** The methods of anything that it calls, and what it names of the variables that its surroundings give. */
  methods: ReadonlySet<string>;
  firstSteps: ReadonlyMap<string, ReadonlySet<string>>;
}

/** No text that a template makes is longer. */
export const mostCharacters = 10 * 1024 * 1024;

/** A template that cannot be read, or filled in within the limits. */
export class TemplateError extends Error {
  constructor(
    message: string,
    /** Where in its text. */
    readonly at?: number,
  ) {
    super(message);
  }
}
