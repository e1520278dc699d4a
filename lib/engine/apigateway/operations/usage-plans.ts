import type {
  ApiStage,
  CreateUsagePlanRequest,
  DeleteUsagePlanRequest,
  GetUsagePlanRequest,
  GetUsagePlansRequest,
  PatchOperation,
  QuotaSettings,
  ThrottleSettings,
  UpdateUsagePlanRequest,
  UsagePlan,
} from "@aws-sdk/client-api-gateway";
import { given } from "../../apigatewayv2/api.ts";
import { badRequest, notFound } from "../../apigatewayv2/errors.ts";
import { checkTags } from "../../apigatewayv2/tags.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import type { KeyStore } from "../key-store.ts";
import { pageOfItems } from "../lists.ts";
import { applyPatches } from "../patch.ts";
import type { UsageLedger } from "../usage-ledger.ts";
import { type PlanStage, stageName, type UsagePlanRecord } from "../usage-plan.ts";
import { planPatches } from "../patch-usage-plan.ts";

/** What keys may do: which stages they open, how fast and how often. */
export function usagePlanOperations(
  keys: KeyStore,
  ledger: UsageLedger,
  hasStage: (region: string, apiId: string, stage: string) => boolean,
) {
  const stageOf = (region: string, planName: string, given: ApiStage): PlanStage => {
    const { apiId = "", stage = "", throttle } = given;
    if (apiId === "" || stage === "")
      throw badRequest(
        `Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${planName}`,
      );
    if (!hasStage(region, apiId, stage))
      throw notFound(`API Stage not found: ${stageName({ apiId, stage })}`);
    for (const limits of Object.values(throttle ?? {})) checkThrottle(limits);
    return { apiId, stage, ...(throttle && { throttle }) };
  };
  return {
    CreateUsagePlan(input: CreateUsagePlanRequest, { region }: CallContext) {
      const { name = "", description, throttle, quota, tags } = input;
      if (name === "") throw badRequest("Usage Plan name cannot be blank");
      checkTags(tags ?? {});
      const plan: UsagePlanRecord = {
        region,
        id: keys.newId(6),
        createdMs: keys.clock.now(),
        settings: { name, ...given({ description, tags }) },
        apiStages: (input.apiStages ?? []).map((one) => stageOf(region, name, one)),
        ...(throttle && { throttle: given(throttle) }),
        ...(quota && { quota: { offset: 0, ...given(quota) } }),
        keyIds: [],
      };
      check(plan);
      return describePlan(keys.putPlan(plan));
    },
    GetUsagePlan: ({ usagePlanId }: GetUsagePlanRequest, { region }: CallContext) =>
      describePlan(keys.plan(region, usagePlanId)),
    GetUsagePlans(input: GetUsagePlansRequest, { region }: CallContext) {
      const { keyId } = input;
      if (keyId !== undefined) keys.key(region, keyId);
      const found = keys
        .plans(region)
        .filter(({ keyIds }) => keyId === undefined || keyIds.includes(keyId));
      const { items, ...rest } = pageOfItems(found, ({ id }) => id, input);
      return { items: items.map(describePlan), ...rest };
    },
    UpdateUsagePlan(
      { usagePlanId, patchOperations }: UpdateUsagePlanRequest,
      { region }: CallContext,
    ) {
      const changed = { ...keys.plan(region, usagePlanId) };
      const { name = "" } = changed.settings;
      applyPatches(
        patchOperations?.map(withEscapedPath),
        planPatches(changed, (given) => stageOf(region, name, given)),
        "listed",
      );
      check(changed);
      return describePlan(keys.putPlan(changed));
    },
    DeleteUsagePlan({ usagePlanId }: DeleteUsagePlanRequest, { region }: CallContext) {
      const plan = keys.plan(region, usagePlanId);
      const [stage] = plan.apiStages;
      if (stage)
        throw badRequest(
          `Cannot delete Usage Plan ${plan.id} because there are API Stages associated with it, including ${stageName(stage)}`,
        );
      ledger.forget(plan.id, plan.keyIds);
      keys.deletePlan(plan);
    },
  } satisfies Record<string, Operation>;
}

/** AWS also takes the path of a method as it is: `/apiStages/API:STAGE/throttle//pets/GET/rateLimit`. */
const withEscapedPath = (operation: PatchOperation): PatchOperation => ({
  ...operation,
  path: operation.path?.replace(
    /^(\/apiStages\/[^/]+\/throttle\/)(\/.*?)(\/[A-Z]+(?:\/(?:rate|burst)Limit)?)$/,
    (_path, before: string, resource: string, after: string) =>
      before + resource.replaceAll("/", "~1") + after,
  ),
});

function check({ throttle, quota, settings, apiStages }: UsagePlanRecord): void {
  if (settings.name === "") throw badRequest("Usage Plan name cannot be blank");
  if (throttle) checkThrottle(throttle);
  for (const { throttle: limits = {} } of apiStages) Object.values(limits).forEach(checkThrottle);
  if (quota) checkQuota(quota);
}

function checkThrottle({ rateLimit = 0, burstLimit = 0 }: ThrottleSettings): void {
  if (!(rateLimit >= 0)) throw badRequest("Usage Plan throttle rate limit must not be negative");
  if (!(burstLimit >= 0)) throw badRequest("Usage Plan throttle burst limit must not be negative");
}

const largestOffset = { DAY: 0, WEEK: 6, MONTH: 27 };

function checkQuota({ limit = 0, offset = 0, period }: QuotaSettings): void {
  if (!period) throw badRequest("Usage Plan quota period must be specified");
  if (!(limit >= 0)) throw badRequest("Usage Plan quota limit must not be negative");
  const most = largestOffset[period];
  if (offset >= 0 && offset <= most) return;
  throw badRequest(
    most === 0
      ? "Usage Plan quota offset must be zero in the DAY period"
      : `Usage Plan quota offset must be between 0 and ${most} inclusive in the ${period} period`,
  );
}

const describePlan = ({
  id,
  settings,
  apiStages,
  throttle,
  quota,
}: UsagePlanRecord): UsagePlan => ({
  id,
  ...settings,
  apiStages: apiStages.map((one) => ({ ...one })),
  ...(throttle && { throttle }),
  ...(quota && { quota }),
});
