import {
  type EventSourceMappingConfiguration,
  GetFunctionCommand,
  ListEventSourceMappingsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from "@aws-sdk/client-lambda";
import { ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import pLimit from "p-limit";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import { problemFrom } from "@/lib/aws/problem-from";
import { reservedConcurrencyOf } from "@/lib/aws/reserved-concurrency";
import type { Connection } from "@/lib/model/connection";
import type { FunctionRow, FunctionRowDetail } from "@/lib/model/function-row";
import { type Problem, ProblemError } from "@/lib/model/problem";
import { processWide } from "@/lib/store/process-wide";

export interface RowDetailsAnswer {
  details: Record<string, FunctionRowDetail>;
  /** Columns that could not be read, and why; each once. */
  problems: Problem[];
}

interface Known {
  detail: FunctionRowDetail;
  readMs: number;
}

/** Details by connection and function name, so that a reload shows them at once. */
const known = processWide("function-row-details", () => new Map<string, Map<string, Known>>());
/** What is asked once for all functions, by connection. */
const shared = processWide(
  "function-row-shared",
  () => new Map<string, { value: Shared; readMs: number }>(),
);

interface Shared {
  /** Undefined: not known. */
  queueMaximums: Map<string, number | null> | undefined;
  /** Names of functions that may have provisioned concurrency; undefined: ask each. */
  provisioned: Set<string> | undefined;
  problems: Problem[];
}

/** On AWS: how long what was read is good enough for a list. */
const freshMs = 60_000;
const atOnce = pLimit(20);

/** What was read last about a function of the list. */
export function knownDetail(
  connection: Connection,
  row: FunctionRow,
): FunctionRowDetail | undefined {
  return known.get(connection.id)?.get(row.name)?.detail;
}

/**
 * State, tags, reserved and provisioned concurrency and queue maximum of a few functions: one GetFunction
 * each (100 calls/s), one ListEventSourceMappings for all, and a call more for those with provisioned
 * concurrency. A function that has gone is left out. Throws a ProblemError when nothing could be read.
 */
export async function readRowDetails(
  connection: Connection,
  names: readonly string[],
  nowMs: number,
): Promise<RowDetailsAnswer> {
  const common = await readShared(connection, nowMs);
  const problems = new Map(common.problems.map((problem) => [problem.title, problem]));
  const details: Record<string, FunctionRowDetail> = {};
  await Promise.all(
    names.map((name) =>
      atOnce(async () => {
        try {
          const detail = await readDetail(connection, name, common, nowMs, (error, action) => {
            const problem = problemFrom(error, { connection, action });
            problems.set(problem.title, problem);
          });
          if (detail) details[name] = detail;
        } catch (error) {
          const problem = problemFrom(error, { connection, action: "read the functions' state" });
          problems.set(problem.title, problem);
        }
      }),
    ),
  );
  const [first] = problems.values();
  if (first && names.length > 0 && Object.keys(details).length === 0) throw new ProblemError(first);
  return { details, problems: [...problems.values()] };
}

async function readDetail(
  connection: Connection,
  name: string,
  common: Shared,
  nowMs: number,
  tell: (error: unknown, action: string) => void,
): Promise<FunctionRowDetail | undefined> {
  let ofConnection = known.get(connection.id);
  if (!ofConnection) known.set(connection.id, (ofConnection = new Map()));
  const before = ofConnection.get(name);
  if (before && isFresh(connection, before.readMs, nowMs) && isSettled(before.detail))
    return before.detail;
  const { lambda } = clientsFor(connection);
  try {
    const answer = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
    const detail: FunctionRowDetail = {
      state: answer.Configuration?.State,
      stateReason: answer.Configuration?.StateReason,
      lastUpdateStatus: answer.Configuration?.LastUpdateStatus,
      lastUpdateStatusReason: answer.Configuration?.LastUpdateStatusReason,
      tags: answer.Tags ?? {},
      reservedConcurrency: await reservedConcurrencyOf(connection, name, answer).catch(
        (error: unknown) => {
          tell(error, "read the reserved concurrency");
          return undefined;
        },
      ),
      sqsMaximumConcurrency: common.queueMaximums && (common.queueMaximums.get(name) ?? null),
      // Without the permission the column stays empty; the other columns are worth more than an error.
      provisionedConcurrency: await readProvisioned(connection, name, common).catch(
        (error: unknown) => {
          tell(error, "list the provisioned concurrency");
          return undefined;
        },
      ),
    };
    ofConnection.set(name, { detail, readMs: nowMs });
    return detail;
  } catch (error) {
    if (problemFrom(error).kind !== "not-found") throw error;
    ofConnection.delete(name);
    return undefined;
  }
}

async function readProvisioned(
  connection: Connection,
  name: string,
  common: Shared,
): Promise<number | undefined> {
  if (common.provisioned && !common.provisioned.has(name)) return 0;
  const answer = await clientsFor(connection).lambda.send(
    new ListProvisionedConcurrencyConfigsCommand({ FunctionName: name, MaxItems: 50 }),
  );
  const configs = answer.ProvisionedConcurrencyConfigs ?? [];
  return configs.reduce(
    (sum, config) => sum + (config.RequestedProvisionedConcurrentExecutions ?? 0),
    0,
  );
}

async function readShared(connection: Connection, nowMs: number): Promise<Shared> {
  const before = shared.get(connection.id);
  if (before && isFresh(connection, before.readMs, nowMs)) return before.value;
  const problems: Problem[] = [];
  const [queueMaximums, provisioned] = await Promise.all([
    readQueueMaximums(connection).catch((error: unknown) => {
      problems.push(problemFrom(error, { connection, action: "list the queue triggers" }));
      return undefined;
    }),
    connection.kind === "profile" ? readProvisionedNames(connection) : undefined,
  ]);
  const value = { queueMaximums, provisioned, problems };
  shared.set(connection.id, { value, readMs: nowMs });
  return value;
}

async function readQueueMaximums(connection: Connection): Promise<Map<string, number | null>> {
  const mappings = await allOf(async (Marker) => {
    const page = await clientsFor(connection).lambda.send(
      new ListEventSourceMappingsCommand({ Marker, MaxItems: 100 }),
    );
    return { items: page.EventSourceMappings, next: page.NextMarker };
  });
  const once = new Map(mappings.map((mapping) => [mapping.UUID ?? mapping, mapping]));
  return queueMaximumsOf([...once.values()]);
}

/** By function name: the sum of the enabled queues' maximums, null when one of them has none. */
export function queueMaximumsOf(
  mappings: readonly EventSourceMappingConfiguration[],
): Map<string, number | null> {
  const sums = new Map<string, number | null>();
  for (const { FunctionArn, EventSourceArn, State, ScalingConfig } of mappings) {
    const name = FunctionArn?.split(":")[6];
    if (!name || !EventSourceArn?.includes(":sqs:") || State === "Disabled") continue;
    const before = sums.get(name);
    const maximum = ScalingConfig?.MaximumConcurrency;
    sums.set(name, before === null || maximum === undefined ? null : (before ?? 0) + maximum);
  }
  return sums;
}

/** One call (per 500) instead of one a function: who has published the metric lately has the feature. */
async function readProvisionedNames(connection: Connection): Promise<Set<string> | undefined> {
  try {
    const metrics = await allOf(async (NextToken) => {
      const page = await clientsFor(connection).cloudwatch.send(
        new ListMetricsCommand({
          Namespace: "AWS/Lambda",
          MetricName: "ProvisionedConcurrentExecutions",
          RecentlyActive: "PT3H",
          NextToken,
        }),
      );
      return { items: page.Metrics, next: page.NextToken };
    });
    const dimensions = metrics.flatMap((metric) => metric.Dimensions ?? []);
    return new Set(
      dimensions.flatMap(({ Name, Value }) => (Name === "FunctionName" && Value ? [Value] : [])),
    );
  } catch {
    // Not allowed to list metrics: each function is asked.
    return undefined;
  }
}

function isFresh(connection: Connection, readMs: number, nowMs: number): boolean {
  return connection.kind === "profile" && nowMs - readMs < freshMs;
}

/** A function in the middle of a change is asked again each time. */
function isSettled({ state, lastUpdateStatus }: FunctionRowDetail): boolean {
  return state !== "Pending" && lastUpdateStatus !== "InProgress";
}
