import { hashOf } from "../hash-of.ts";
import { uuidOf } from "../uuid-of.ts";

interface Deps {
  /** The same numbers again when an interrupted execution is continued. */
  random(): number;
}

type AwsFunction = (args: readonly unknown[], deps: Deps) => unknown;

/** Thrown into the expression, with a code of JSONata's. */
class FunctionError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The engine's limit of what a range may hold, measured on AWS. */
const longestRange = 360_145;

/** What AWS adds to JSONata. Source: Developer Guide, "Transforming data with JSONata in Step Functions". */
const functions: Readonly<Record<string, { signature: string; run: AwsFunction }>> = {
  partition: {
    signature: "<an:a>",
    run([items, size]) {
      const all = items as unknown[];
      const step = Math.trunc(size as number);
      if (step < 1) throw new FunctionError("D3137", "The chunk size must be a positive integer");
      return Array.from({ length: Math.ceil(all.length / step) }, (_, at) =>
        all.slice(at * step, at * step + step),
      );
    },
  },
  range: {
    signature: "<nnn:a>",
    run(given) {
      const [first, last, step] = given as [number, number, number];
      if (step === 0) throw new FunctionError("D3137", "The range delta must not be zero");
      const length = Math.max(0, Math.floor((last - first) / step) + 1);
      if (length > longestRange) throw new FunctionError("D2015", "");
      return Array.from({ length }, (_, at) => first + at * step);
    },
  },
  hash: {
    signature: "<ss:s>",
    run([value, algorithm]) {
      const digest = hashOf(value as string, algorithm as string);
      if (digest === undefined)
        throw new FunctionError("D3137", `Unsupported hash algorithm: ${algorithm as string}`);
      return digest;
    },
  },
  random: {
    signature: "<n?:n>",
    run: ([seed], { random }) => (typeof seed === "number" ? javaRandom(seed) : random()),
  },
  uuid: { signature: "<:s>", run: (_args, { random }) => uuidOf(random) },
  parse: {
    signature: "<s:x>",
    run([text]) {
      try {
        return JSON.parse(text as string) as unknown;
      } catch {
        throw new FunctionError("D3137", "Invalid JSON");
      }
    },
  },
};

export const awsSignatures: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(functions).map(([name, { signature }]) => [name, signature]),
);

/** Carries out one of AWS's functions; arguments and answer are JSON. */
export function callAwsFunction(name: string, args: string, deps: Deps): string {
  try {
    const value = functions[name]?.run(JSON.parse(args) as unknown[], deps);
    return JSON.stringify({ value });
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    return JSON.stringify({ error: { code: error.code, message: error.message } });
  }
}

const mask = (1n << 48n) - 1n;
const multiplier = 0x5deece66dn;

/** The first number of Java's `Random` with this seed, which is what AWS answers. */
function javaRandom(seed: number): number {
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask;
  const next = (bits: bigint): bigint => {
    state = (state * multiplier + 0xbn) & mask;
    return state >> (48n - bits);
  };
  const high = next(26n);
  return Number((high << 27n) + next(27n)) / 2 ** 53;
}
