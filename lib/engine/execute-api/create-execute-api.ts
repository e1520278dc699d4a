import type { RestStore } from "../apigateway/rest-store.ts";
import type { ApiStore } from "../apigatewayv2/api-store.ts";
import { AnswerCache } from "./answer-cache.ts";
import { ExecuteApi } from "./execute-api.ts";
import type { Gateway } from "./gateway.ts";
import { readJson } from "./read-json.ts";

/** The data plane of all APIs, beside all that they can reach. */
export function createExecuteApi({
  apis,
  restApis,
  ...deps
}: Omit<Gateway, "cache" | "readJson"> & { apis: ApiStore; restApis: RestStore }) {
  const cache = new AnswerCache(deps.clock);
  return {
    plane: new ExecuteApi(apis, restApis, { ...deps, cache, readJson }),
    forgetAnswers: (apiId: string) => cache.forget(apiId),
  };
}
