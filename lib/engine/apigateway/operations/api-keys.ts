import type {
  ApiKey,
  CreateApiKeyRequest,
  DeleteApiKeyRequest,
  GetApiKeyRequest,
  GetApiKeysRequest,
  StageKey,
  UpdateApiKeyRequest,
} from "@aws-sdk/client-api-gateway";
import { given } from "../../apigatewayv2/api.ts";
import { badRequest } from "../../apigatewayv2/errors.ts";
import { checkTags } from "../../apigatewayv2/tags.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import type { KeyStore } from "../key-store.ts";
import { pageOfItems } from "../lists.ts";
import { applyPatches, readBoolean, setting } from "../patch.ts";
import type { RestStore } from "../rest-store.ts";
import type { UsageLedger } from "../usage-ledger.ts";
import type { ApiKeyRecord } from "../usage-plan.ts";

/** The keys that callers of APIs send. */
export function apiKeyOperations(keys: KeyStore, store: RestStore, ledger: UsageLedger) {
  return {
    CreateApiKey(input: CreateApiKeyRequest, { region }: CallContext) {
      const key = newApiKey(keys, region, input);
      const stageKeys = (input.stageKeys ?? []).map((one) => stageKeyOf(store, region, one));
      keys.putKey({ ...key, stageKeys });
      return describeKey({ ...key, stageKeys }, true);
    },
    GetApiKey: ({ apiKey, includeValue }: GetApiKeyRequest, { region }: CallContext) =>
      describeKey(keys.key(region, apiKey), includeValue),
    GetApiKeys(input: GetApiKeysRequest, { region }: CallContext) {
      const { nameQuery = "", customerId, includeValues } = input;
      const found = keys
        .keys(region)
        .filter(
          ({ settings }) =>
            (settings.name ?? "").startsWith(nameQuery) &&
            (customerId === undefined || settings.customerId === customerId),
        );
      const { items, ...rest } = pageOfItems(found, ({ id }) => id, input);
      return { items: items.map((one) => describeKey(one, includeValues)), ...rest };
    },
    UpdateApiKey({ apiKey, patchOperations }: UpdateApiKeyRequest, { region }: CallContext) {
      const key = keys.key(region, apiKey);
      const settings = { ...key.settings };
      const changed = { ...key, settings, updatedMs: keys.clock.now() };
      const stageKeys = new Set(key.stageKeys);
      applyPatches(
        patchOperations,
        {
          "/name": setting(settings, "name"),
          "/description": setting(settings, "description"),
          "/enabled": setting(changed, "enabled", readBoolean),
          "/customerId": setting(settings, "customerId"),
          "/stages": {
            ops: ["add", "remove"],
            apply(value, _name, op) {
              const [restApiId, stageName] = value.split("/");
              if (op === "remove") stageKeys.delete(value);
              else stageKeys.add(stageKeyOf(store, region, { restApiId, stageName }));
            },
          },
        },
        "listed",
      );
      keys.putKey({ ...changed, stageKeys: [...stageKeys] });
      return describeKey({ ...changed, stageKeys: [...stageKeys] });
    },
    DeleteApiKey({ apiKey }: DeleteApiKeyRequest, { region }: CallContext) {
      const key = keys.key(region, apiKey);
      for (const { id } of keys.plans(region)) ledger.forget(id, [key.id]);
      keys.deleteKey(key);
    },
  } satisfies Record<string, Operation>;
}

/** A key as it is asked for, or one of the engine's making. Throws BadRequestException for what cannot be one. */
export function newApiKey(
  keys: KeyStore,
  region: string,
  input: Omit<CreateApiKeyRequest, "stageKeys">,
): ApiKeyRecord {
  const { name, description, customerId, tags, enabled = false, value = keys.newValue() } = input;
  checkTags(tags ?? {});
  if (value.length < 20) throw badRequest("API Key value should be at least 20 characters");
  if (value.length > 128) throw badRequest("API Key value should be at most 128 characters");
  const nowMs = keys.clock.now();
  return {
    region,
    id: keys.newId(10),
    value,
    enabled,
    createdMs: nowMs,
    updatedMs: nowMs,
    stageKeys: [],
    settings: given({ name, description, customerId, tags }),
  };
}

function stageKeyOf(store: RestStore, region: string, { restApiId, stageName }: StageKey): string {
  const { api, stage } = store.stage(region, { restApiId, stageName });
  return `${api.apiId}/${stage.stageName}`;
}

const describeKey = (
  { id, value, enabled, settings, stageKeys, createdMs, updatedMs }: ApiKeyRecord,
  withValue = false,
): ApiKey => ({
  id,
  ...(withValue && { value }),
  ...settings,
  enabled,
  createdDate: new Date(createdMs),
  lastUpdatedDate: new Date(updatedMs),
  stageKeys: [...stageKeys],
});
