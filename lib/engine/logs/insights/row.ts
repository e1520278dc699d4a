import { type EventFields, valueAt } from "./event-fields.ts";
import { Timestamp, type Value } from "./value.ts";

/** What goes through a query: an event with the fields that commands added, or a group of events. */
export class Row {
  readonly event: EventFields | undefined;
  readonly #added = new Map<string, Value>();
  /** Added fields that are lists or maps, whose own fields are fields too. */
  #structures: string[] | undefined;
  /** The values of the last `sort`. */
  order: readonly Value[] = [];

  constructor(event?: EventFields) {
    this.event = event;
  }

  field(name: string): Value {
    const added = this.#added.get(name);
    if (added !== undefined || this.#added.has(name)) return added;
    for (const owner of this.#structures ?? [])
      if (name.startsWith(`${owner}.`))
        return valueAt(this.#added.get(owner), name.slice(owner.length + 1));
    return this.event?.field(name);
  }

  set(name: string, value: Value): void {
    this.#added.set(name, value);
    if (typeof value === "object" && !(value instanceof Timestamp))
      (this.#structures ??= []).push(name);
  }

  /** The same row again, to be changed on its own. */
  copy(): Row {
    const copy = new Row(this.event);
    for (const [name, value] of this.#added) copy.set(name, value);
    copy.order = this.order;
    return copy;
  }
}
