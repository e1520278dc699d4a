import { z } from "zod";
import { readApiUse } from "@/lib/aws/call-meter";
import { setBudget } from "@/lib/connections/set-budget";
import { budgetRangeUsd } from "@/lib/model/api-use";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection }) => readApiUse(connection));

const { least, most } = budgetRangeUsd;

export const PUT = handle(
  z.strictObject({
    budgetUsd: z
      .number()
      .min(least, `is ${least} to ${most} USD a day, or null for no limit`)
      .max(most, `is ${least} to ${most} USD a day, or null for no limit`)
      .nullable(),
  }),
  ({ connection, body }) => setBudget(connection, body.budgetUsd),
);
