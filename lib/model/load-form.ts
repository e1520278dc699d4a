import { isInRange, type LoadField, loadLimits, loadRange } from "./load";
import type { Load, LoadTraffic } from "./load-schema";

/** `calls`: so many calls, so many at a time. The others are the kinds of traffic. */
export type LoadKind = "calls" | LoadTraffic["kind"];

/** The Burst form as plain values. NaN is an empty number field. */
export type LoadForm = Record<LoadField, number> & {
  kind: LoadKind;
  spacing: Load["spacing"];
  /** Whether a part of errors ends the run. */
  stopsAtErrors: boolean;
};

export const firstLoadForm: LoadForm = {
  kind: "calls",
  maximumCalls: 100,
  callers: 20,
  rampSeconds: 0,
  ratePerSecond: 10,
  fromRatePerSecond: 1,
  toRatePerSecond: 50,
  burstRatePerSecond: 100,
  startSeconds: 10,
  burstSeconds: 5,
  lowRatePerSecond: 2,
  highRatePerSecond: 40,
  periodSeconds: 60,
  durationSeconds: 60,
  maximumInFlight: loadLimits.maximumInFlight.max,
  spacing: "poisson",
  stopsAtErrors: true,
  stopAtErrorPercent: 5,
};

/** Loads to begin with, by name. */
export const loadPresets: readonly { name: string; form: Partial<LoadForm> }[] = [
  { name: "20 at once", form: { kind: "calls", maximumCalls: 20, callers: 20, rampSeconds: 0 } },
  {
    name: "1,000 calls, 50 at a time",
    form: { kind: "calls", maximumCalls: 1_000, callers: 50, rampSeconds: 0 },
  },
  {
    name: "10 per second for a minute",
    form: { kind: "steady", ratePerSecond: 10, durationSeconds: 60, spacing: "poisson" },
  },
  {
    name: "Ramp to 50 per second",
    form: { kind: "ramp", fromRatePerSecond: 1, toRatePerSecond: 50, durationSeconds: 60 },
  },
  {
    name: "Spike in quiet traffic",
    form: {
      kind: "burst",
      ratePerSecond: 2,
      burstRatePerSecond: 100,
      startSeconds: 10,
      burstSeconds: 3,
      durationSeconds: 30,
    },
  },
];

/** The number fields of a kind of load, in the order of the form. */
export function loadFields(kind: LoadKind): readonly LoadField[] {
  return fieldsOfKind[kind];
}

const fieldsOfKind: Record<LoadKind, readonly LoadField[]> = {
  calls: ["maximumCalls", "callers"],
  callers: ["callers", "durationSeconds"],
  steady: ["ratePerSecond", "durationSeconds"],
  ramp: ["fromRatePerSecond", "toRatePerSecond", "durationSeconds"],
  burst: ["ratePerSecond", "burstRatePerSecond", "startSeconds", "burstSeconds", "durationSeconds"],
  wave: ["lowRatePerSecond", "highRatePerSecond", "periodSeconds", "durationSeconds"],
};

/** Whether calls leave at a rate, whatever comes of those before. */
export function isOpenLoop(kind: LoadKind): boolean {
  return kind !== "calls" && kind !== "callers";
}

/** Why a field's value is refused, or undefined. */
export function loadFieldProblem(form: LoadForm, field: LoadField): string | undefined {
  return isInRange(field, form[field]) ? undefined : `It ${loadRange(field)}.`;
}

/** The load the form describes; undefined while a field of it is refused. */
export function loadOf(
  form: LoadForm,
  call: Pick<Load, "payload" | "qualifier">,
): Load | undefined {
  const fields = [
    ...loadFields(form.kind),
    ...(form.stopsAtErrors ? (["stopAtErrorPercent"] as const) : []),
  ];
  if (fields.some((field) => loadFieldProblem(form, field))) return undefined;
  const counted = form.kind === "calls";
  return {
    traffic: trafficOf(form),
    spacing: form.spacing,
    durationSeconds: counted ? loadLimits.durationSeconds.max : form.durationSeconds,
    maximumCalls: counted ? form.maximumCalls : loadLimits.maximumCalls.max,
    maximumInFlight: form.maximumInFlight,
    stopAtErrorPercent: form.stopsAtErrors ? form.stopAtErrorPercent : null,
    ...call,
  };
}

function trafficOf(form: LoadForm): LoadTraffic {
  const { callers, rampSeconds, ratePerSecond, fromRatePerSecond, toRatePerSecond } = form;
  const { burstRatePerSecond, startSeconds, burstSeconds } = form;
  const { lowRatePerSecond, highRatePerSecond, periodSeconds } = form;
  switch (form.kind) {
    case "calls":
    case "callers":
      return { kind: "callers", callers, rampSeconds };
    case "steady":
      return { kind: "steady", ratePerSecond };
    case "ramp":
      return { kind: "ramp", fromRatePerSecond, toRatePerSecond };
    case "burst":
      return { kind: "burst", ratePerSecond, burstRatePerSecond, startSeconds, burstSeconds };
    case "wave":
      return { kind: "wave", lowRatePerSecond, highRatePerSecond, periodSeconds };
  }
}
