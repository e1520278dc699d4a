import type { Member, Shape } from "../http/shape.ts";
import type { Random } from "./random.ts";

export interface ValueOptions {
  /** A value for a member, by its name, where any would do but some say more; undefined leaves it to chance. */
  named?: (name: string, random: Random) => unknown;
  /** How many of a structure's members are there: 1 for all. */
  share: number;
  /** Only what every protocol carries as it is: no empty texts or lists, no fractions of a second. */
  plain: boolean;
}

/** A value as an operation takes or gives it: times are Date, blobs Uint8Array. */
export function makeValue(shape: Shape, random: Random, options: ValueOptions, depth = 0): unknown {
  switch (shape.kind) {
    case "structure":
      return makeStructure(shape, random, options, depth);
    case "list":
      return Array.from({ length: countOf(random, options) }, () =>
        makeValue(shape.element, random, options, depth + 1),
      );
    case "map":
      return Object.fromEntries(
        Array.from({ length: countOf(random, options) }, (_, i) => [
          `${makeText(random)}${i}`,
          makeValue(shape.element, random, options, depth + 1),
        ]),
      );
    case "timestamp":
      return new Date(Date.UTC(2026, 0, 1) + random.below(10_000) * 1000);
    case "blob":
      return random.bytes(1 + random.below(20));
    case "number":
      return random.below(1000);
    case "boolean":
      return random.chance(0.5);
    case "document":
      return { any: makeText(random) };
    case "string":
      return makeText(random);
  }
}

function makeStructure(
  shape: Shape,
  random: Random,
  options: ValueOptions,
  depth: number,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const member of shape.members) {
    // Shapes that hold themselves must end somewhere.
    const simple = !["structure", "list", "map"].includes(member.shape.kind);
    if (depth > 4 && !simple) continue;
    if (!random.chance(options.share)) continue;
    value[member.name] =
      options.named?.(member.name, random) ??
      (options.plain ? plainest(member) : undefined) ??
      makeValue(member.shape, random, options, depth + 1);
    if (shape.isUnion) break;
  }
  return value;
}

/** Headers carry no other letters, and a status must be one. */
function plainest({ traits, shape }: Member): unknown {
  if (traits.httpResponseCode) return 200;
  return traits.httpHeader && shape.kind === "string" ? "plain text" : undefined;
}

const countOf = (random: Random, { plain }: ValueOptions): number =>
  plain ? 1 + random.below(2) : random.below(3);

const words = [
  "a",
  "Zz",
  "0",
  "hello world",
  "grün",
  "名前",
  "<&>\"'",
  "a=b&c",
  "100%",
  "😀",
  "x/y:z",
];
const makeText = (random: Random): string => random.pick(words) + random.pick(words);
