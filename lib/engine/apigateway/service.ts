import * as schemas from "@aws-sdk/client-api-gateway";
import { refuseOthers } from "../http/refuse-others.ts";
import type { Service } from "../http/service.ts";
import { apigatewayConstraints } from "./constraints.ts";
import { authorizerOperations } from "./operations/authorizers.ts";
import { gatewayResponseOperations } from "./operations/gateway-responses.ts";
import { importOperations } from "./operations/import-rest-api.ts";
import { integrationOperations } from "./operations/integrations.ts";
import { methodOperations } from "./operations/methods.ts";
import { modelOperations } from "./operations/models.ts";
import { requestValidatorOperations } from "./operations/request-validators.ts";
import { resourceOperations } from "./operations/resources.ts";
import { restApiOperations } from "./operations/rest-apis.ts";
import { stageOperations } from "./operations/stages.ts";
import { tagOperations } from "./operations/tags.ts";
import type { RestStore } from "./rest-store.ts";

/** API Gateway's REST APIs. */
export function createApiGatewayService(deps: {
  store: RestStore;
  /** Called when what an authorizer said no longer holds. */
  forgetAnswers: (apiId: string) => void;
}): Service {
  const { store, forgetAnswers } = deps;
  return {
    id: "api-gateway",
    signingName: "apigateway",
    schemas,
    protocols: ["restJson1"],
    constraints: apigatewayConstraints,
    differences: [
      "An API is served at `http://ID.execute-api.REGION.localhost:PORT/STAGE`, and for programs that cannot resolve that name at `http://127.0.0.1:PORT/_lambdeck/execute-api/ID/STAGE`.",
      "Integrations are functions (AWS_PROXY and AWS), addresses (HTTP_PROXY) and MOCK. Mapping templates fill in `$input`, `$context`, `$stageVariables` and `$util`; one with directives (`#set`, `#if`, `#foreach`) is refused.",
      "There are no API keys, usage plans, user pools, caches, canaries and resource policies. Request validators check that required parameters are there; models are kept.",
      "With `tracingEnabled` nothing is sent to X-Ray. Whoever signs a request is let through by AWS_IAM.",
    ],
    operations: refuseOthers(
      schemas,
      {
        ...authorizerOperations(store, forgetAnswers),
        ...gatewayResponseOperations(store),
        ...importOperations(store),
        ...integrationOperations(store),
        ...methodOperations(store),
        ...modelOperations(store),
        ...requestValidatorOperations(store),
        ...resourceOperations(store),
        ...restApiOperations(store),
        ...stageOperations(store, forgetAnswers),
        ...tagOperations(store),
      },
      "there are no API keys, usage plans, domain names, documentation, SDKs, client certificates or VPC links, and nothing is exported or invoked as a test",
    ),
  };
}
