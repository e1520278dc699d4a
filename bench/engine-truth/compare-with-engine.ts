import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { startEngine } from "@/lib/engine/testing/start-engine";
import { sendLoad } from "@/lib/invocations/send-load";
import type { LoadOutcome, LoadPoint, LoadResult } from "@/lib/model/load-result";
import { loadSchema } from "@/lib/model/load-schema";
import { parseScenario } from "@/lib/simulator/parse-scenario";
import { runReplication } from "@/lib/simulator/replication";
import type { Figures } from "@/lib/simulator/result";
import type { SimulatedFunction } from "@/lib/simulator/scenario";
import {
  accountConcurrencyLimit,
  durationSeconds,
  idleTimeoutSeconds,
  type TruthScenario,
  truthScenarios,
} from "./scenarios";

/** One figure of one scenario: what the engine did and what the simulator says of a single run. */
export interface TruthRow {
  scenario: string;
  calls: number;
  figure: "throttles" | "cold starts";
  measured: number;
  /** From the calls of each second and the durations as they were measured. */
  replayed: Prediction;
  /** From the scenario alone, before anything ran: its rate, and its time for warm and cold calls alike. */
  foretold: Prediction;
}

interface Prediction {
  /** Mean of the replications. */
  mean: number;
  /** Of a hundred runs, 95 lie within. */
  interval: [number, number];
  inside: boolean;
}

const replications = 1000;
const alias = "live";
/** Later than that, the calls are no longer those of the scenario. */
const mostLagMs = 1_500;

/**
 * Plays every scenario on an engine with the load generator, one after the other so that they do not take each
 * other's processor, and simulates each with the service times that were measured. The calls' moments are those of the seed; which calls are refused and which are
 * cold is up to the engine.
 */
export async function compareWithEngine(seed: number): Promise<TruthRow[]> {
  const engine = await startEngine({
    settings: {
      settleMs: 0,
      idleEnvironmentMs: idleTimeoutSeconds * 1000,
      accountConcurrencyLimit,
    },
  });
  try {
    const rows: TruthRow[] = [];
    for (const [index, scenario] of truthScenarios.entries()) {
      const functionName = `truth-${index}`;
      await prepare(engine.clients.lambda, scenario, functionName);
      const run = await play(engine.clients.lambda, scenario, functionName, seed + index);
      rows.push(...rowsOf(scenario, run));
    }
    return rows;
  } finally {
    await engine.stop();
  }
}

interface Run {
  result: LoadResult;
  points: LoadPoint[];
}

async function prepare(
  lambda: LambdaClient,
  { handler, reservedConcurrency, provisionedConcurrency }: TruthScenario,
  FunctionName: string,
): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/truth",
      Code: { ZipFile: zipSync({ "index.js": strToU8(`exports.handler = ${handler};`) }) },
      Timeout: 30,
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 },
    { FunctionName },
  );
  if (reservedConcurrency !== undefined)
    await lambda.send(
      new PutFunctionConcurrencyCommand({
        FunctionName,
        ReservedConcurrentExecutions: reservedConcurrency,
      }),
    );
  if (provisionedConcurrency === undefined) return;
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(
    new CreateAliasCommand({ FunctionName, Name: alias, FunctionVersion: Version }),
  );
  await lambda.send(
    new PutProvisionedConcurrencyConfigCommand({
      FunctionName,
      Qualifier: alias,
      ProvisionedConcurrentExecutions: provisionedConcurrency,
    }),
  );
  for (;;) {
    const { Status } = await lambda.send(
      new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: alias }),
    );
    if (Status === "READY") return;
    if (Status === "FAILED") throw new Error(`${FunctionName} cannot be provisioned`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function play(
  lambda: LambdaClient,
  { traffic, provisionedConcurrency }: TruthScenario,
  functionName: string,
  seed: number,
): Promise<Run> {
  const load = loadSchema.parse({
    traffic,
    durationSeconds,
    stopAtErrorPercent: null,
    qualifier: provisionedConcurrency === undefined ? undefined : alias,
  });
  const run = await sendLoad(lambda, functionName, load, { seed });
  const { outcomes, withoutReport } = run.result;
  if (outcomes.error.calls > 0 || withoutReport > 0)
    throw new Error(`${functionName}: ${JSON.stringify(run.result.errorsByType)}`);
  if (run.result.lag.p99Ms > mostLagMs)
    throw new Error(`this machine is too busy: calls left ${run.result.lag.p99Ms} ms late`);
  return run;
}

function rowsOf(scenario: TruthScenario, { result, points }: Run): TruthRow[] {
  const seconds = (outcome: LoadOutcome, of: (point: LoadPoint) => number) =>
    points.filter((point) => point.outcome === outcome).map((point) => of(point) / 1000);
  const warm = seconds("warm", ({ ranMs, latencyMs }) => ranMs ?? latencyMs);
  // Starting a process is not in the REPORT line, but the environment is busy with it.
  const cold = seconds("cold", ({ latencyMs }) => latencyMs);
  const replay = simulateRuns(scenario, {
    arrivals: { kind: "series", periodSeconds: 1, counts: callsBySecond(points), multiplier: 1 },
    warmService: { distribution: "empirical", values: warm },
    coldService: { distribution: "empirical", values: cold.length > 0 ? cold : warm },
  });
  const { arrivals, service } = scenario;
  const guess = simulateRuns(scenario, { arrivals, warmService: service, coldService: service });
  const row = (
    figure: TruthRow["figure"],
    measured: number,
    of: (figures: Figures) => number,
  ): TruthRow => ({
    scenario: scenario.name,
    calls: result.answered,
    figure,
    measured,
    replayed: predictionOf(replay.map(of), measured),
    foretold: predictionOf(guess.map(of), measured),
  });
  return [
    row("throttles", result.outcomes.throttled.calls, ({ throttles }) => throttles),
    row("cold starts", result.coldStarts, ({ coldStarts }) => coldStarts),
  ];
}

type Traffic = Pick<SimulatedFunction, "arrivals" | "warmService" | "coldService">;

/** The figures of many single runs. */
function simulateRuns(
  { name, reservedConcurrency, provisionedConcurrency }: TruthScenario,
  traffic: Traffic,
): Figures[] {
  const simulated = parseScenario({
    durationSeconds,
    idleTimeoutSeconds,
    replications,
    account: { concurrencyLimit: accountConcurrencyLimit },
    functions: [{ name, reservedConcurrency, provisionedConcurrency, ...traffic }],
  });
  return Array.from(
    { length: replications },
    (_, replication) => runReplication(simulated, replication)[0]!.figures,
  );
}

function predictionOf(values: readonly number[], measured: number): Prediction {
  const sorted = values.toSorted((a, b) => a - b);
  const interval: [number, number] = [
    sorted[Math.floor(0.025 * replications)]!,
    sorted[Math.ceil(0.975 * replications) - 1]!,
  ];
  return {
    mean: values.reduce((sum, each) => sum + each, 0) / replications,
    interval,
    inside: measured >= interval[0] && measured <= interval[1],
  };
}

function callsBySecond(points: readonly LoadPoint[]): number[] {
  const counts = Array.from({ length: durationSeconds }, () => 0);
  for (const { dueMs } of points) counts[Math.floor(dueMs / 1000)]! += 1;
  return counts;
}
