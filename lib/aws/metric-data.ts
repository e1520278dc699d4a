import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import pLimit from "p-limit";
import { isBilled } from "@/lib/model/api-use";
import type { Connection } from "@/lib/model/connection";
import { type Problem, ProblemError } from "@/lib/model/problem";
import { processWide } from "@/lib/store/process-wide";
import { clientsFor } from "./clients";
import { httpStatus, isThrottle, retryAfterSeconds } from "./error-kind";
import { batchWants, type MetricBatch, type MetricWant } from "./metric-batches";
import { type Datapoint, MetricMemory } from "./metric-memory";
import { BackOff } from "./pace";
import { allOf } from "./pages";

export interface MetricAnswers {
  /** Datapoints by query id, in any order; none for a query that CloudWatch did not answer. */
  points: Map<string, Datapoint[]>;
  /** What CloudWatch said beside the data. */
  messages: Set<string>;
  /** Names the metrics that were not answered. */
  problems: Problem[];
  /** How many calls it took, those shared with others too. */
  calls: number;
  /** How many metrics AWS was asked for, which is what it bills. */
  metrics: number;
  /** When the oldest of it was read. */
  asOfMs: number;
}

/**
 * Asks CloudWatch for metrics. What several parts of a page ask for at the same time goes out together; what
 * somebody else is already asking for is shared; what is known and cannot change any more is not asked for again. A
 * query without datapoints is answered with an empty list; one whose result is missing or failed is not answered,
 * which is no zero.
 */
export async function readMetricData(
  connection: Connection,
  input: Omit<GetMetricDataCommandInput, "NextToken">,
  nowMs = Date.now(),
): Promise<MetricAnswers> {
  const queries = input.MetricDataQueries ?? [];
  const span = { startMs: input.StartTime!.getTime(), endMs: input.EndTime!.getTime() };
  const reader = readerOf(connection);
  const requester = Symbol("requester");
  // An expression names other queries of its own call.
  const isAlone = queries.some(({ MetricStat }) => !MetricStat);
  const answers = isAlone
    ? await reader.readTogether(queries, span, nowMs)
    : await Promise.all(queries.map((query) => reader.read(query, span, requester, nowMs)));
  const points: MetricAnswers["points"] = new Map();
  const calls = new Set<SentBatch>();
  const messages = new Set<string>();
  let metrics = 0;
  let asOfMs = nowMs;
  queries.forEach((query, index) => {
    const answer = answers[index]!;
    if (answer.points) points.set(query.Id ?? "", answer.points);
    if (answer.sent) {
      calls.add(answer.sent);
      if (query.MetricStat) metrics += answer.sent.calls;
      for (const message of answer.sent.messages) messages.add(message);
    }
    asOfMs = Math.min(asOfMs, answer.readMs);
  });
  const missing = queries.filter(({ Id = "" }) => !points.has(Id));
  return {
    points,
    messages,
    problems: missing.length > 0 ? [notAnswered(connection, missing)] : [],
    calls: [...calls].reduce((sum, sent) => sum + sent.calls, 0),
    metrics,
    asOfMs,
  };
}

interface Span {
  startMs: number;
  endMs: number;
}

interface MetricAnswer {
  points: Datapoint[] | undefined;
  readMs: number;
  /** The call it came with; absent: it was known. */
  sent?: SentBatch;
}

interface SentBatch {
  calls: number;
  messages: Set<string>;
  points: Map<string, Datapoint[]>;
  readMs: number;
}

interface Asked extends MetricWant {
  requester: symbol;
  nowMs: number;
  resolve(answer: MetricAnswer): void;
  reject(error: unknown): void;
}

/** What is asked for within this time goes out together; a browser's requests for one page come so close. */
const gatherMs = 25;

/** Reads the metrics of one connection. */
class MetricReader {
  #memory = new MetricMemory();
  #waiting: Asked[] = [];
  /** By metric: what is being asked for now. */
  #underWay = new Map<string, Span & { answer: Promise<MetricAnswer> }>();
  #atOnce = pLimit(3);
  #backOff = new BackOff();

