import type { Variables } from "./variables.ts";

/** What paths, templates and expressions of a state are read from. */
export interface Scope {
  /** What the state was handed. In paths `$` is this, or what a field says. */
  input: unknown;
  /** The context object: `$$` in paths, `$states.context` in expressions. */
  context: unknown;
  variables: Pick<Variables, "json">;
  /** The same numbers again when an interrupted execution is continued. */
  random(): number;
  /** When the state's expressions are evaluated; the same again likewise. */
  nowMs(): number;
}
