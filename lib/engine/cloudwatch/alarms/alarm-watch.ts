import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import type { MetricStore } from "../metric-store.ts";
import { AlarmActions, type InvokeFunction } from "./alarm-actions.ts";
import { recordConfiguration, recordTransition } from "./alarm-history.ts";
import type { AlarmStore } from "./alarm-store.ts";
import {
  type Alarm,
  type CompositeAlarm,
  type MetricAlarm,
  type NextState,
  uncheckedReason,
} from "./alarm.ts";
import { judgeDatapoints } from "./judge-datapoints.ts";
import {
  evaluatedEverySeconds,
  hasTooFewSamples,
  periodOf,
  readDatapoints,
} from "./read-datapoints.ts";
import { comparisons, longTimeText, timeText } from "./wording.ts";

/** Values recorded at the end of a period are in the tables after this. */
const afterPeriodMs = 2_000;
/** A new alarm shows that it is unchecked for at least this long. */
const uncheckedMs = 2_000;
const expireEveryMs = 3_600_000;
/** Other calls are served in between. */
const evaluatedTogether = 50;

/**
 * Evaluates the alarms as their periods end, passes what changes on to composite alarms, and carries out
 * the actions. Alarms with periods below a minute are looked at every 10 seconds, all others each minute.
 */
export class AlarmWatch {
  readonly #alarms: AlarmStore;
  readonly #metrics: MetricStore;
  readonly #clock: Clock;
  readonly #warn: (message: string, error: unknown) => void;
  readonly #actions: AlarmActions;
  #cancelTick: (() => void) | undefined;
  #expiresAtMs = 0;
  #closed = true;

  constructor(options: {
    alarms: AlarmStore;
    metrics: MetricStore;
    clock: Clock;
    invokeFunction: InvokeFunction;
    warn: (message: string, error: unknown) => void;
  }) {
    this.#alarms = options.alarms;
    this.#metrics = options.metrics;
    this.#clock = options.clock;
    this.#warn = options.warn;
    this.#actions = new AlarmActions(options);
  }

  /** Begins to evaluate; what was held back when a former engine ended goes on. */
  start(): void {
    this.#closed = false;
    this.#actions.start();
    this.#tickLater();
  }

  close(): void {
    this.#closed = true;
    this.#cancelTick?.();
    this.#actions.close();
  }

  /** Keeps a new alarm or new settings of one; a composite alarm has its state at once. */
  configure(alarm: Alarm): void {
    const before = this.#alarms.find(alarm.region, alarm.name);
    this.#actions.forget(alarm);
    this.#alarms.put(alarm);
    this.#tickLater();
    recordConfiguration(this.#alarms, alarm, before ? "updated" : "created", alarm.configuredMs);
    if (alarm.type !== "CompositeAlarm") return;
    const { value } = evaluateRule(this.#alarms, alarm);
    if (before && before.state.value === value) return;
    const children = this.#alarms.childrenOf(alarm);
    this.setState(alarm, {
      value,
      reason: `${alarm.arn} was ${before ? "updated" : "created"} and its alarm rule evaluates to ${value}`,
      reasonData: triggeredBy(children),
    });
  }

  /** Sets an alarm's state, whoever says so, and all that follows from it. */
  setState(alarm: Alarm, next: NextState): void {
    this.#setState(alarm, next, new Set());
  }

  remove(alarm: Alarm): void {
    this.#actions.forget(alarm);
    this.#alarms.delete(alarm);
    recordConfiguration(this.#alarms, alarm, "deleted", this.#clock.now());
  }

  /** `onTheWay` keeps composite alarms that refer to each other from turning for ever. */
  #setState(alarm: Alarm, { value, reason, reasonData }: NextState, onTheWay: Set<string>): void {
    const previous = {
      ...alarm.state,
      ...("suppression" in alarm && { suppression: alarm.suppression }),
    };
    const updatedMs = this.#clock.now();
    const changed = previous.value !== value;
    const state = {
      value,
      reason,
      ...(reasonData !== undefined && { reasonData }),
      updatedMs,
      transitionedMs: changed ? updatedMs : previous.transitionedMs,
    };
    const updated: Alarm = { ...alarm, state };
    this.#alarms.put(updated);
    if (!changed) return;
    recordTransition(this.#alarms, updated, previous);
    this.#actions.changed(updated, previous);
    for (const parent of this.#alarms.parentsOf(updated)) {
      if (onTheWay.has(parent.arn)) continue;
      const { value: next } = evaluateRule(this.#alarms, parent);
      if (next === parent.state.value) continue;
      const reasonOfChild = `${updated.arn} transitioned to ${value} at ${longTimeText(updatedMs)}`;
      this.#setState(
        parent,
        { value: next, reason: reasonOfChild, reasonData: triggeredBy([updated]) },
        new Set([...onTheWay, parent.arn]),
      );
    }
  }

  /** Wakes at the end of the next period of any alarm; not at all while there is none. */
  #tickLater(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    const every = this.#alarms
      .list()
      .flatMap((alarm) => (alarm.type === "MetricAlarm" ? evaluatedEverySeconds(alarm) : []));
    if (this.#closed || every.length === 0) return;
    const everyMs = Math.min(...every) * 1000;
    const nowMs = this.#clock.now();
    const endMs = (Math.floor((nowMs - afterPeriodMs) / everyMs) + 1) * everyMs;
    this.#cancelTick = this.#clock.after(endMs + afterPeriodMs - nowMs, () => {
      this.#tickLater();
      this.#tick(endMs).catch((error: unknown) =>
        this.#warn("Alarms could not be evaluated", error),
      );
    });
  }

