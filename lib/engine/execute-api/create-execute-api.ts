import type { KeyStore } from "../apigateway/key-store.ts";
import type { RestStore } from "../apigateway/rest-store.ts";
import type { UsageLedger } from "../apigateway/usage-ledger.ts";
import type { ApiStore } from "../apigatewayv2/api-store.ts";
import { AnswerCache } from "./answer-cache.ts";
import { ExecuteApi } from "./execute-api.ts";
import type { Gateway } from "./gateway.ts";
import { RateLimits } from "./rate-limits.ts";
import { readJson } from "./read-json.ts";

/** The data plane of all APIs, beside all that they can reach. */
export function createExecuteApi({
  apis,
  restApis,
  keys,
  ledger,
  ...deps
}: Omit<Gateway, "cache" | "readJson"> & {
  apis: ApiStore;
  restApis: RestStore;
  keys: KeyStore;
  ledger: UsageLedger;
}) {
  const cache = new AnswerCache(deps.clock);
  const admission = { keys, ledger, rates: new RateLimits(deps.clock) };
  return {
    plane: new ExecuteApi(apis, restApis, admission, { ...deps, cache, readJson }),
    forgetAnswers: (apiId: string) => cache.forget(apiId),
  };
}
