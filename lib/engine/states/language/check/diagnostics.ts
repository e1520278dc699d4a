import type { QueryLanguage } from "../definition.ts";

/** What is wrong with a definition, and where. */
export interface Diagnostic {
  code: string;
  message: string;
  /** `/States/First/Next`; AWS gives none for what is wrong with a workflow as a whole. */
  location?: string;
}

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One walk over a definition, which notes what is wrong. */
export class Diagnostics {
  readonly all: Diagnostic[] = [];

  fail(message: string, location?: string, code = "SCHEMA_VALIDATION_FAILED"): void {
    this.all.push({ code, message, ...(location !== undefined && { location }) });
  }

  atLeast(value: unknown, least: number, location: string): void {
    if (value !== undefined && !(typeof value === "number" && value >= least))
      this.fail(`The value has to be ${least} or more`, location);
  }

  /** The target of a transition; AWS says Next of all of them. */
  target(target: unknown, states: Json, location: string): void {
    if (typeof target === "string" && Object.hasOwn(states, target)) return;
    this.fail(`Missing 'Next' target: ${String(target)}`, location, "MISSING_TRANSITION_TARGET");
  }

  oneOf(state: Json, fields: readonly string[], location: string, isRequired: boolean): void {
    const given = fields.filter((field) => state[field] !== undefined);
    if (given.length > 1)
      this.fail(
        `There should only be one of the following fields: [${given.join(", ")}]`,
        location,
      );
    if (given.length === 0 && isRequired)
      this.fail(`One of ${fields.join(", ")} is required`, location);
  }
}

/** A state under examination. */
export interface StateCheck {
  state: Json;
  /** Its place: `/States/First`. */
  at: string;
  language: QueryLanguage;
  /** The states that it can go to. */
  states: Json;
  /** What the workflows around it assign to. */
  outer: ReadonlySet<string>;
}
