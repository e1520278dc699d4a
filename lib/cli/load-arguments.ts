import { UsageError } from "@/lib/cli/parse-arguments";
import { loadLimits } from "@/lib/model/load";
import { type Load, loadSchema } from "@/lib/model/load-schema";
import { jsonProblem } from "@/lib/model/json-text";

/** The options of `lambdeck load` that describe the load, as they were typed. */
export interface LoadArguments {
  callers?: string;
  ramp?: string;
  calls?: string;
  rate?: string;
  "to-rate"?: string;
  "burst-rate"?: string;
  "burst-at"?: string;
  "burst-seconds"?: string;
  "wave-rate"?: string;
  "wave-seconds"?: string;
  even?: boolean;
  "max-in-flight"?: string;
  duration?: string;
  "stop-at-errors"?: string;
  payload?: string;
  "payload-file"?: string;
  qualifier?: string;
}

type Name = keyof LoadArguments;

const shapes = {
  "to-rate": ["to-rate"],
  "burst-rate": ["burst-rate", "burst-at", "burst-seconds"],
  "wave-rate": ["wave-rate", "wave-seconds"],
} as const satisfies Record<string, readonly Name[]>;

/** The option behind each field, for refusals. */
const optionOf: Record<string, Name> = {
  callers: "callers",
  rampSeconds: "ramp",
  ratePerSecond: "rate",
  fromRatePerSecond: "rate",
  lowRatePerSecond: "rate",
  toRatePerSecond: "to-rate",
  burstRatePerSecond: "burst-rate",
  startSeconds: "burst-at",
  burstSeconds: "burst-seconds",
  highRatePerSecond: "wave-rate",
  periodSeconds: "wave-seconds",
  durationSeconds: "duration",
  maximumCalls: "calls",
  maximumInFlight: "max-in-flight",
  stopAtErrorPercent: "stop-at-errors",
};

/** The load that the options describe. Throws a UsageError that names the wrong one and its range. */
export function readLoadArguments(given: LoadArguments, readFile: (file: string) => string): Load {
  const number = (name: Name) => (given[name] === undefined ? undefined : Number(given[name]));
  const counted = given.calls !== undefined && given.rate === undefined;
  const parsed = loadSchema.safeParse({
    traffic: trafficOf(given, number),
    spacing: given.even ? "even" : "poisson",
    durationSeconds: number("duration") ?? (counted ? loadLimits.durationSeconds.max : undefined),
    maximumCalls: number("calls"),
    maximumInFlight: number("max-in-flight"),
    stopAtErrorPercent: given["stop-at-errors"] === "never" ? null : number("stop-at-errors"),
    payload: payloadOf(given, readFile),
    qualifier: given.qualifier,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const option = optionOf[String(issue?.path.at(-1))];
  throw new UsageError(`${option ? `--${option}` : issue?.path.join(".")} ${issue?.message}`);
}

function trafficOf(given: LoadArguments, number: (name: Name) => number | undefined): object {
  const chosen = (["to-rate", "burst-rate", "wave-rate"] as const).filter(
    (shape) => given[shape] !== undefined,
  );
  if (chosen.length > 1)
    throw new UsageError(`--${chosen[0]} and --${chosen[1]} exclude each other`);
  for (const [shape, names] of Object.entries(shapes))
    for (const name of names)
      if (given[name] !== undefined && chosen[0] !== shape)
        throw new UsageError(`--${name} needs --${shape}`);
  if (given.rate === undefined) {
    if (chosen[0]) throw new UsageError(`--${chosen[0]} needs --rate`);
    if (given.even) throw new UsageError("--even needs --rate");
    return { kind: "callers", callers: number("callers") ?? 10, rampSeconds: number("ramp") };
  }
  for (const name of ["callers", "ramp"] as const)
    if (given[name] !== undefined)
      throw new UsageError(
        `--${name} and --rate exclude each other: callers wait, a rate does not`,
      );
  const rate = number("rate");
  switch (chosen[0]) {
    case "to-rate":
      return { kind: "ramp", fromRatePerSecond: rate, toRatePerSecond: number("to-rate") };
    case "burst-rate":
      return {
        kind: "burst",
        ratePerSecond: rate,
        burstRatePerSecond: number("burst-rate"),
        startSeconds: number("burst-at") ?? 0,
        burstSeconds: number("burst-seconds") ?? 10,
      };
    case "wave-rate":
      return {
        kind: "wave",
        lowRatePerSecond: rate,
        highRatePerSecond: number("wave-rate"),
        periodSeconds: number("wave-seconds") ?? 60,
      };
    default:
      return { kind: "steady", ratePerSecond: rate };
  }
}

function payloadOf(given: LoadArguments, readFile: (file: string) => string): string | undefined {
  const file = given["payload-file"];
  if (given.payload !== undefined && file !== undefined)
    throw new UsageError("--payload and --payload-file exclude each other");
  const payload = file === undefined ? given.payload : readFile(file);
  const problem = payload === undefined ? undefined : jsonProblem(payload);
  if (problem) throw new UsageError(`the event is not JSON: ${problem.message}`);
  return payload;
}
