import { readFileSync } from "node:fs";
import { parseArguments, UsageError } from "@/lib/cli/parse-arguments";
import { parseScenario } from "@/lib/simulator/parse-scenario";
import type { FunctionResult, SimulationResult } from "@/lib/simulator/result";
import { ScenarioError } from "@/lib/simulator/scenario";
import { simulate } from "@/lib/simulator/simulate";

const HELP = `lambdeck simulate SCENARIO.json [options]     what traffic does to concurrency limits, without AWS

  --json              print the whole result as one JSON object
  --replications N    instead of the scenario's own number
  --seed N            instead of the scenario's own seed

The fields of a scenario and of the result are in docs/simulator.md, their JSON Schemas in
docs/scenario.schema.json and docs/result.schema.json.
`;

interface Io {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

/** `lambdeck simulate`: 0 when done, 1 when the simulation failed, 2 when the call or the scenario is wrong. */
export async function run(argv: string[], io: Io): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = parseArguments(argv, {
      json: { type: "boolean" },
      replications: { type: "string" },
      seed: { type: "string" },
      help: { type: "boolean", short: "h" },
    });
    if (values.help) {
      io.stdout.write(HELP);
      return 0;
    }
    const [file, extra] = positionals;
    if (file === undefined) throw new UsageError("give the file of the scenario");
    if (extra !== undefined) throw new UsageError(`one scenario at a time, not also "${extra}"`);
    const scenario = parseScenario(readScenario(file, values));
    const result = simulate(scenario);
    io.stdout.write(values.json ? `${JSON.stringify(result, null, 2)}\n` : describe(result));
    return 0;
  } catch (error) {
    const { message } = error as Error;
    const hint = error instanceof UsageError ? `\n${HELP}` : "";
    io.stderr.write(`lambdeck simulate: ${message}\n${hint}`);
    return error instanceof UsageError || error instanceof ScenarioError ? 2 : 1;
  }
}

/** The file's JSON with the options put over it. */
function readScenario(file: string, options: { replications?: string; seed?: string }): unknown {
  const scenario = parseJson(file, readFileSync(file, "utf8"));
  if (typeof scenario !== "object" || scenario === null || Array.isArray(scenario)) return scenario;
  const over: Record<string, number> = {};
  for (const name of ["replications", "seed"] as const)
    if (options[name] !== undefined) over[name] = wholeNumber(`--${name}`, options[name]);
  return { ...scenario, ...over };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(file, `is not JSON: ${(error as Error).message}`);
  }
}

function wholeNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`${option} must be a whole number, not "${text}"`);
}

function describe(result: SimulationResult): string {
  const { durationSeconds, warmUpSeconds, replications, priceRegion, functions } = result;
  const counted = durationSeconds - warmUpSeconds;
  const plural = replications === 1 ? "replication" : "replications";
  const lines = [
    `${counted} s, ${replications} ${plural}, seed ${result.seed}, prices of ${priceRegion}` +
      (replications > 1 ? "; in brackets 95 % confidence intervals" : ""),
  ];
  for (const each of functions) lines.push("", each.name, ...describeFunction(each));
  return `${lines.join("\n")}\n`;
}

function describeFunction(each: FunctionResult): string[] {
  const { interval95, latencySeconds, queueAgeSeconds, provisioned, cost } = each;
  const line = (label: string, text: string) => `  ${label.padEnd(22)}${text}`;
  const lines = [
    line("requests", `${round(each.requests)}, lost ${round(each.lost)}`),
    line(
      "throttled",
      `${percent(each.throttleProbability)} of requests${percentRange(interval95?.throttleProbability)}, ${round(each.throttles)} refusals`,
    ),
    ...Object.entries(each.throttlesByReason)
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => line("", `${round(count)} ${reason}`)),
    line(
      "cold starts",
      `${percent(each.coldStartProbability)} of invocations${percentRange(interval95?.coldStartProbability)}, ${round(each.coldStarts)}`,
    ),
    line(
      "environments",
      `${round(each.averageEnvironments)} on average: ${round(each.averageRunning)} running, ${round(each.averageIdle)} idle; at most ${round(each.maximumRunning)} running`,
    ),
    line("latency", quantiles(latencySeconds)),
  ];
  if (queueAgeSeconds.maximum !== null)
    lines.push(
      line(
        "queue age",
        `${quantiles(queueAgeSeconds)}, at most ${seconds(queueAgeSeconds.maximum)}`,
      ),
    );
  if (provisioned.invocations + provisioned.spillovers > 0)
    lines.push(
      line(
        "provisioned",
        `${percent(provisioned.utilization)} in use, ${round(provisioned.spillovers)} spillovers`,
      ),
    );
  lines.push(line("cost", `$${cost.totalUsd.toPrecision(4)}`));
  return lines;
}

function quantiles(of: { p50: number | null; p90: number | null; p99: number | null }): string {
  return `p50 ${seconds(of.p50)}, p90 ${seconds(of.p90)}, p99 ${seconds(of.p99)}`;
}

function seconds(value: number | null): string {
  return value === null ? "none" : `${round(value)} s`;
}

function percent(value: number): string {
  return `${round(value * 100)} %`;
}

function percentRange(interval: readonly [number, number] | null | undefined): string {
  return interval ? ` (${round(interval[0] * 100)} to ${round(interval[1] * 100)} %)` : "";
}

/** Four figures, without an exponent. */
function round(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}
