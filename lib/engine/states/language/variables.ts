import { StateError } from "./state-error.ts";

/** AWS's limits, in bytes. Source: Developer Guide, "Passing data between states with variables". */
const mostOfAssign = 262_144;
const mostOfExecution = 10 * 1_048_576;

/** The variables of a workflow. It can read those of the workflows around it, and has its own. */
export class Variables {
  readonly #own = new Map<string, string>();

  constructor(private readonly outer?: Variables) {}

  /** Those of a workflow within this one: a branch, or what a Map does with an item. */
  inner(): Variables {
    return new Variables(this);
  }

  /** A variable's value as JSON; undefined: nothing was assigned to it. */
  json(name: string): string | undefined {
    return this.#own.get(name) ?? this.outer?.json(name);
  }

  /** Assigns values, and tells them as JSON. Throws States.DataLimitExceeded. */
  assign(values: Readonly<Record<string, unknown>>): Record<string, string> {
    const entries = Object.entries(values).map(([name, value]): [string, string] => [
      name,
      JSON.stringify(value),
    ]);
    if (sizeOf(entries) > mostOfAssign)
      throw tooLarge("The values of an Assign field have a size exceeding the limit of 256 KiB.");
    const before = entries.map(([name]) => [name, this.#own.get(name)] as const);
    for (const [name, json] of entries) this.#own.set(name, json);
    if (this.#size() > mostOfExecution) {
      for (const [name, json] of before)
        if (json === undefined) this.#own.delete(name);
        else this.#own.set(name, json);
      throw tooLarge("The variables of the execution have a size exceeding the limit of 10 MiB.");
    }
    return Object.fromEntries(entries);
  }

  #size(): number {
    return sizeOf([...this.#own]) + (this.outer ? this.outer.#size() : 0);
  }
}

const sizeOf = (entries: readonly (readonly [string, string])[]): number =>
  entries.reduce((sum, [, json]) => sum + Buffer.byteLength(json), 0);

const tooLarge = (cause: string): StateError => new StateError("States.DataLimitExceeded", cause);

/** Whether a name can be a variable's. Source: as above, "Variable name syntax". */
export const isVariableName = (name: string): boolean =>
  name.length <= 80 && /^\p{ID_Start}\p{ID_Continue}*$/u.test(name);