  constructor(private readonly connection: Connection) {}

  /** One metric: known, under way, or asked for together with others. */
  async read(
    query: MetricDataQuery,
    span: Span,
    requester: symbol,
    nowMs: number,
  ): Promise<MetricAnswer> {
    const periodMs = (query.MetricStat?.Period ?? 60) * 1000;
    const key = JSON.stringify([query.MetricStat, query.AccountId]);
    const freshMs = freshFor(this.connection, periodMs);
    // A local engine may have been emptied meanwhile, and answers at once.
    const isRemembered = this.connection.kind !== "local" && span.startMs % periodMs === 0;
    const { known, ask } = isRemembered
      ? this.#memory.recall(key, span, freshMs, nowMs)
      : { ask: span };
    if (!ask) return { points: within(known!.points, span, periodMs), readMs: known!.readMs };
    const answer = await this.#share(key, ask, freshMs, async () => {
      const asked = await this.#ask({ query, periodMs, requester, nowMs, ...ask });
      if (asked.points && isRemembered)
        this.#memory.learn(key, ask, asked.points, periodMs, asked.readMs);
      return asked;
    });
    if (!answer.points) return answer;
    const before = known?.points ?? [];
    const news = known
      ? answer.points.filter(({ timeMs }) => timeMs >= ask.startMs)
      : answer.points;
    return { ...answer, points: within([...before, ...news], span, periodMs) };
  }

  /** The answer that somebody is waiting for already, where it serves this span too. */
  #share(
    key: string,
    span: Span,
    freshMs: number,
    ask: () => Promise<MetricAnswer>,
  ): Promise<MetricAnswer> {
    const before = this.#underWay.get(key);
    if (before && before.startMs <= span.startMs && span.endMs <= before.endMs + freshMs)
      return before.answer;
    const entry = {
      ...span,
      answer: ask().finally(() => {
        if (this.#underWay.get(key) === entry) this.#underWay.delete(key);
      }),
    };
    this.#underWay.set(key, entry);
    return entry.answer;
  }

  /** Queries that belong together, in one call of their own. */
  async readTogether(
    queries: readonly MetricDataQuery[],
    span: Span,
    nowMs: number,
  ): Promise<MetricAnswer[]> {
    const sent = await this.#call(queries, span, nowMs);
    return queries.map(({ Id = "" }) => ({ points: sent.points.get(Id), readMs: nowMs, sent }));
  }

  #ask(want: Omit<Asked, "resolve" | "reject">): Promise<MetricAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...want, resolve, reject });
      if (this.#waiting.length === 1)
        setTimeout(() => this.#sendWaiting(), this.connection.kind === "local" ? 5 : gatherMs);
    });
  }

  #sendWaiting(): void {
    this.#sendAll(this.#waiting.splice(0));
  }

  #sendAll(wants: readonly Asked[]): void {
    for (const batch of batchWants(wants, wants[0]!.nowMs)) void this.#send(batch);
  }

  async #send(batch: MetricBatch<Asked>): Promise<void> {
    const ids = uniqueIds(batch.wants);
    try {
      const sent = await this.#call(
        batch.wants.map(({ query }, index) => ({ ...query, Id: ids[index] })),
        batch,
        batch.wants[0]!.nowMs,
      );
      batch.wants.forEach((want, index) => {
        const points = sent.points.get(ids[index]!);
        want.resolve({
          points: points && within(points, want, want.periodMs),
          readMs: sent.readMs,
          sent,
        });
      });
    } catch (error) {
      const requesters = new Set(batch.wants.map(({ requester }) => requester));
      const isMisunderstood = [400, 500].includes(httpStatus(error) ?? 0) && !isThrottle(error);
      // One metric that the endpoint does not understand must not cost others theirs.
      if (requesters.size > 1 && isMisunderstood)
        for (const requester of requesters)
          this.#sendAll(batch.wants.filter((want) => want.requester === requester));
      else for (const want of batch.wants) want.reject(error);
    }
  }

  async #call(
    queries: readonly MetricDataQuery[],
    { startMs, endMs }: Span,
    readMs: number,
  ): Promise<SentBatch> {
    this.#checkBackOff();
    const sent: SentBatch = { calls: 0, messages: new Set(), points: new Map(), readMs };
    const ask = async (NextToken: string | undefined) => {
      sent.calls += 1;
      const page = await clientsFor(this.connection).cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(startMs),
          EndTime: new Date(endMs),
          ScanBy: "TimestampAscending",
          MetricDataQueries: [...queries],
          NextToken,
        }),
      );
      for (const { Value } of page.Messages ?? []) if (Value) sent.messages.add(Value);
      return { items: page.MetricDataResults, next: page.NextToken };
    };
    try {
      const results = await this.#atOnce(() =>
        allOf<MetricDataResult>(ask, () =>
          sent.messages.add("CloudWatch gave page after page; the figures may not be complete."),
        ),
      );
      for (const result of results) addResult(sent.points, result);
      this.#backOff.end();
      return sent;
    } catch (error) {
      if (isThrottle(error)) this.#backOff.lengthen(retryAfterSeconds(error), Date.now());
      throw error;
    }
  }

  /** While CloudWatch wants to be left alone, nothing is sent. */
  #checkBackOff(): void {
    const seconds = Math.ceil(this.#backOff.waitMs(Date.now()) / 1000);
    if (seconds === 0) return;
    throw new ProblemError({
      kind: "throttled",
      title: "Could not read metrics",
      detail: `${this.connection.label} said that it was asked for metrics too often.`,
      retryAfterSeconds: seconds,
      action: `Lambdeck waits ${seconds} s before it asks again.`,
    });
  }
}

