import { StateError } from "./state-error.ts";

/** AWS's limits, in bytes. Source: Developer Guide, "Passing data between states with variables". */
const mostOfAssign = 262_144;
const mostOfExecution = 10 * 1_048_576;

/** The variables of a workflow. It can read those of the workflows around it, and has its own. */
export class Variables {
  readonly #own = new Map<string, string>();
  #ownBytes = 0;

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
    const replaced = entries.flatMap(([name]): [string, string][] => {
      const json = this.#own.get(name);
      return json === undefined ? [] : [[name, json]];
    });
    const grown = sizeOf(entries) - sizeOf(replaced);
    if (this.#size() + grown > mostOfExecution)
      throw tooLarge("The variables of the execution have a size exceeding the limit of 10 MiB.");
    this.#ownBytes += grown;
    for (const [name, json] of entries) this.#own.set(name, json);
    return Object.fromEntries(entries);
  }

  #size(): number {
    return this.#ownBytes + (this.outer ? this.outer.#size() : 0);
  }
}

const sizeOf = (entries: readonly (readonly [string, string])[]): number =>
  entries.reduce((sum, [, json]) => sum + Buffer.byteLength(json), 0);

const tooLarge = (cause: string): StateError => new StateError("States.DataLimitExceeded", cause);

/** Whether a name can be a variable's. Source: as above, "Variable name syntax". */
export const isVariableName = (name: string): boolean =>
  name.length <= 80 && /^\p{ID_Start}\p{ID_Continue}*$/u.test(name);
