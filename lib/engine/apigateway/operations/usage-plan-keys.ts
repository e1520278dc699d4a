import type {
  CreateUsagePlanKeyRequest,
  DeleteUsagePlanKeyRequest,
  GetUsagePlanKeyRequest,
  GetUsagePlanKeysRequest,
  UsagePlanKey,
} from "@aws-sdk/client-api-gateway";
import { badRequest, conflict, notFound } from "../../apigatewayv2/errors.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import type { KeyStore } from "../key-store.ts";
import { pageOfItems } from "../lists.ts";
import type { UsageLedger } from "../usage-ledger.ts";
import { type ApiKeyRecord, stageName } from "../usage-plan.ts";

/** Which keys a plan is for. */
export function usagePlanKeyOperations(keys: KeyStore, ledger: UsageLedger) {
  const find = (
    { usagePlanId, keyId }: GetUsagePlanKeyRequest | DeleteUsagePlanKeyRequest,
    { region }: CallContext,
  ) => {
    const plan = keys.plan(region, usagePlanId);
    if (!plan.keyIds.includes(keyId ?? "")) throw notFound("Invalid API Key identifier specified");
    return { plan, key: keys.key(region, keyId) };
  };
  return {
    CreateUsagePlanKey(input: CreateUsagePlanKeyRequest, { region }: CallContext) {
      if (input.keyType !== "API_KEY")
        throw badRequest("Invalid key type specified. Must be one of: [API_KEY]");
      const plan = keys.plan(region, input.usagePlanId);
      const key = keys.key(region, input.keyId);
      if (plan.keyIds.includes(key.id))
        throw conflict("API Key is already associated with the usage plan");
      for (const stage of plan.apiStages)
        if (keys.planOf(key, stage.apiId, stage.stage))
          throw conflict(
            `API Key ${key.id} is already associated with another usage plan of the API Stage ${stageName(stage)}`,
          );
      keys.putPlan({ ...plan, keyIds: [...plan.keyIds, key.id] });
      return describe(key);
    },
    GetUsagePlanKey: (input: GetUsagePlanKeyRequest, context: CallContext) =>
      describe(find(input, context).key),
    GetUsagePlanKeys(input: GetUsagePlanKeysRequest, { region }: CallContext) {
      const { nameQuery = "" } = input;
      const found = keys
        .plan(region, input.usagePlanId)
        .keyIds.map((id) => keys.key(region, id))
        .filter(({ settings }) => (settings.name ?? "").startsWith(nameQuery));
      const { items, ...rest } = pageOfItems(found, ({ id }) => id, input);
      return { items: items.map(describe), ...rest };
    },
    DeleteUsagePlanKey(input: DeleteUsagePlanKeyRequest, context: CallContext) {
      const { plan, key } = find(input, context);
      ledger.forget(plan.id, [key.id]);
      keys.putPlan({ ...plan, keyIds: plan.keyIds.filter((id) => id !== key.id) });
    },
  } satisfies Record<string, Operation>;
}

const describe = ({ id, value, settings }: ApiKeyRecord): UsagePlanKey => ({
  id,
  type: "API_KEY",
  value,
  ...(settings.name !== undefined && { name: settings.name }),
});