const readers = processWide("metric-readers", () => new Map<string, MetricReader>());

function readerOf(connection: Connection): MetricReader {
  const key = `${connection.id} ${connection.endpoint ?? ""}`;
  let reader = readers.get(key);
  if (!reader) readers.set(key, (reader = new MetricReader(connection)));
  return reader;
}

/** Real metrics cost money and the newest step is still filling: a quarter of a step, at most 5 minutes. */
function freshFor(connection: Connection, periodMs: number): number {
  if (connection.kind === "local") return 0;
  return isBilled(connection) ? Math.min(300_000, Math.max(20_000, periodMs / 4)) : 2_000;
}

/** The steps that touch a span; one that does not begin with a step has a piece of one before it. */
function within(points: readonly Datapoint[], span: Span, periodMs: number): Datapoint[] {
  return points.filter(({ timeMs }) => timeMs > span.startMs - periodMs && timeMs < span.endMs);
}

/** Their own ids as far as they are not taken. */
function uniqueIds(wants: readonly Asked[]): string[] {
  const taken = new Set<string>();
  return wants.map(({ query: { Id = "q" } }, index) => {
    const id = taken.has(Id) ? `${Id}_${index}` : Id;
    taken.add(id);
    return id;
  });
}

function addResult(points: Map<string, Datapoint[]>, result: MetricDataResult): void {
  const { Id = "", Timestamps = [], Values = [], StatusCode } = result;
  if (StatusCode === "InternalError" || StatusCode === "Forbidden") return;
  const known = points.get(Id) ?? [];
  Timestamps.forEach((time, index) => {
    const value = Values[index];
    if (value !== undefined) known.push({ timeMs: time.getTime(), value });
  });
  points.set(Id, known);
}

function notAnswered({ label }: Connection, queries: readonly MetricDataQuery[]): Problem {
  const names = new Set(queries.map(({ MetricStat }) => MetricStat?.Metric?.MetricName ?? "?"));
  return {
    kind: "unsupported",
    title: "Some metrics are missing",
    detail: `${label} gave no result for ${[...names].join(", ")}.`,
  };
}
