import type { Service } from "../http/service.ts";
import type { ForgetStage } from "./api.ts";
import type { ApiStore } from "./api-store.ts";
import { apigatewayv2Constraints } from "./constraints.ts";
import { apiOperations } from "./operations/apis.ts";
import { authorizerOperations } from "./operations/authorizers.ts";
import { importOperations } from "./operations/import-api.ts";
import { integrationOperations } from "./operations/integrations.ts";
import { modelOperations } from "./operations/models.ts";
import { routeOperations } from "./operations/routes.ts";
import { stageOperations } from "./operations/stages.ts";
import { tagOperations } from "./operations/tags.ts";

/** API Gateway's HTTP and WebSocket APIs. */
export function createApiGatewayV2Service(deps: {
  store: ApiStore;
  /** Called when what an authorizer said no longer holds. */
  forgetAnswers: (apiId: string) => void;
  forgetStage: ForgetStage;
}): Service {
  const { store, forgetAnswers, forgetStage } = deps;
  return {
    id: "apigatewayv2",
    signingName: "apigateway",
    schemas: () => import("@aws-sdk/client-apigatewayv2"),
    protocols: ["restJson1"],
    constraints: apigatewayv2Constraints,
    validationErrorCode: "BadRequestException",
    differences: [
      "An API is served at `http://ID.execute-api.REGION.localhost:PORT`, and for programs that cannot resolve that name at `http://127.0.0.1:PORT/_lambdeck/execute-api/ID`. `domainName` in events holds the port, so that addresses made of it reach the engine (with http and ws, not https and wss).",
      "Integrations are functions (AWS_PROXY) and, of HTTP APIs, addresses (HTTP_PROXY); of WebSocket APIs also AWS (functions) and MOCK, with mapping templates as REST APIs have them. There are no VPC links and no integrations with other services.",
      "Whoever signs a request is let through by AWS_IAM; signatures are not checked. JWT authorizers fetch their issuer's keys over the network.",
      "A deployment that a stage made by itself is dropped when the stage has moved on.",
      "Models are kept, and no message is held against them. Access logs go to log groups.",
    ],
    operations: {
      ...apiOperations(store, forgetStage),
      ...authorizerOperations(store, forgetAnswers),
      ...importOperations(store),
      ...integrationOperations(store),
      ...modelOperations(store),
      ...routeOperations(store),
      ...stageOperations(store, forgetStage),
      ...tagOperations(store),
    },
    others: "there are no domain names, VPC links, portals, exports or templates of models",
  };
}
