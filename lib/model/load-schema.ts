import { z } from "zod";
import { type LoadField, loadLimits, loadRange } from "./load";

/** Every refusal of a number says the whole range. */
function number(field: LoadField) {
  const error = loadRange(field);
  const { min, max, whole } = loadLimits[field];
  return (whole ? z.int({ error }) : z.number({ error })).min(min, { error }).max(max, { error });
}

/** Callers that wait for their answers (closed loop), or calls at a rate whatever comes of them (open loop). */
const traffic = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("callers"),
    callers: number("callers"),
    /** The callers begin one after the other over this time. */
    rampSeconds: number("rampSeconds").default(0),
  }),
  z.strictObject({ kind: z.literal("steady"), ratePerSecond: number("ratePerSecond") }),
  z.strictObject({
    kind: z.literal("ramp"),
    fromRatePerSecond: number("fromRatePerSecond"),
    toRatePerSecond: number("toRatePerSecond"),
  }),
  z.strictObject({
    kind: z.literal("burst"),
    ratePerSecond: number("ratePerSecond"),
    burstRatePerSecond: number("burstRatePerSecond"),
    startSeconds: number("startSeconds"),
    burstSeconds: number("burstSeconds"),
  }),
  z.strictObject({
    kind: z.literal("wave"),
    lowRatePerSecond: number("lowRatePerSecond"),
    highRatePerSecond: number("highRatePerSecond"),
    periodSeconds: number("periodSeconds"),
  }),
]);

export const loadSchema = z.strictObject({
  traffic,
  /** Of open-loop calls: at random moments, or evenly. */
  spacing: z.enum(["poisson", "even"], { error: "must be poisson or even" }).default("poisson"),
  /** No call is sent later than this. */
  durationSeconds: number("durationSeconds").default(60),
  maximumCalls: number("maximumCalls").default(loadLimits.maximumCalls.max),
  /** Open-loop calls beyond this many unanswered ones wait, and are late. */
  maximumInFlight: number("maximumInFlight").default(loadLimits.maximumInFlight.max),
  /** No more is sent once this part of the answers are errors; null: go on whatever comes. */
  stopAtErrorPercent: number("stopAtErrorPercent").nullable().default(5),
  /** The event's text; its placeholders are filled anew for each call. */
  payload: z.string().default("{}"),
  qualifier: z.string().min(1).optional(),
});

/** A checked load with every default filled in. */
export type Load = z.output<typeof loadSchema>;
export type LoadTraffic = Load["traffic"];
