import * as z from "zod";
import { comparisonOperators, missingDataTreatments } from "@/lib/model/alarm";
import { seriesIds } from "@/lib/model/metric-specs";

/** An alarm's form as the pages send it; its values are checked by `alarmProblems`. */
export const alarmFormBody = z.strictObject({
  name: z.string(),
  description: z.string(),
  statistic: z.string().optional(),
  condition: z.strictObject({
    comparison: z.enum(comparisonOperators),
    threshold: z.number(),
    periodSeconds: z.number(),
    evaluationPeriods: z.number(),
    datapointsToAlarm: z.number(),
    treatMissingData: z.enum(missingDataTreatments),
    evaluateLowSampleCount: z.enum(["evaluate", "ignore"]).optional(),
  }),
  actionsEnabled: z.boolean(),
  actions: z.strictObject({
    alarm: z.array(z.string()),
    ok: z.array(z.string()),
    insufficientData: z.array(z.string()),
  }),
});

export const alarmSubjectBody = z.enum(["errorRate", ...seriesIds]);
