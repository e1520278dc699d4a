import type { Clock } from "../../clock.ts";
import type { MetricStore } from "../../cloudwatch/metric-store.ts";
import {
  compileFilterPattern,
  type FilterPattern,
} from "../filter-pattern/compile-filter-pattern.ts";
import type { AppendedEvents, LogStore } from "../log-store.ts";
import type { FilterTable, MetricFilter } from "./filter-table.ts";

const minuteMs = 60_000;

/** What an event is worth for a filter: undefined where it does not match or has no number. */
type Measure = (
  message: string,
) => { value: number; dimensions: Record<string, string> } | undefined;

/** Minutes in which events came, and whether one of them matched. */
interface Minutes {
  region: string;
  filter: MetricFilter;
  matched: Map<number, boolean>;
}

/**
 * Turns logged events into values of metrics, as metric filters say. A default value is recorded for
 * each minute in which events came and none matched, when the minute is over.
 */
export class MetricPublisher {
  readonly #filters: FilterTable<MetricFilter>;
  readonly #metrics: MetricStore;
  readonly #clock: Clock;
  readonly #measures = new WeakMap<MetricFilter, Measure>();
  readonly #minutes = new Map<MetricFilter, Minutes>();
  readonly #stop: () => void;
  #cancelDefaults: (() => void) | undefined;

  constructor(
    logs: LogStore,
    filters: FilterTable<MetricFilter>,
    metrics: MetricStore,
    clock: Clock,
  ) {
    this.#filters = filters;
    this.#metrics = metrics;
    this.#clock = clock;
    this.#stop = logs.onAppend((appended) => {
      for (const filter of filters.of(appended.region, appended.logGroup))
        this.#apply(filter, appended);
    });
  }

  close(): void {
    this.#stop();
    this.#cancelDefaults?.();
  }

  #apply(filter: MetricFilter, { region, events }: AppendedEvents): void {
    let measure = this.#measures.get(filter);
    if (!measure) this.#measures.set(filter, (measure = compileMeasure(filter)));
    for (const { timestampMs, message } of events) {
      const measured = measure(message);
      if (filter.defaultValue !== undefined)
        this.#noteMinute(region, filter, timestampMs, measured !== undefined);
      if (measured) this.#record(region, filter, timestampMs, measured.value, measured.dimensions);
    }
  }

  #record(
    region: string,
    filter: MetricFilter,
    timestampMs: number,
    value: number,
    dimensions: Record<string, string> = {},
  ): void {
    this.#metrics.recordAll({
      region,
      namespace: filter.metricNamespace,
      dimensions,
      timestampMs,
      values: [[filter.metricName, filter.unit ?? "None", value]],
    });
  }

  #noteMinute(region: string, filter: MetricFilter, timestampMs: number, matched: boolean): void {
    let minutes = this.#minutes.get(filter);
    if (!minutes)
      this.#minutes.set(
        filter,
        (minutes = { region, filter, matched: new Map<number, boolean>() }),
      );
    const minute = Math.floor(timestampMs / minuteMs);
    minutes.matched.set(minute, matched || (minutes.matched.get(minute) ?? false));
    this.#cancelDefaults ??= this.#clock.after(minuteMs - (this.#clock.now() % minuteMs), () =>
      this.#recordDefaults(),
    );
  }

  #recordDefaults(): void {
    this.#cancelDefaults = undefined;
    for (const { region, filter, matched } of this.#minutes.values()) {
      // A filter that was deleted or changed since is not heard any more.
      if (!this.#filters.of(region, filter.logGroup).includes(filter)) continue;
      for (const [minute, any] of matched)
        if (!any) this.#record(region, filter, minute * minuteMs, filter.defaultValue ?? 0);
    }
    this.#minutes.clear();
  }
}

function compileMeasure(filter: MetricFilter): Measure {
  const pattern = compileFilterPattern(filter.pattern);
  const value = compileField(filter.metricValue, pattern);
  const dimensions = Object.entries(filter.dimensions ?? {}).map(
    ([name, field]) => [name, compileField(field, pattern)] as const,
  );
  return (message) => {
    if (!pattern.matches(message)) return undefined;
    const text = value(message);
    const number = text === undefined || text.trim() === "" ? NaN : Number(text);
    const values = dimensions.map(([name, read]) => [name, read(message)] as const);
    // An event that lacks a dimension's field is counted nowhere, as on AWS.
    if (!Number.isFinite(number) || values.some(([, found]) => found === undefined))
      return undefined;
    return { value: number, dimensions: Object.fromEntries(values) as Record<string, string> };
  };
}

/** Reads `$.field` or `$field` from messages; anything else is what it says itself. */
function compileField(
  text: string,
  pattern: FilterPattern,
): (message: string) => string | undefined {
  if (!text.startsWith("$")) return () => text;
  // The pattern extracts what it names; of JSON any other property can be had too.
  const selector = text.startsWith("$.") ? compileFilterPattern(`{ ${text} = * }`) : pattern;
  return (message) => pattern.extract(message)[text] ?? selector.extract(message)[text];
}
