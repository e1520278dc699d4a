import {
  matchesWholly,
  replaceFirst,
  replaceMatches,
  replaceText,
  splitText,
} from "./regular-expression.ts";
import {
  areEqual,
  Entry,
  isList,
  isMap,
  type MapValue,
  textOf,
  Tool,
  type Value,
} from "./values.ts";

type Method<Of> = (self: Of, ...given: Value[]) => Value;
type Methods<Of> = Readonly<Record<string, Method<Of>>>;

const numberIn = (value: Value): number => Number(textOf(value));
const known = (value: number): Value => (Number.isNaN(value) ? null : value);

/** What values of every kind can do. */
const common: Methods<Value> = {
  equals: (self, other) => areEqual(self, other),
  toString: (self: Value) => textOf(self),
};

const texts: Methods<string> = {
  charAt: (self, at) => self.charAt(numberIn(at)),
  compareTo: (self, other) => compare(self, textOf(other)),
  concat: (self, more) => self + textOf(more),
  contains: (self, part) => self.includes(textOf(part)),
  endsWith: (self, part) => self.endsWith(textOf(part)),
  equalsIgnoreCase: (self, other) => self.toLowerCase() === textOf(other).toLowerCase(),
  indexOf: (self, part, from = 0) => self.indexOf(textOf(part), numberIn(from)),
  isBlank: (self) => self.trim() === "",
  isEmpty: (self) => self === "",
  lastIndexOf: (self, part) => self.lastIndexOf(textOf(part)),
  length: (self) => self.length,
  matches: (self, pattern) => matchesWholly(self, textOf(pattern)),
  replace: (self, part, by) => replaceText(self, textOf(part), textOf(by)),
  replaceAll: (self, pattern, by) => replaceMatches(self, textOf(pattern), textOf(by)),
  replaceFirst: (self, pattern, by) => replaceFirst(self, textOf(pattern), textOf(by)),
  split: (self, pattern, limit = 0) => splitText(self, textOf(pattern), numberIn(limit)),
  startsWith: (self, part) => self.startsWith(textOf(part)),
  strip: (self) => self.trim(),
  substring: (self, from, to = self.length) => self.slice(numberIn(from), numberIn(to)),
  toLowerCase: (self) => self.toLowerCase(),
  toUpperCase: (self) => self.toUpperCase(),
  trim: (self) => self.trim(),
};

/** Classes' own functions are reached through any value of the class: `#set($Integer = 0) $Integer.parseInt("7")`. */
const numbers: Methods<number> = {
  compareTo: (self, other) => Math.sign(self - numberIn(other)),
  doubleValue: (self) => self,
  floatValue: (self) => self,
  intValue: (self) => Math.trunc(self),
  longValue: (self) => Math.trunc(self),
  max: (_self, one, other) => Math.max(numberIn(one), numberIn(other)),
  min: (_self, one, other) => Math.min(numberIn(one), numberIn(other)),
  parseDouble: (_self, text) => known(Number.parseFloat(textOf(text))),
  parseFloat: (_self, text) => known(Number.parseFloat(textOf(text))),
  parseInt: (_self, text) => known(Number.parseInt(textOf(text), 10)),
  parseLong: (_self, text) => known(Number.parseInt(textOf(text), 10)),
  valueOf: (_self: number, text: Value) => known(numberIn(text)),
};

const booleans: Methods<boolean> = {
  booleanValue: (self) => self,
  parseBoolean: (_self, text) => textOf(text).toLowerCase() === "true",
};

const lists: Methods<Value[]> = {
  add(self, ...given) {
    if (given.length > 1) self.splice(numberIn(given[0]), 0, given[1]);
    else self.push(given[0]);
    return true;
  },
  addAll(self, more) {
    for (const item of isList(more) ? [...more] : []) self.push(item);
    return true;
  },
  clear: (self) => void (self.length = 0),
  contains: (self, item) => self.some((one) => areEqual(one, item)),
  containsAll: (self, items) =>
    isList(items) && items.every((item) => self.some((one) => areEqual(one, item))),
  get: (self, at) => self[numberIn(at)],
  indexOf: (self, item) => self.findIndex((one) => areEqual(one, item)),
  isEmpty: (self) => self.length === 0,
  remove(self, what) {
    const at = typeof what === "number" ? what : self.findIndex((one) => areEqual(one, what));
    const [removed] = at >= 0 ? self.splice(at, 1) : [];
    return typeof what === "number" ? removed : removed !== undefined;
  },
  set(self, at, item) {
    const index = numberIn(at);
    if (!(index >= 0 && index < self.length)) return null;
    const before = self[index];
    self[index] = item;
    return before;
  },
  size: (self) => self.length,
  length: (self) => self.length,
  subList: (self, from, to) => Array.from(self.slice(numberIn(from), numberIn(to))),
};