  /** Evaluates the alarms of which a period ended at `endMs`. */
  async #tick(endMs: number): Promise<void> {
    if (endMs >= this.#expiresAtMs) {
      this.#alarms.expire(endMs);
      this.#expiresAtMs = endMs + expireEveryMs;
    }
    const due = this.#alarms.list().filter((alarm): alarm is MetricAlarm => isDue(alarm, endMs));
    if (due.length === 0) return;
    this.#metrics.settle();
    for (const [index, { region, name }] of due.entries()) {
      if (index % evaluatedTogether === evaluatedTogether - 1) await setImmediate();
      if (this.#closed) return;
      // It may have changed or gone while others were served.
      const alarm = this.#alarms.find(region, name);
      if (alarm?.type === "MetricAlarm") this.#evaluate(alarm, endMs);
    }
  }

  #evaluate(alarm: MetricAlarm, endMs: number): void {
    const { settings, state } = alarm;
    const datapoints = readDatapoints(this.#metrics, alarm, endMs);
    const { EvaluationPeriods: evaluationPeriods = 1, Threshold: threshold = 0 } = settings;
    const comparison = comparisons[settings.ComparisonOperator ?? "GreaterThanThreshold"];
    if (!comparison) return;
    if (
      settings.EvaluateLowSampleCountPercentile === "ignore" &&
      hasTooFewSamples(settings.ExtendedStatistic, datapoints.slice(0, evaluationPeriods))
    )
      return;
    const next = judgeDatapoints({
      datapoints,
      evaluationPeriods,
      datapointsToAlarm: settings.DatapointsToAlarm ?? evaluationPeriods,
      breaches: (value) => comparison.breaches(value, threshold),
      comparison: comparison.words,
      threshold,
      treatMissingData: treatmentOf(settings),
      about: {
        unit: settings.Unit,
        statistic: settings.Statistic ?? settings.ExtendedStatistic,
      },
      periodSeconds: periodOf(alarm),
      nowMs: this.#clock.now(),
      current: state.value,
    });
    const unchecked = state.reason === uncheckedReason;
    if (next && (next.value !== state.value || unchecked)) this.setState(alarm, next);
  }
}

function isDue(alarm: Alarm, endMs: number): boolean {
  return (
    alarm.type === "MetricAlarm" &&
    (endMs / 1000) % evaluatedEverySeconds(alarm) === 0 &&
    endMs + afterPeriodMs - alarm.configuredMs >= uncheckedMs
  );
}

/** Missing data is missing unless the alarm says otherwise; DynamoDB's is ignored then. */
function treatmentOf({
  TreatMissingData,
  Namespace,
  Metrics = [],
}: MetricAlarm["settings"]): string {
  if (TreatMissingData !== undefined) return TreatMissingData;
  const namespaces = [Namespace, ...Metrics.map(({ MetricStat }) => MetricStat?.Metric?.Namespace)];
  return namespaces.includes("AWS/DynamoDB") ? "ignore" : "missing";
}

function evaluateRule(alarms: AlarmStore, alarm: CompositeAlarm): { value: "ALARM" | "OK" } {
  const stateOf = (named: string) => alarms.named(alarm.region, named)?.state.value;
  return { value: alarms.rule(alarm).holds(stateOf) ? "ALARM" : "OK" };
}

/** The alarms behind a composite alarm's state, as its reason's data has them. */
function triggeredBy(children: readonly Alarm[]): string {
  return JSON.stringify({
    triggeringAlarms: children.map(({ arn, state }) => ({
      arn,
      state: { value: state.value, timestamp: timeText(state.updatedMs) },
    })),
  });
}
