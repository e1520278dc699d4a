import type { Clock } from "../clock.ts";
import type { FunctionVersion } from "../lambda/function-version.ts";
import type { Lease, Leases } from "./lease.ts";

export interface MetricSink {
  recordAll(readings: {
    region: string;
    namespace: string;
    dimensions: Record<string, string>;
    alsoUnder?: readonly Record<string, string>[] | undefined;
    timestampMs: number;
    values: readonly (readonly [name: string, unit: string, value: number])[];
  }): void;
}

/** Which function an event of the metrics is about, as it was invoked. */
export interface MetricSubject {
  region: string;
  functionName: string;
  /** As invoked: undefined, $LATEST, a version or an alias. */
  qualifier: string | undefined;
  /** The version that ran, where one did. */
  version?: FunctionVersion | undefined;
}

type Value = readonly [name: string, unit: "Count" | "Milliseconds" | "None", value: number];

type Dimensions = Record<string, string>;

const minuteMs = 60_000;
const ofAccount: Dimensions = {};
const mostPlaces = 10_000;

/** The dimensions that values count under. */
interface Place {
  dimensions: Dimensions;
  alsoUnder?: readonly Dimensions[];
}

/** Those of a function as it was invoked, without and with the account's. */
interface Places {
  own: Place;
  withAccount: Place;
}

/** Everything invocations write to CloudWatch's namespace AWS/Lambda, with AWS's sets of dimensions. */
export class InvocationMetrics {
  /** What runs now, as it was invoked. */
  readonly #running = new Set<MetricSubject>();
  readonly #places = new Map<string, Places>();
  #cancelSample: (() => void) | undefined;

  constructor(
    private readonly sink: MetricSink,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  close(): void {
    this.#cancelSample?.();
  }

  started(
    subject: MetricSubject,
    lease: Lease,
    provisioned: { allocated: number; running: number } | undefined,
    timestampMs: number,
  ): void {
    this.#running.add(subject);
    this.#sampleLater();
    this.#concurrency([subject], timestampMs);
    if (!provisioned) return;
    const { allocated, running } = provisioned;
    const served = lease.kind === "provisioned";
    this.#record(subject, timestampMs, [
      [
        served ? "ProvisionedConcurrencyInvocations" : "ProvisionedConcurrencySpilloverInvocations",
        "Count",
        1,
      ],
      ["ProvisionedConcurrentExecutions", "Count", running],
      ["ProvisionedConcurrencyUtilization", "None", allocated > 0 ? running / allocated : 0],
    ]);
  }

  finished(subject: MetricSubject, failed: boolean, durationMs: number, startedAtMs: number): void {
    const values: readonly Value[] = [
      ["Invocations", "Count", 1],
      ["Errors", "Count", failed ? 1 : 0],
      ["Duration", "Milliseconds", durationMs],
      ["Throttles", "Count", 0],
    ];
    this.#recordAndAccount(subject, startedAtMs, values);
  }

  /** Its environment is free again, however the run came out. */
  ended(subject: MetricSubject): void {
    this.#running.delete(subject);
    if (this.#running.size > 0) return;
    this.#cancelSample?.();
    this.#cancelSample = undefined;
  }

  throttled(subject: MetricSubject, timestampMs: number): void {
    this.#recordAndAccount(subject, timestampMs, [["Throttles", "Count", 1]]);
  }

  loopStopped(subject: MetricSubject, timestampMs: number): void {
    this.#record(subject, timestampMs, [["RecursiveInvocationsDropped", "Count", 1]]);
  }

  asynchronous(
    subject: MetricSubject,
    name:
      | "AsyncEventsReceived"
      | "AsyncEventAge"
      | "AsyncEventsDropped"
      | "DeadLetterErrors"
      | "DestinationDeliveryFailures",
    value: number,
    timestampMs: number,
  ): void {
    const unit = name === "AsyncEventAge" ? "Milliseconds" : "Count";
    this.#recordAndAccount(subject, timestampMs, [[name, unit, value]]);
  }

  /** What runs for longer than a minute counts in each of its minutes, not only in that of its start. */
  #sampleLater(): void {
    if (this.#cancelSample) return;
    const nowMs = this.clock.now();
    const atMs = (Math.floor(nowMs / minuteMs) + 1) * minuteMs;
    this.#cancelSample = this.clock.after(atMs - nowMs, () => {
      this.#cancelSample = undefined;
      this.#concurrency([...this.#running], atMs);
      this.#sampleLater();
    });
  }

  #concurrency(subjects: readonly MetricSubject[], timestampMs: number): void {
    for (const subject of subjects) {
      const running = this.leases.running(subject.region, subject.functionName);
      this.#record(subject, timestampMs, [["ConcurrentExecutions", "Count", running]]);
    }
    for (const region of new Set(subjects.map((subject) => subject.region))) {
      const total = this.leases.region(region);
      this.#write(region, timestampMs, { dimensions: ofAccount }, [
        ["ConcurrentExecutions", "Count", total.concurrent],
        ["UnreservedConcurrentExecutions", "Count", total.unreserved],
        ["ClaimedAccountConcurrency", "Count", total.claimed],
      ]);
    }
  }

  #record(subject: MetricSubject, timestampMs: number, values: readonly Value[]): void {
    this.#write(subject.region, timestampMs, this.#placesOf(subject).own, values);
  }

  #recordAndAccount(subject: MetricSubject, timestampMs: number, values: readonly Value[]): void {
    this.#write(subject.region, timestampMs, this.#placesOf(subject).withAccount, values);
  }

  #write(region: string, timestampMs: number, place: Place, values: readonly Value[]): void {
    const { dimensions, alsoUnder } = place;
    const namespace = "AWS/Lambda";
    this.sink.recordAll({ region, namespace, dimensions, alsoUnder, timestampMs, values });
  }

  /** The same objects each time: whoever groups by them need not look into them. */
  #placesOf(subject: MetricSubject): Places {
    const { functionName, qualifier, version } = subject;
    const key = `${functionName}:${qualifier} ${version?.version}`;
    let places = this.#places.get(key);
    if (!places) {
      if (this.#places.size > mostPlaces) this.#places.clear();
      const [dimensions = ofAccount, ...others] = dimensionSets(subject);
      places = {
        own: { dimensions, alsoUnder: others },
        withAccount: { dimensions, alsoUnder: [...others, ofAccount] },
      };
      this.#places.set(key, places);
    }
    return places;
  }
}

/** The function; the function as it was invoked; and, through an alias, the version that ran. */
export function dimensionSets(subject: MetricSubject): Dimensions[] {
  const { functionName: FunctionName, qualifier, version } = subject;
  const Resource = qualifier === undefined ? FunctionName : `${FunctionName}:${qualifier}`;
  const sets: Dimensions[] = [{ FunctionName }, { FunctionName, Resource }];
  const throughAlias =
    qualifier !== undefined && version !== undefined && qualifier !== version.version;
  if (throughAlias) sets.push({ FunctionName, Resource, ExecutedVersion: version.version });
  return sets;
}