const maps: Methods<MapValue> = {
  clear: (self) => self.clear(),
  containsKey: (self, name) => self.has(textOf(name)),
  containsValue: (self, value) => [...self.values()].some((one) => areEqual(one, value)),
  entrySet: (self) => Array.from(self, ([key, value]) => new Entry(key, value)),
  get: (self, name) => self.get(textOf(name)),
  getOrDefault: (self, name, other) => self.get(textOf(name)) ?? other,
  isEmpty: (self) => self.size === 0,
  keySet: (self) => [...self.keys()],
  put(self, name, value) {
    const before = self.get(textOf(name));
    self.set(textOf(name), value);
    return before;
  },
  putAll(self, more) {
    for (const [name, value] of isMap(more) ? [...more] : []) self.set(name, value);
  },
  putIfAbsent(self, name, value) {
    const before = self.get(textOf(name));
    if (before === undefined || before === null) self.set(textOf(name), value);
    return before;
  },
  remove(self, name) {
    const before = self.get(textOf(name));
    self.delete(textOf(name));
    return before;
  },
  size: (self) => self.size,
  values: (self) => [...self.values()],
};

const entriesOfMaps: Methods<Entry> = {
  getKey: ({ key }) => key,
  getValue: ({ value }) => value,
};

const all: readonly Methods<never>[] = [
  common,
  texts,
  numbers,
  booleans,
  lists,
  maps,
  entriesOfMaps,
];

/** `$foreach`, as a loop's body has it. */
export function loopTool({
  index,
  length,
  parent,
}: {
  index: number;
  length: number;
  parent: Value;
}): Tool {
  const members = {
    count: index + 1,
    first: index === 0,
    hasNext: index + 1 < length,
    index,
    last: index + 1 === length,
    parent,
  };
  return new Tool(
    {
      getCount: () => members.count,
      getIndex: () => members.index,
      hasNext: () => members.hasNext,
      isFirst: () => members.first,
      isLast: () => members.last,
    },
    members,
  );
}
const methodsOfLoops = ["getCount", "getIndex", "hasNext", "isFirst", "isLast"];

/** Whether values of some kind have a method of that name. */
export const isMethod = (name: string): boolean =>
  methodsOfLoops.includes(name) || all.some((methods) => Object.hasOwn(methods, name));

/** Calls a method; null where the value has none of that name. Nothing is an empty text, as API Gateway takes it. */
export function callMethod(self: Value, name: string, given: readonly Value[]): Value {
  if (self instanceof Tool)
    return Object.hasOwn(self.methods, name) ? self.methods[name]?.(...given) : null;
  const value = self ?? "";
  const methods = methodsOf(value) as Methods<Value>;
  const method = Object.hasOwn(methods, name)
    ? methods[name]
    : Object.hasOwn(common, name)
      ? common[name]
      : undefined;
  return method?.(value, ...given) ?? null;
}

function methodsOf(value: Value): Methods<never> {
  if (typeof value === "string") return texts;
  if (typeof value === "number") return numbers;
  if (typeof value === "boolean") return booleans;
  if (isList(value)) return lists;
  if (isMap(value)) return maps;
  return value instanceof Entry ? entriesOfMaps : {};
}

/** The member that `.name` means: a map's, an entry's, or what `isEmpty()` says. */
export function memberOf(self: Value, name: string): Value {
  if (isMap(self) && (self.has(name) || name !== "empty")) return self.get(name);
  if (self instanceof Tool) return Object.hasOwn(self.members, name) ? self.members[name] : null;
  if (self instanceof Entry)
    return name === "key" ? self.key : name === "value" ? self.value : null;
  return name === "empty" ? callMethod(self, "isEmpty", []) : null;
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
