/**
 * When AWS ends support for a managed runtime. Functions keep running afterwards; creating and updating are
 * blocked later. Source: "Lambda runtimes" in the AWS Lambda Developer Guide, as of November 2026.
 */
interface RuntimeDates {
  /** Day of deprecation; absent: not scheduled. */
  deprecated?: string;
  /** Days from which functions can no longer be created, or updated. */
  createBlocked?: string;
  updateBlocked?: string;
}

const mid2029 = dates("2029-06-30", "2029-07-31", "2029-08-31");
const mid2027 = dates("2027-06-30", "2027-07-31", "2027-08-31");
const early2027 = (deprecated: string) => dates(deprecated, "2027-02-01", "2027-03-03");
/** Creating has been blocked since early 2024. */
const old = (deprecated: string) => dates(deprecated, "2024-03-01", "2027-03-03");

const runtimes: Record<string, RuntimeDates> = {
  "nodejs24.x": dates("2028-04-30", "2028-06-01", "2028-07-01"),
  "nodejs22.x": dates("2027-04-30", "2027-06-01", "2027-07-01"),
  "nodejs20.x": early2027("2026-04-30"),
  "nodejs18.x": early2027("2025-09-01"),
  "nodejs16.x": early2027("2024-06-12"),
  "nodejs14.x": old("2023-12-04"),
  "python3.14": mid2029,
  "python3.13": mid2029,
  "python3.12": dates("2028-10-31", "2028-11-30", "2029-01-10"),
  "python3.11": mid2027,
  "python3.10": early2027("2026-10-31"),
  "python3.9": early2027("2025-12-15"),
  "python3.8": early2027("2024-10-14"),
  "python3.7": old("2023-12-04"),
  java25: mid2029,
  java21: mid2029,
  "java17.al2023": {},
  "java11.al2023": {},
  "java8.al2023": {},
  java17: mid2027,
  java11: mid2027,
  "java8.al2": mid2027,
  java8: old("2024-01-08"),
  dotnet10: dates("2028-11-14", "2028-12-14", "2029-01-15"),
  dotnet8: early2027("2026-11-10"),
  dotnet6: early2027("2024-12-20"),
  "ruby4.0": dates("2029-03-31", "2029-04-30", "2029-05-30"),
  "ruby3.4": dates("2028-03-31", "2028-04-30", "2028-05-30"),
  "ruby3.3": dates("2027-03-31", "2027-04-30", "2027-05-30"),
  "ruby3.2": early2027("2026-03-31"),
  "ruby2.7": old("2023-12-07"),
  "provided.al2023": mid2029,
  "provided.al2": early2027("2026-07-31"),
  provided: old("2024-01-08"),
  "go1.x": old("2024-01-08"),
};

/** The runtimes that functions can be given (`create`) or changed to (`update`) at this time, newest first. */
export function usableRuntimes(purpose: "create" | "update", nowMs: number): string[] {
  const blocked = purpose === "create" ? "createBlocked" : "updateBlocked";
  return Object.entries(runtimes)
    .filter(([, of]) => !(of[blocked] !== undefined && isPast(of[blocked], nowMs)))
    .map(([name]) => name);
}

/** Sentence about a runtime whose support has ended or ends within half a year; undefined for the others. */
export function runtimeWarning(runtime: string | undefined, nowMs: number): string | undefined {
  if (runtime === undefined || !Object.hasOwn(runtimes, runtime)) return undefined;
  const { deprecated, createBlocked, updateBlocked } = runtimes[runtime] ?? {};
  if (deprecated === undefined || Date.parse(deprecated) - nowMs > halfYearMs) return undefined;
  const isOver = Date.parse(deprecated) <= nowMs;
  const blocks = [
    createBlocked &&
      `creating ${isPast(createBlocked, nowMs) ? "is" : "will be"} blocked from ${createBlocked}`,
    updateBlocked &&
      `updating ${isPast(updateBlocked, nowMs) ? "is" : "will be"} blocked from ${updateBlocked}`,
  ].filter(Boolean);
  return `AWS ${isOver ? "ended" : "ends"} support for ${runtime} on ${deprecated}; ${blocks.join(", ")}.`;
}

const languages: Readonly<Record<string, string>> = {
  nodejs: "Node.js",
  python: "Python",
  ruby: "Ruby",
  java: "Java",
};

/**
 * The version that a runtime version's ARN names in words: "Node.js 20.20.2". AWS's end in a digest; an
 * implementation that has not the version itself may name the one that stands in for it.
 */
export function standInOf(runtimeVersionArn: string | undefined): string | undefined {
  const [, family = "", version] =
    /::runtime:([a-z]+)-(\d[\d.]*)$/.exec(runtimeVersionArn ?? "") ?? [];
  return version && `${languages[family] ?? family} ${version}`;
}

/** Whether AWS has ended support for the runtime. */
export function isDeprecated(runtime: string | undefined, nowMs: number): boolean {
  return (deprecatedMs.get(runtime) ?? Infinity) <= nowMs;
}

const deprecatedMs = new Map<string | undefined, number>(
  Object.entries(runtimes).flatMap(([runtime, { deprecated }]) =>
    deprecated === undefined ? [] : [[runtime, Date.parse(deprecated)]],
  ),
);

const halfYearMs = 182 * 86_400_000;

function isPast(day: string, nowMs: number): boolean {
  return Date.parse(day) <= nowMs;
}

function dates(deprecated: string, createBlocked: string, updateBlocked: string): RuntimeDates {
  return { deprecated, createBlocked, updateBlocked };
}
