import type {
  CreateRouteRequest,
  CreateRouteResponseRequest,
  GetRouteResponsesRequest,
  GetRoutesRequest,
  RouteResponse,
  UpdateRouteRequest,
  UpdateRouteResponseRequest,
} from "@aws-sdk/client-apigatewayv2";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { type ApiRecord, type ApiRoute, given, without } from "../api.ts";
import type { ApiStore } from "../api-store.ts";
import { badRequest, conflict } from "../errors.ts";
import { pageOfParts, part } from "../parts.ts";
import { checkRouteKey } from "../route-key.ts";
import { needsWebSocket } from "./integrations.ts";

interface Named {
  ApiId: string | undefined;
  RouteId: string | undefined;
}
interface NamedResponse extends Named {
  RouteResponseId: string | undefined;
}

const refusedFields = {
  ModelSelectionExpression: "messages are not validated against models.",
  RequestModels: "messages are not validated against models.",
  RequestParameters: "which parameters a request must have is not checked.",
};
const refusedResponseFields = {
  ModelSelectionExpression: "messages are not validated against models.",
  ResponseModels: "messages are not validated against models.",
  ResponseParameters: "answers to WebSocket messages have no parameters.",
};

/** Which requests and messages lead where. */
export function routeOperations(store: ApiStore) {
  const find = ({ ApiId, RouteId }: Named, { region }: CallContext) => {
    const api = store.api(region, ApiId);
    return { api, route: part(api.routes, RouteId, "Route") };
  };
  const put = (api: ApiRecord, route: ApiRoute) => {
    store.put({ ...api, routes: { ...api.routes, [route.RouteId]: route } });
    return describe(route);
  };
  const putResponse = (api: ApiRecord, route: ApiRoute, response: RouteResponse) => {
    const { RouteResponseId = "" } = response;
    put(api, { ...route, responses: { ...route.responses, [RouteResponseId]: response } });
    return response;
  };
  return {
    CreateRoute(input: CreateRouteRequest, { region }: CallContext) {
      const api = store.api(region, input.ApiId);
      return put(api, newRoute(store, api, input));
    },
    GetRoute: (input: Named, context: CallContext) => describe(find(input, context).route),
    GetRoutes(input: GetRoutesRequest, { region }: CallContext) {
      const { items, ...rest } = pageOfParts(
        Object.values(store.api(region, input.ApiId).routes),
        ({ RouteId }) => RouteId,
        input,
      );
      return { Items: items.map(describe), ...rest };
    },
    UpdateRoute(input: UpdateRouteRequest, context: CallContext) {
      const { api, route } = find(input, context);
      const { ApiId: _api, ...changes } = input;
      const changed = { ...route, ...given(changes) } as ApiRoute;
      if (changed.AuthorizationType === "NONE" || changed.AuthorizationType === "AWS_IAM")
        delete changed.AuthorizerId;
      check(api, changed);
      return put(api, changed);
    },
    DeleteRoute(input: Named, context: CallContext) {
      const { api, route } = find(input, context);
      store.put({ ...api, routes: without(api.routes, route.RouteId) });
    },
    CreateRouteResponse(input: CreateRouteResponseRequest, context: CallContext) {
      const { api, route } = find(input, context);
      needsWebSocket(api, "Route responses");
      refuseFields("BadRequestException", input, refusedResponseFields);
      const { RouteResponseKey } = input;
      if (RouteResponseKey !== "$default") throw badRequest("RouteResponseKey must be $default");
      if (Object.keys(route.responses ?? {}).length > 0)
        throw conflict(`Route response with key ${RouteResponseKey} already exists`);
      return putResponse(api, route, { RouteResponseId: store.newId(), RouteResponseKey });
    },
    GetRouteResponse: (input: NamedResponse, context: CallContext) =>
      part(find(input, context).route.responses, input.RouteResponseId, "RouteResponse"),
    GetRouteResponses(input: GetRouteResponsesRequest, context: CallContext) {
      const { items, ...rest } = pageOfParts(
        Object.values(find(input, context).route.responses ?? {}),
        ({ RouteResponseId = "" }) => RouteResponseId,
        input,
      );
      return { Items: items, ...rest };
    },
    UpdateRouteResponse(input: UpdateRouteResponseRequest, context: CallContext) {
      const { api, route } = find(input, context);
      const response = part(route.responses, input.RouteResponseId, "RouteResponse");
      refuseFields("BadRequestException", input, refusedResponseFields);
      if ((input.RouteResponseKey ?? "$default") !== "$default")
        throw badRequest("RouteResponseKey must be $default");
      return putResponse(api, route, response);
    },
    DeleteRouteResponse(input: NamedResponse, context: CallContext) {
      const { api, route } = find(input, context);
      part(route.responses, input.RouteResponseId, "RouteResponse");
      put(api, {
        ...route,
        responses: without(route.responses ?? {}, input.RouteResponseId ?? ""),
      });
    },
  } satisfies Record<string, Operation>;
}

/** A route with AWS's defaults. Throws where the API cannot have it. */
export function newRoute(store: ApiStore, api: ApiRecord, input: CreateRouteRequest): ApiRoute {
  const { ApiId: _api, ...members } = input;
  const route = {
    RouteId: store.newId(),
    ApiKeyRequired: false,
    AuthorizationType: "NONE",
    ...given(members),
  } as ApiRoute;
  check(api, route);
  return route;
}

function check(api: ApiRecord, route: ApiRoute): void {
  const { RouteKey, RouteId, Target, AuthorizationType, AuthorizerId } = route;
  refuseFields("BadRequestException", route, refusedFields);
  if (route.ApiKeyRequired && api.settings.ProtocolType === "HTTP")
    throw badRequest("ApiKeyRequired is only supported for WEBSOCKET protocol type");
  checkRouteKey(api, RouteKey, RouteId);
  if (Target !== undefined) {
    const [, integrationId] = /^integrations\/(.+)$/.exec(Target) ?? [];
    if (integrationId === undefined)
      throw badRequest("Invalid target specified. It must be integrations/INTEGRATION_ID");
    part(api.integrations, integrationId, "Integration");
  }
  if (AuthorizationType === "CUSTOM" || AuthorizationType === "JWT") {
    const authorizer = ownValue(api.authorizers, AuthorizerId ?? "");
    if (authorizer?.AuthorizerType !== (AuthorizationType === "JWT" ? "JWT" : "REQUEST"))
      throw badRequest(
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
      );
  }
  if (
    api.settings.ProtocolType === "WEBSOCKET" &&
    RouteKey !== "$connect" &&
    AuthorizationType !== "NONE"
  )
    throw badRequest("Authorization is only supported on the $connect route");
}

const describe = ({ responses: _responses, ...route }: ApiRoute) => route;
