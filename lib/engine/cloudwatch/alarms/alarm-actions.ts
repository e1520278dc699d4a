import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { alarmEvent, type PreviousState } from "./alarm-event.ts";
import { recordAction } from "./alarm-history.ts";
import type { AlarmStore } from "./alarm-store.ts";
import { actionsOf, type Alarm, type CompositeAlarm, type Suppression } from "./alarm.ts";

/** Hands an event to a function's asynchronous queue; throws when there is no such function. */
export type InvokeFunction = (request: {
  region: string;
  functionName: string;
  payload: Uint8Array;
  requestId: string;
}) => void;

/**
 * Carries out what alarms ask for when their state changes: functions are invoked; other targets are noted as
 * not delivered. A composite alarm with a suppressor waits as AWS's does: for the suppressor to go to ALARM
 * (WaitPeriod), while it is in ALARM, and some time after (ExtensionPeriod).
 */
export class AlarmActions {
  /** Ends of wait and extension periods, by the alarm's ARN. */
  readonly #timers = new Map<string, () => void>();

  constructor(
    private readonly options: {
      alarms: AlarmStore;
      clock: Clock;
      invokeFunction: InvokeFunction;
    },
  ) {}

  /** Goes on with the wait and extension periods that a former engine began. */
  start(): void {
    for (const alarm of this.options.alarms.list())
      if (alarm.type === "CompositeAlarm" && alarm.suppression?.untilMs !== undefined)
        this.#release(alarm, alarm.suppression.untilMs, alarm.state);
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  forget({ arn }: Alarm): void {
    this.#timers.get(arn)?.();
    this.#timers.delete(arn);
  }

  /** An alarm has changed its state: its own actions are due, and alarms it suppresses may go on. */
  changed(alarm: Alarm, previous: PreviousState): void {
    if (alarm.type === "CompositeAlarm" && alarm.settings.ActionsSuppressor !== undefined)
      this.#hold(alarm, previous);
    else this.#carryOut(alarm, previous);
    for (const other of this.options.alarms.composites(alarm.region))
      if (this.#suppressorOf(other)?.arn === alarm.arn) this.#suppressorChanged(other, alarm);
  }

  #suppressorOf({ region, settings }: CompositeAlarm): Alarm | undefined {
    return settings.ActionsSuppressor === undefined
      ? undefined
      : this.options.alarms.named(region, settings.ActionsSuppressor);
  }

  #hold(alarm: CompositeAlarm, previous: PreviousState): void {
    if (this.#suppressorOf(alarm)?.state.value === "ALARM") {
      this.#suppress(alarm, { by: "Alarm" });
      return;
    }
    const waitSeconds = alarm.settings.ActionsSuppressorWaitPeriod ?? 0;
    const untilMs = this.options.clock.now() + waitSeconds * 1000;
    this.#release(this.#suppress(alarm, { by: "WaitPeriod", untilMs }), untilMs, previous);
  }

  #suppressorChanged(alarm: CompositeAlarm, suppressor: Alarm): void {
    if (!alarm.suppression) return;
    if (suppressor.state.value === "ALARM") this.#suppress(alarm, { by: "Alarm" });
    else if (alarm.suppression.by === "Alarm") {
      const extensionSeconds = alarm.settings.ActionsSuppressorExtensionPeriod ?? 0;
      const untilMs = this.options.clock.now() + extensionSeconds * 1000;
      const held = this.#suppress(alarm, { by: "ExtensionPeriod", untilMs });
      this.#release(held, untilMs, { ...alarm.state, suppression: alarm.suppression });
    }
  }

  #suppress(alarm: CompositeAlarm, suppression: Suppression): CompositeAlarm {
    this.forget(alarm);
    const held = { ...alarm, suppression };
    this.options.alarms.put(held);
    return held;
  }

  /** Carries the actions out at `untilMs`, unless something else has come up by then. */
  #release({ region, name, arn }: CompositeAlarm, untilMs: number, previous: PreviousState): void {
    const { alarms, clock } = this.options;
    const release = () => {
      this.#timers.delete(arn);
      const alarm = alarms.find(region, name);
      if (alarm?.type !== "CompositeAlarm" || !alarm.suppression) return;
      const { suppression, ...free } = alarm;
      alarms.put(free);
      this.#carryOut(free, { ...previous, suppression });
    };
    const waitMs = untilMs - clock.now();
    if (waitMs <= 0) release();
    else this.#timers.set(arn, clock.after(waitMs, release));
  }

  #carryOut(alarm: Alarm, previous: PreviousState): void {
    if (alarm.settings.ActionsEnabled === false) return;
    const { alarms, clock } = this.options;
    for (const arn of actionsOf(alarm)) {
      let error: string | undefined;
      try {
        this.#send(arn, alarm, previous);
      } catch (cause) {
        error = cause instanceof Error ? cause.message : String(cause);
      }
      recordAction(alarms, alarm, { arn, error, timeMs: clock.now() });
    }
  }

  #send(arn: string, alarm: Alarm, previous: PreviousState): void {
    const [, , service = "", region = ""] = arn.split(":");
    if (service !== "lambda")
      throw new Error(
        `The local engine carries out actions of Lambda functions only, not of ${service}`,
      );
    this.options.invokeFunction({
      region,
      functionName: arn,
      payload: Buffer.from(JSON.stringify(alarmEvent(alarm, previous, this.options.clock.now()))),
      requestId: randomUUID(),
    });
  }
}
