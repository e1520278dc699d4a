import type * as z from "zod";
import { ScenarioError, scenarioSchema, type Scenario } from "./scenario";
import { longestSeries } from "./series-period";

/** Checks a scenario as it was read from JSON and fills in the defaults. Throws ScenarioError. */
export function parseScenario(input: unknown): Scenario {
  const { data, error } = scenarioSchema.safeParse(input);
  if (error) throw fromIssue(error.issues[0]!, input);
  refuseContradictions(data);
  return data;
}

function fromIssue(issue: z.core.$ZodIssue, input: unknown): ScenarioError {
  if (issue.code === "unrecognized_keys") {
    const path = pathText([...issue.path, issue.keys[0]!]);
    return new ScenarioError(path, "is no field of a scenario here");
  }
  const path = pathText(issue.path);
  if (valueAt(input, issue.path) === undefined && issue.code !== "custom") {
    const range = issue.message.startsWith("must") ? `; it ${issue.message}` : "";
    return new ScenarioError(path, `is missing${range}`);
  }
  if (issue.code === "invalid_union") {
    const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
    return new ScenarioError(path, `must be one of ${options.join(", ")}`);
  }
  if (issue.code === "invalid_value")
    return new ScenarioError(path, `must be ${issue.values.join(" or ")}`);
  const wrongKind = issue.code === "invalid_type" && !issue.message.startsWith("must");
  return new ScenarioError(path, wrongKind ? `must be an ${issue.expected}` : issue.message);
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("");
  return text === "" ? "the scenario" : text.replace(/^\./, "");
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** What is right field by field and wrong together. */
function refuseContradictions(scenario: Scenario): void {
  const { durationSeconds, warmUpSeconds, seriesPeriodSeconds, account, functions } = scenario;
  if (warmUpSeconds >= durationSeconds)
    throw new ScenarioError(
      "warmUpSeconds",
      `must be less than durationSeconds, from 0 to below ${durationSeconds}`,
    );
  const countedSeconds = durationSeconds - warmUpSeconds;
  if (seriesPeriodSeconds !== undefined && countedSeconds / seriesPeriodSeconds > longestSeries)
    throw new ScenarioError(
      "seriesPeriodSeconds",
      `must be at least ${countedSeconds / longestSeries}: a series holds at most ${longestSeries} periods`,
    );
  let claimed = 0;
  const names = new Set<string>();
  for (const [index, each] of functions.entries()) {
    const path = `functions[${index}]`;
    if (names.has(each.name)) throw new ScenarioError(`${path}.name`, "is there twice");
    names.add(each.name);
    for (const kind of ["sync", "async", "sqs"] as const)
      if (each[kind] !== undefined && each.invocation !== kind)
        throw new ScenarioError(
          `${path}.${kind}`,
          `only goes with invocation "${kind}", not "${each.invocation}"`,
        );
    const reserved = each.reservedConcurrency;
    if (reserved !== null && each.provisionedConcurrency > reserved)
      throw new ScenarioError(
        `${path}.provisionedConcurrency`,
        `must be a whole number from 0 to the function's reservedConcurrency, ${reserved}`,
      );
    const free = account.concurrencyLimit - claimed;
    if ((reserved ?? each.provisionedConcurrency) > free)
      throw new ScenarioError(
        `${path}.${reserved === null ? "provisionedConcurrency" : "reservedConcurrency"}`,
        `must be a whole number from 0 to ${free}: the account's limit is ${account.concurrencyLimit}, and the functions before it claim ${claimed}`,
      );
    claimed += reserved ?? each.provisionedConcurrency;
    if (each.arrivals.kind === "series") {
      const { counts, activeShares } = each.arrivals;
      if (activeShares && activeShares.length !== counts.length)
        throw new ScenarioError(
          `${path}.arrivals.activeShares`,
          `must hold as many numbers as counts, ${counts.length}`,
        );
    }
    if (each.arrivals.kind === "shape" && each.arrivals.shape === "burst") {
      const { burstSeconds, everySeconds } = each.arrivals;
      if (everySeconds !== undefined && everySeconds < burstSeconds)
        throw new ScenarioError(
          `${path}.arrivals.everySeconds`,
          `must be a number from burstSeconds, ${burstSeconds}, to 31622400`,
        );
    }
  }
}
