import { newItem, type Item, type Value } from "./attribute-value.ts";
import { invalid } from "./errors.ts";
import type { Path } from "./expressions/placeholders.ts";

/** The value at a path; undefined where there is none. */
export function valueAt(item: Item, path: Path): Value | undefined {
  let value: Value | undefined = { M: item };
  for (const step of path) {
    if (value === undefined) return undefined;
    value = stepInto(value, step);
  }
  return value;
}

function stepInto(value: Value, step: string | number): Value | undefined {
  if (typeof step === "number") return "L" in value ? value.L[step] : undefined;
  return "M" in value ? value.M[step] : undefined;
}

const invalidPath = () =>
  invalid("The document path provided in the update expression is invalid for update");

/** `item` with `value` at the path; the path's parents must be there. A place behind a list's end is its end. */
export function withValueAt(item: Item, path: Path, value: Value | undefined): Item {
  const changed = changeAt({ M: item }, path, value);
  return "M" in changed ? changed.M : item;
}

function changeAt(parent: Value | undefined, path: Path, value: Value | undefined): Value {
  const [step, ...rest] = path;
  if (typeof step === "number") {
    if (!parent || !("L" in parent)) throw invalidPath();
    const list = [...parent.L];
    if (rest.length > 0) {
      if (step >= list.length) throw invalidPath();
      list[step] = changeAt(list[step], rest, value);
    } else if (value !== undefined) list[Math.min(step, list.length)] = value;
    // Removed places stay until all removals are done, so that later ones mean the same list.
    else if (step < list.length) list[step] = removed;
    return { L: list };
  }
  if (!parent || !("M" in parent) || step === undefined) throw invalidPath();
  const map = newItem(Object.entries(parent.M));
  if (rest.length > 0) map[step] = changeAt(map[step], rest, value);
  else if (value !== undefined) map[step] = value;
  else delete map[step];
  return { M: map };
}

const removed: Value = { NULL: true };

/** Takes the places that were removed out of all lists. */
export function withoutRemoved(item: Item): Item {
  return newItem(Object.entries(item).map(([name, value]) => [name, compact(value)]));
}

function compact(value: Value): Value {
  if ("M" in value) return { M: withoutRemoved(value.M) };
  if ("L" in value) return { L: value.L.filter((one) => one !== removed).map(compact) };
  return value;
}

/** `item` with only what the paths name. */
export function projected(item: Item, paths: readonly Path[] | undefined): Item {
  if (!paths) return item;
  const tree: Node = { children: new Map() };
  for (const path of paths) {
    let node = tree;
    for (const step of path) {
      let child = node.children.get(step);
      if (!child) node.children.set(step, (child = { children: new Map() }));
      node = child;
    }
    node.whole = true;
  }
  const result = pick({ M: item }, tree);
  return result && "M" in result ? result.M : newItem();
}

interface Node {
  whole?: boolean;
  children: Map<string | number, Node>;
}

function pick(value: Value | undefined, node: Node): Value | undefined {
  if (value === undefined || node.whole) return value;
  if ("M" in value) {
    const picked = [...node.children].flatMap(([step, child]) => {
      const found = typeof step === "string" ? pick(value.M[step], child) : undefined;
      return found ? [[String(step), found] as const] : [];
    });
    return picked.length > 0 || node.children.size === 0 ? { M: newItem(picked) } : undefined;
  }
  if ("L" in value) {
    const places = [...node.children].filter(([step]) => typeof step === "number");
    const picked = places
      .sort(([a], [b]) => Number(a) - Number(b))
      .flatMap(([step, child]) => pick(value.L[Number(step)], child) ?? []);
    return picked.length > 0 ? { L: picked } : undefined;
  }
  return undefined;
}
