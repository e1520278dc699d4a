import type { EngineDatabase } from "../../store/database.ts";

/** What metric and subscription filters have in common. */
export interface LogFilter {
  name: string;
  logGroup: string;
  pattern: string;
  createdMs: number;
  appliesToTransformed: boolean;
}

export interface MetricFilter extends LogFilter {
  metricName: string;
  metricNamespace: string;
  /** A number, or the field that holds it: `$.latency`, `$bytes`. */
  metricValue: string;
  defaultValue?: number;
  /** Names, and the fields that hold their values. */
  dimensions?: Record<string, string>;
  unit?: string;
}

export interface SubscriptionFilter extends LogFilter {
  destinationArn: string;
  roleArn?: string;
  distribution: "Random" | "ByLogStream";
}

/**
 * The filters of one kind, by group. All are in memory besides: every event that is logged asks for its
 * group's.
 */
export class FilterTable<Filter extends LogFilter> {
  readonly #database: EngineDatabase;
  readonly #kind: string;
  readonly #byGroup = new Map<string, readonly Filter[]>();

  constructor(database: EngineDatabase, kind: "metric" | "subscription") {
    this.#database = database;
    this.#kind = kind;
    database.exec(`
      CREATE TABLE IF NOT EXISTS log_filters (
        kind TEXT NOT NULL,
        region TEXT NOT NULL,
        log_group TEXT NOT NULL,
        name TEXT NOT NULL,
        definition TEXT NOT NULL,
        PRIMARY KEY (kind, region, log_group, name)
      ) WITHOUT ROWID`);
    const rows = database
      .prepare("SELECT region, definition FROM log_filters WHERE kind = ?")
      .all(kind) as { region: string; definition: string }[];
    for (const { region, definition } of rows) this.#keep(region, JSON.parse(definition) as Filter);
  }

  /** A group's filters in order of name. */
  of(region: string, logGroup: string): readonly Filter[] {
    return this.#byGroup.get(keyOf(region, logGroup)) ?? [];
  }

  /** A region's filters in order of group and name. */
  list(region: string): Filter[] {
    return [...this.#byGroup]
      .filter(([key]) => key.startsWith(keyOf(region, "")))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([, filters]) => filters);
  }

  put(region: string, filter: Filter): void {
    this.#database
      .prepare("INSERT OR REPLACE INTO log_filters VALUES (?, ?, ?, ?, ?)")
      .run(this.#kind, region, filter.logGroup, filter.name, JSON.stringify(filter));
    this.#keep(region, filter);
  }

  /** Whether there was such a filter. */
  delete(region: string, logGroup: string, name: string): boolean {
    const { changes } = this.#database
      .prepare(
        "DELETE FROM log_filters WHERE kind = ? AND region = ? AND log_group = ? AND name = ?",
      )
      .run(this.#kind, region, logGroup, name);
    this.#byGroup.set(
      keyOf(region, logGroup),
      this.of(region, logGroup).filter((filter) => filter.name !== name),
    );
    return changes > 0;
  }

  /** Deletes the filters of a group that goes. */
  deleteAll(region: string, logGroup: string): void {
    for (const { name } of this.of(region, logGroup)) this.delete(region, logGroup, name);
    this.#byGroup.delete(keyOf(region, logGroup));
  }

  #keep(region: string, filter: Filter): void {
    const { logGroup, name } = filter;
    const others = this.of(region, logGroup).filter((other) => other.name !== name);
    const filters = [...others, filter].sort((one, other) => (one.name < other.name ? -1 : 1));
    this.#byGroup.set(keyOf(region, logGroup), filters);
  }
}

function keyOf(region: string, logGroup: string): string {
  return `${region}\n${logGroup}`;
}
