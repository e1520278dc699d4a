import type { GetUsageRequest, Usage, UpdateUsageRequest } from "@aws-sdk/client-api-gateway";
import { badRequest, notFound } from "../../apigatewayv2/errors.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import type { KeyStore } from "../key-store.ts";
import { pageOfItems } from "../lists.ts";
import { applyPatches } from "../patch.ts";
import { dayMs, dayOf, startOfDay } from "../quota-period.ts";
import type { UsageLedger } from "../usage-ledger.ts";
import type { UsagePlanRecord } from "../usage-plan.ts";

const mostDays = 90;

/** How much of a plan its keys have used. */
export function usageOperations(keys: KeyStore, ledger: UsageLedger) {
  const usageOf = (
    plan: UsagePlanRecord,
    keyIds: readonly string[],
    { fromMs, toMs }: { fromMs: number; toMs: number },
  ): Usage => ({
    usagePlanId: plan.id,
    startDate: dayOf(fromMs),
    endDate: dayOf(toMs),
    items: Object.fromEntries(
      keyIds.flatMap((keyId) => {
        const days = ledger.daily(plan.id, keyId, plan.quota, { fromMs, toMs });
        return days ? [[keyId, days]] : [];
      }),
    ),
  });
  return {
    GetUsage(input: GetUsageRequest, { region }: CallContext) {
      const { keyId } = input;
      const plan = keys.plan(region, input.usagePlanId);
      const days = readDays(input);
      if (keyId !== undefined) keys.key(region, keyId);
      const wanted = plan.keyIds.filter((id) => keyId === undefined || id === keyId);
      const { items, ...rest } = pageOfItems(wanted, (id) => id, input);
      return { ...usageOf(plan, items, days), ...rest };
    },
    UpdateUsage(input: UpdateUsageRequest, { region }: CallContext) {
      const plan = keys.plan(region, input.usagePlanId);
      const { keyId = "" } = input;
      if (!plan.keyIds.includes(keyId)) throw notFound("Invalid API Key identifier specified");
      applyPatches(
        input.patchOperations,
        {
          "/remaining": {
            ops: ["replace"],
            apply(value) {
              const remaining = Number(value);
              if (!Number.isInteger(remaining) || remaining < 0 || value === "")
                throw badRequest("Invalid value specified for remaining quota");
              if (!plan.quota) throw badRequest("Usage Plan does not have a quota");
              ledger.setRemaining(plan.id, keyId, plan.quota, remaining);
            },
          },
        },
        "listed",
      );
      const today = startOfDay(dayOf(keys.clock.now())) ?? 0;
      return usageOf(plan, [keyId], { fromMs: today, toMs: today });
    },
  } satisfies Record<string, Operation>;
}

function readDays({ startDate, endDate }: GetUsageRequest): { fromMs: number; toMs: number } {
  const fromMs = startOfDay(startDate);
  const toMs = startOfDay(endDate);
  if (fromMs === undefined || toMs === undefined)
    throw badRequest("Invalid date specified. Dates must have the format YYYY-MM-DD");
  if (fromMs > toMs) throw badRequest("Start date must not be after the end date");
  if (toMs - fromMs >= mostDays * dayMs)
    throw badRequest(`Usage can be told of at most ${mostDays} days`);
  return { fromMs, toMs };
}
