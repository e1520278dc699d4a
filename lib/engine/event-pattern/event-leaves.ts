import type { Leaf, Rule } from "./rules.ts";

/** Which element of which list a leaf lies in. */
type Place = Readonly<Record<number, number>>;

/**
 * The leaves of an event by their paths, joined by dots. Fields of objects in lists are told apart by their place, so
 * that two fields of a pattern only match within one element, as with AWS (aws/event-ruler, "array consistency").
 */
export class EventLeaves {
  readonly #leaves = new Map<string, { value: Leaf; place: Place }[]>();
  #lists = 0;

  constructor(event: unknown) {
    this.#gather(event, "", {});
  }

  /** Whether every field has a leaf that one of its rules matches, all in places that can be together. */
  match(
    fields: readonly (readonly [path: string, rules: readonly Rule[]])[],
    at: Place = {},
  ): boolean {
    const [first, ...rest] = fields;
    if (!first) return true;
    const [path, rules] = first;
    const leaves = this.#leaves.get(path) ?? [];
    if (leaves.length === 0)
      return rules.some((rule) => rule.absent === true) && this.match(rest, at);
    return leaves.some(
      ({ value, place }) =>
        together(place, at) &&
        rules.some((rule) => rule.matches(value)) &&
        this.match(rest, { ...at, ...place }),
    );
  }

  #gather(value: unknown, path: string, place: Place): void {
    if (Array.isArray(value)) {
      const list = this.#lists++;
      value.forEach((element, index) =>
        this.#gather(element, path, isContainer(element) ? { ...place, [list]: index } : place),
      );
    } else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value))
        this.#gather(inner, path === "" ? name : `${path}.${name}`, place);
    } else if (value !== undefined) {
      const leaf = { value: value as Leaf, place };
      const there = this.#leaves.get(path);
      if (there) there.push(leaf);
      else this.#leaves.set(path, [leaf]);
    }
  }
}

function together(one: Place, other: Place): boolean {
  return Object.entries(one).every(
    ([list, index]) => other[Number(list)] === undefined || other[Number(list)] === index,
  );
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
