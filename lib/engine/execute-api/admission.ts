import type { KeyStore } from "../apigateway/key-store.ts";
import type { RestDeployment, RestStage } from "../apigateway/rest-api.ts";
import type { UsageLedger } from "../apigateway/usage-ledger.ts";
import { ownValue } from "../own-value.ts";
import { type ApiRequest, headerOf } from "./api-request.ts";
import { GatewayFailure } from "./gateway-failure.ts";
import type { MatchedMethod } from "./match-rest-method.ts";
import type { CallerKey } from "./payload-v1.ts";
import type { RateLimits } from "./rate-limits.ts";

/** Who may call how often: what admitting a request takes. */
export interface Admission {
  keys: KeyStore;
  ledger: UsageLedger;
  rates: RateLimits;
}

/** Keeps to a method's own rate limit, else the stage's. Throws GatewayFailure. */
export function takeStageRate(
  { rates }: Admission,
  call: ApiRequest,
  { stageName, methodSettings = {} }: RestStage,
  { method, resource }: MatchedMethod,
): void {
  const path = resource.path.replace(/^\//, "");
  const { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit } = {
    ...methodSettings["*/*"],
    ...ownValue(methodSettings, `${path}/${method.httpMethod}`),
  };
  const names = [call.apiId, stageName, resource.id, method.httpMethod];
  if (!rates.take(names, { rateLimit, burstLimit })) throw new GatewayFailure("THROTTLED");
}

/** The key that a method of a REST API asks for. Throws GatewayFailure. */
export function takeMethodKey(
  admission: Admission,
  call: ApiRequest,
  { apiKeySource }: Pick<RestDeployment, "apiKeySource">,
  { method, resource }: MatchedMethod,
  usageIdentifierKey: string | undefined,
): CallerKey | undefined {
  if (!method.apiKeyRequired) return undefined;
  const value = apiKeySource === "AUTHORIZER" ? usageIdentifierKey : headerOf(call, "x-api-key");
  return takeKey(admission, call, value, [
    `${resource.path}/${call.method}`,
    `${resource.path}/${method.httpMethod}`,
  ]);
}

/**
 * The key of that value, of a plan that has the stage, within the plan's rate and quota; `limited` are the names by
 * which the plan may have a rate of its own. What the rate refuses is not counted. Throws GatewayFailure.
 */
export function takeKey(
  { keys, ledger, rates }: Admission,
  call: ApiRequest,
  value: string | undefined,
  limited: readonly string[],
): CallerKey {
  const key = value === undefined ? undefined : keys.findByValue(call.region, value);
  const plan = key?.enabled ? keys.planOf(key, call.apiId, call.stage) : undefined;
  if (!key || !plan) throw new GatewayFailure("INVALID_API_KEY");
  const stage = plan.apiStages.find((one) => one.apiId === call.apiId && one.stage === call.stage);
  const own = limited.find((name) => ownValue(stage?.throttle, name) !== undefined);
  const limits = own === undefined ? plan.throttle : ownValue(stage?.throttle, own);
  const names = [plan.id, key.id, ...(own === undefined ? [] : [call.apiId, call.stage, own])];
  if (!rates.take(names, limits ?? {})) throw new GatewayFailure("THROTTLED");
  if (!ledger.count(plan.id, key.id, plan.quota)) throw new GatewayFailure("QUOTA_EXCEEDED");
  return { id: key.id, value: key.value };
}
