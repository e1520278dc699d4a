import type { Service } from "../http/service.ts";
import { apigatewayConstraints } from "./constraints.ts";
import type { KeyStore } from "./key-store.ts";
import { apiKeyOperations } from "./operations/api-keys.ts";
import { authorizerOperations } from "./operations/authorizers.ts";
import { gatewayResponseOperations } from "./operations/gateway-responses.ts";
import { importApiKeysOperations } from "./operations/import-api-keys.ts";
import { importOperations } from "./operations/import-rest-api.ts";
import { integrationOperations } from "./operations/integrations.ts";
import { methodOperations } from "./operations/methods.ts";
import { modelOperations } from "./operations/models.ts";
import { requestValidatorOperations } from "./operations/request-validators.ts";
import { resourceOperations } from "./operations/resources.ts";
import { restApiOperations } from "./operations/rest-apis.ts";
import { stageOperations } from "./operations/stages.ts";
import { tagOperations } from "./operations/tags.ts";
import { usagePlanKeyOperations } from "./operations/usage-plan-keys.ts";
import { usagePlanOperations } from "./operations/usage-plans.ts";
import { usageOperations } from "./operations/usage.ts";
import type { RestStore } from "./rest-store.ts";
import type { UsageLedger } from "./usage-ledger.ts";

/** API Gateway's REST APIs. */
export function createApiGatewayService(deps: {
  store: RestStore;
  keys: KeyStore;
  ledger: UsageLedger;
  /** Whether there is such a stage, of whatever kind of API. */
  hasStage: (region: string, apiId: string, stage: string) => boolean;
  /** Called when what an authorizer said no longer holds. */
  forgetAnswers: (apiId: string) => void;
}): Service {
  const { store, keys, ledger, hasStage, forgetAnswers } = deps;
  return {
    id: "api-gateway",
    signingName: "apigateway",
    schemas: () => import("@aws-sdk/client-api-gateway"),
    protocols: ["restJson1"],
    constraints: apigatewayConstraints,
    differences: [
      "An API is served at `http://ID.execute-api.REGION.localhost:PORT/STAGE`, and for programs that cannot resolve that name at `http://127.0.0.1:PORT/_lambdeck/execute-api/ID/STAGE`.",
      "Integrations are functions (AWS_PROXY and AWS), addresses (HTTP_PROXY and HTTP) and MOCK. Mapping templates are carried out, but for `#parse`, `#include`, `#evaluate` and methods of Java that few use, which are refused by name when the template is put. A template ends after 500,000 steps, a text in it at 10 MB, a regular expression after a quarter of a second.",
      "Requests of API keys are counted in memory and written down within a fifth of a second. Stages that a key names itself (`stageKeys`) are kept and answered; only usage plans let a key in.",
      "Bodies are held against models as JSON Schema's draft 4 has it; the words of `$context.error.validationErrorString` are those of the validator that AWS uses, as far as they are known.",
      "There are no user pools, caches, canaries and resource policies.",
      "With `tracingEnabled` nothing is sent to X-Ray. Whoever signs a request is let through by AWS_IAM.",
    ],
    operations: {
      ...apiKeyOperations(keys, store, ledger),
      ...authorizerOperations(store, forgetAnswers),
      ...gatewayResponseOperations(store),
      ...importApiKeysOperations(keys),
      ...importOperations(store),
      ...integrationOperations(store),
      ...methodOperations(store),
      ...modelOperations(store),
      ...requestValidatorOperations(store),
      ...resourceOperations(store),
      ...restApiOperations(store, keys),
      ...stageOperations(store, keys, forgetAnswers),
      ...tagOperations(store, keys),
      ...usageOperations(keys, ledger),
      ...usagePlanKeyOperations(keys, ledger),
      ...usagePlanOperations(keys, ledger, hasStage),
    },
    others:
      "there are no domain names, documentation, SDKs, client certificates or VPC links, and nothing is exported or invoked as a test",
  };
}
