import {
  type EventSourceMappingConfiguration,
  GetFunctionCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import pLimit from "p-limit";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import { problemFrom } from "@/lib/aws/problem-from";
import { listProvisioned } from "@/lib/aws/provisioned-concurrency";
import { reservedConcurrencyOf } from "@/lib/aws/reserved-concurrency";
import type { Connection } from "@/lib/model/connection";
import {
  type FunctionRow,
  type FunctionRowDetail,
  type ProvisionedShare,
  queueMaximumOf,
  type QueueTrigger,
} from "@/lib/model/function-row";
import { isoTime } from "@/lib/model/iso-time";
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
  queues: Map<string, QueueTrigger[]> | undefined;
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
 * State, tags, reserved and provisioned concurrency and queue triggers of a few functions: one GetFunction
 * each (100 calls/s), one ListEventSourceMappings for all, and a call more for those with provisioned
 * concurrency. A function that has gone is left out. `sinceMs`: nothing that was read before will do, because
 * something was changed then. Throws a ProblemError when nothing could be read.
 */
export async function readRowDetails(
  connection: Connection,
  names: readonly string[],
  nowMs: number,
  sinceMs = nowMs - freshMs,
): Promise<RowDetailsAnswer> {
  const isFresh = (readMs: number) =>
    connection.kind === "profile" && readMs >= Math.max(sinceMs, nowMs - freshMs);
  const common = await readShared(connection, nowMs, isFresh);
  const problems = new Map(common.problems.map((problem) => [problem.title, problem]));
  const details: Record<string, FunctionRowDetail> = {};
  await Promise.all(
    names.map((name) =>
      atOnce(async () => {
        try {
          const before = known.get(connection.id)?.get(name);
          if (before && isFresh(before.readMs) && isSettled(before.detail)) {
            details[name] = before.detail;
            return;
          }
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
  const { lambda } = clientsFor(connection);
  try {
    const answer = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
    // Without the permission the column stays empty; the other columns are worth more than an error.
    const provisioned = await readProvisioned(connection, name, common).catch((error: unknown) => {
      tell(error, "list the provisioned concurrency");
      return undefined;
    });
    const queues = common.queues && (common.queues.get(name) ?? []);
    const detail: FunctionRowDetail = {
      state: answer.Configuration?.State,
      stateReason: answer.Configuration?.StateReason,
      lastUpdateStatus: answer.Configuration?.LastUpdateStatus,
      lastUpdateStatusReason: answer.Configuration?.LastUpdateStatusReason,
      tags: answer.Tags ?? {},
      codeSha256: answer.Configuration?.CodeSha256,
      // What an endpoint leaves out must not hide what its list says.
      ...(answer.Configuration?.LastModified
        ? { lastModified: isoTime(answer.Configuration.LastModified) }
        : {}),
      reservedConcurrency: await reservedConcurrencyOf(connection, name, answer).catch(
        (error: unknown) => {
          tell(error, "read the reserved concurrency");
          return undefined;
        },
      ),
      provisionedConcurrency: provisioned?.reduce((sum, { requested }) => sum + requested, 0),
      provisioned,
      sqsMaximumConcurrency: queues && queueMaximumOf(queues),
      queues,
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
): Promise<ProvisionedShare[]> {
  if (common.provisioned && !common.provisioned.has(name)) return [];
  const configs = await listProvisioned(connection, name);
  return configs.map(({ qualifier, requested }) => ({ qualifier, requested }));
}

async function readShared(
  connection: Connection,
  nowMs: number,
  isFresh: (readMs: number) => boolean,
): Promise<Shared> {
  const before = shared.get(connection.id);
  if (before && isFresh(before.readMs)) return before.value;
  const problems: Problem[] = [];
  const [queues, provisioned] = await Promise.all([
    readQueues(connection).catch((error: unknown) => {
      problems.push(problemFrom(error, { connection, action: "list the queue triggers" }));
      return undefined;
    }),
    connection.kind === "profile" ? readProvisionedNames(connection) : undefined,
  ]);
  const value = { queues, provisioned, problems };
  shared.set(connection.id, { value, readMs: nowMs });
  return value;
}

async function readQueues(connection: Connection): Promise<Map<string, QueueTrigger[]>> {
  const mappings = await allOf(async (Marker) => {
    const page = await clientsFor(connection).lambda.send(
      new ListEventSourceMappingsCommand({ Marker, MaxItems: 100 }),
    );
    return { items: page.EventSourceMappings, next: page.NextMarker };
  });
  const once = new Map(mappings.map((mapping) => [mapping.UUID ?? mapping, mapping]));
  return queuesOf([...once.values()]);
}

/** The enabled queue triggers by function name. */
export function queuesOf(
  mappings: readonly EventSourceMappingConfiguration[],
): Map<string, QueueTrigger[]> {
  const byName = new Map<string, QueueTrigger[]>();
  for (const { UUID, FunctionArn, EventSourceArn, State, ScalingConfig } of mappings) {
    const name = FunctionArn?.split(":")[6];
    if (!name || !UUID || !EventSourceArn?.includes(":sqs:") || State === "Disabled") continue;
    const queues = byName.get(name) ?? [];
    byName.set(name, queues);
    queues.push({
      mappingId: UUID,
      queueName: EventSourceArn.split(":")[5] ?? EventSourceArn,
      maximum: ScalingConfig?.MaximumConcurrency ?? null,
    });
  }
  return byName;
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

/** A function in the middle of a change is asked again each time. */
function isSettled({ state, lastUpdateStatus }: FunctionRowDetail): boolean {
  return state !== "Pending" && lastUpdateStatus !== "InProgress";
}
