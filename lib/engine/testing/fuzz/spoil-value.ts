import type { Random } from "../random.ts";

/** Values that have broken readers before, of every type. */
const hostile: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  2 ** 53,
  1e308,
  0.1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "",
  " ",
  "NaN",
  "-Infinity",
  "0x10",
  "1e999",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "a\0b",
  "\r\nX-Injected: yes",
  "</Message><Code>",
  "]]>&#0;\u0001\u000B\uFFFE",
  "\uD800 alone",
  "%s%n{{7*7}}${x}",
  "arn:aws:lambda:us-east-1:000000000000:function:f",
  "arn:aws:sqs:us-east-1:000000000000:",
  "(((((((((((((((((((((((((((((((",
  "a".repeat(70_000),
  "é".repeat(3000),
  new Date(Number.NaN),
  new Date(8.64e15),
  new Date(-1),
  Buffer.from([0, 255, 1]),
  [],
  {},
  [null],
  [[[[]]]],
  { __type: "x" },
  { "": "" },
  Array.from({ length: 300 }, (_, i) => `${i}`),
];

/** `input` with some of its parts taken out, doubled or replaced by what does not belong there. */
export function spoilValue(input: Record<string, unknown>, random: Random): unknown {
  let spoilt: unknown = input;
  for (let times = 1 + random.below(3); times > 0; times--) spoilt = spoilOnce(spoilt, random, 0);
  return spoilt;
}

function spoilOnce(value: unknown, random: Random, depth: number): unknown {
  const inside = typeof value === "object" && value !== null && depth < 8 && !isLeaf(value);
  if (!inside || random.chance(0.15)) return depth === 0 ? value : random.pick(hostile);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return [...value, random.pick(hostile)];
    const at = random.below(value.length);
    if (random.chance(0.1)) return Array.from({ length: 1 + random.below(200) }, () => value[at]);
    return value.map((item, i) => (i === at ? spoilOnce(item, random, depth + 1) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || random.chance(0.1))
    return Object.fromEntries([...entries, [random.pick(oddNames), random.pick(hostile)]]);
  const at = random.below(entries.length);
  if (random.chance(0.1)) return Object.fromEntries(entries.filter((_, i) => i !== at));
  return Object.fromEntries(
    entries.map(([key, item], i) => [key, i === at ? spoilOnce(item, random, depth + 1) : item]),
  );
}

const oddNames = ["__proto__", "constructor", "toString", "", "a.b", "Unknown", "é"];

const isLeaf = (value: object): boolean => value instanceof Date || value instanceof Uint8Array;
