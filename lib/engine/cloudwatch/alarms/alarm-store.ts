import type { HistoryItemType } from "@aws-sdk/client-cloudwatch";
import type { EngineDatabase } from "../../store/database.ts";
import { DocumentTable } from "../../store/document-table.ts";
import type { Alarm, CompositeAlarm } from "./alarm.ts";
import { type AlarmRule, parseAlarmRule } from "./alarm-rule.ts";

interface HistoryItem {
  id: number;
  region: string;
  alarmName: string;
  alarmType: Alarm["type"];
  itemType: HistoryItemType;
  timeMs: number;
  summary: string;
  /** JSON. */
  data: string;
}

interface HistoryQuery {
  region: string;
  alarmName?: string | undefined;
  alarmTypes: readonly string[];
  itemType?: string | undefined;
  fromMs: number;
  toMs: number;
  ascending: boolean;
  afterId?: number | undefined;
  limit: number;
}

const historyKeptMs = 30 * 86_400_000;
const keyOf = (region: string, name: string): string => `${region} ${name}`;

/** The alarms of all regions and what happened to them in the last 30 days. */
export class AlarmStore {
  readonly #alarms: DocumentTable<Alarm>;
  readonly #database: EngineDatabase;
  /** Parsed once for each text. */
  readonly #rules = new Map<string, AlarmRule>();

  constructor(database: EngineDatabase) {
    this.#database = database;
    this.#alarms = new DocumentTable(database, "cloudwatch_alarms");
    database.exec(`
      CREATE TABLE IF NOT EXISTS cloudwatch_alarm_history (
        id INTEGER PRIMARY KEY AUTOINCREMENT, region TEXT NOT NULL, alarmName TEXT NOT NULL,
        alarmType TEXT NOT NULL, itemType TEXT NOT NULL, timeMs INTEGER NOT NULL,
        summary TEXT NOT NULL, data TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS cloudwatch_alarm_history_name
        ON cloudwatch_alarm_history (region, alarmName, id)`);
  }

  find(region: string, name: string): Alarm | undefined {
    return this.#alarms.get(keyOf(region, name));
  }

  /** Every alarm there is, or those of one region by name. */
  list(region?: string): Alarm[] {
    const all = [...this.#alarms.values()];
    if (region === undefined) return all;
    return all
      .filter((alarm) => alarm.region === region)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  composites(region: string): CompositeAlarm[] {
    return [...this.#alarms.values()].filter(
      (alarm): alarm is CompositeAlarm =>
        alarm.type === "CompositeAlarm" && alarm.region === region,
    );
  }

  put(alarm: Alarm): void {
    this.#alarms.set(keyOf(alarm.region, alarm.name), alarm);
  }

  delete({ region, name }: Alarm): void {
    this.#alarms.delete(keyOf(region, name));
  }

  /** The rule of a composite alarm. */
  rule({ settings }: CompositeAlarm): AlarmRule {
    const text = settings.AlarmRule ?? "";
    let rule = this.#rules.get(text);
    if (!rule) this.#rules.set(text, (rule = parseAlarmRule(text)));
    return rule;
  }

  /** An alarm by the name or ARN that a rule has for it. */
  named(region: string, nameOrArn: string): Alarm | undefined {
    const [, name] = /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/s.exec(nameOrArn) ?? [];
    return this.find(region, name ?? nameOrArn);
  }

  /** The composite alarms whose rule names an alarm, directly. */
  parentsOf({ region, name, arn }: Alarm): CompositeAlarm[] {
    return this.composites(region).filter((other) =>
      this.rule(other).alarms.some((named) => named === name || named === arn),
    );
  }

  /** The alarms that a composite alarm's rule names, by name. */
  childrenOf(alarm: CompositeAlarm): Alarm[] {
    const found = this.rule(alarm).alarms.flatMap((named) => this.named(alarm.region, named) ?? []);
    return [...new Set(found)].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  record(alarm: Alarm, item: Pick<HistoryItem, "itemType" | "timeMs" | "summary" | "data">): void {
    this.#database
      .prepare(
        `INSERT INTO cloudwatch_alarm_history
           (region, alarmName, alarmType, itemType, timeMs, summary, data)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        alarm.region,
        alarm.name,
        alarm.type,
        item.itemType,
        item.timeMs,
        item.summary,
        item.data,
      );
  }

  /** What happened, in the order it did or the other way round; also to alarms that are gone. */
  history(query: HistoryQuery): HistoryItem[] {
    const { region, alarmName, alarmTypes, itemType, ascending, afterId } = query;
    const marks = alarmTypes.map(() => "?").join(", ");
    return this.#database
      .prepare(
        `SELECT * FROM cloudwatch_alarm_history
         WHERE region = ? AND alarmType IN (${marks}) AND timeMs >= ? AND timeMs <= ?
         ${alarmName === undefined ? "" : "AND alarmName = ?"}
         ${itemType === undefined ? "" : "AND itemType = ?"}
         ${afterId === undefined ? "" : `AND id ${ascending ? ">" : "<"} ?`}
         ORDER BY id ${ascending ? "ASC" : "DESC"} LIMIT ?`,
      )
      .all(
        region,
        ...alarmTypes,
        query.fromMs,
        query.toMs,
        ...(alarmName === undefined ? [] : [alarmName]),
        ...(itemType === undefined ? [] : [itemType]),
        ...(afterId === undefined ? [] : [afterId]),
        query.limit,
      ) as HistoryItem[];
  }

  /** Forgets what happened more than 30 days ago. */
  expire(nowMs: number): void {
    this.#database
      .prepare("DELETE FROM cloudwatch_alarm_history WHERE timeMs < ?")
      .run(nowMs - historyKeptMs);
  }
}
