import type {
  AlarmType,
  CompositeAlarm as CompositeAlarmOutput,
  MetricAlarm as MetricAlarmOutput,
  PutCompositeAlarmInput,
  PutMetricAlarmInput,
  StateValue,
} from "@aws-sdk/client-cloudwatch";

interface AlarmState {
  value: StateValue;
  reason: string;
  /** JSON. */
  reasonData?: string;
  /** When the state was last set, also to the same value. */
  updatedMs: number;
  /** When its value last changed. */
  transitionedMs: number;
}

interface AlarmRecord<Type extends AlarmType, Settings> {
  type: Type;
  region: string;
  arn: string;
  name: string;
  /** As they were put, in AWS's words. */
  settings: Settings;
  tags: Readonly<Record<string, string>>;
  configuredMs: number;
  state: AlarmState;
}

export type MetricAlarm = AlarmRecord<
  "MetricAlarm",
  Omit<PutMetricAlarmInput, "AlarmName" | "Tags">
>;

/** Why a composite alarm holds its actions back, and until when if that is known. */
export interface Suppression {
  by: "WaitPeriod" | "ExtensionPeriod" | "Alarm";
  untilMs?: number;
}

export interface CompositeAlarm extends AlarmRecord<
  "CompositeAlarm",
  Omit<PutCompositeAlarmInput, "AlarmName" | "Tags">
> {
  suppression?: Suppression;
}

export type Alarm = MetricAlarm | CompositeAlarm;

/** A change of an alarm's state; what AWS computes, a user sets or a rule evaluates to. */
export type NextState = Pick<AlarmState, "value" | "reason" | "reasonData">;

/** The reason of an alarm that was not evaluated yet. */
export const uncheckedReason = "Unchecked: Initial alarm creation";

export const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

/** The actions of an alarm for the state it is in. */
export function actionsOf({ settings, state }: Alarm): readonly string[] {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = settings;
  if (state.value === "OK") return OKActions;
  return state.value === "ALARM" ? AlarmActions : InsufficientDataActions;
}

/** An alarm as DescribeAlarms shows it. */
export function describeMetricAlarm(alarm: MetricAlarm): MetricAlarmOutput {
  return { Dimensions: [], ...describeAny(alarm), ...alarm.settings };
}

/** As describeMetricAlarm. */
export function describeCompositeAlarm(alarm: CompositeAlarm): CompositeAlarmOutput {
  const { suppression } = alarm;
  return {
    ...describeAny(alarm),
    ...alarm.settings,
    ...(suppression && {
      ActionsSuppressedBy: suppression.by,
      ActionsSuppressedReason: `Actions suppressed by ${suppression.by}`,
    }),
  };
}

function describeAny({ arn, name, configuredMs, state }: Alarm) {
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    AlarmName: name,
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredMs),
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.updatedMs),
    StateTransitionedTimestamp: new Date(state.transitionedMs),
  };
}
