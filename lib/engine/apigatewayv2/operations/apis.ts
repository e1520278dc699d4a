import type {
  Api,
  CreateApiRequest,
  GetApisRequest,
  UpdateApiRequest,
} from "@aws-sdk/client-apigatewayv2";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import {
  type ApiRecord,
  apiEndpoint,
  type ApiSettings,
  type ForgetStage,
  given,
  without,
} from "../api.ts";
import type { ApiStore } from "../api-store.ts";
import { badRequest } from "../errors.ts";
import { pageOfParts } from "../parts.ts";
import { checkTags } from "../tags.ts";
import { newIntegration } from "./integrations.ts";
import { newRoute } from "./routes.ts";
import { newStage } from "./stages.ts";

const refusedFields = { DisableSchemaValidation: "messages are not validated at all." };
const httpSelection = ["${request.method} ${request.path}", "$request.method $request.path"];

/** APIs themselves. An HTTP API made with a target has all that it needs to be called. */
export function apiOperations(store: ApiStore, forgetStage: ForgetStage) {
  const describe = (api: ApiRecord, { endpoint }: CallContext): Api => ({
    ...api.settings,
    ApiId: api.apiId,
    ApiEndpoint: apiEndpoint(api, endpoint),
    CreatedDate: new Date(api.createdMs),
  });
  return {
    CreateApi(input: CreateApiRequest, context: CallContext) {
      const api = newApi(store, context.region, settingsOf(input));
      return describe(store.put(withTarget(store, api, input)), context);
    },
    GetApi: ({ ApiId }: { ApiId: string }, context: CallContext) =>
      describe(store.api(context.region, ApiId), context),
    GetApis(input: GetApisRequest, context: CallContext) {
      const { items, ...rest } = pageOfParts(
        store.apis(context.region),
        ({ apiId }) => apiId,
        input,
      );
      return { Items: items.map((api) => describe(api, context)), ...rest };
    },
    UpdateApi(input: UpdateApiRequest, context: CallContext) {
      const { ApiId, RouteKey, Target, CredentialsArn, ...changes } = input;
      const api = store.api(context.region, ApiId);
      refuseFields("BadRequestException", changes, refusedFields);
      checkSettings({ ...api.settings, ...given(changes) });
      const changed = { ...api, settings: { ...api.settings, ...given(changes) } };
      const quick = Object.values(api.routes).find(({ ApiGatewayManaged }) => ApiGatewayManaged);
      if (RouteKey === undefined && Target === undefined && CredentialsArn === undefined)
        return describe(store.putUndeployed(changed), context);
      if (!quick)
        throw badRequest("RouteKey, Target and CredentialsArn are for APIs made by quick create");
      const integrationId = quick.Target?.replace("integrations/", "") ?? "";
      const integration = api.integrations[integrationId];
      const target = { RouteKey: RouteKey ?? quick.RouteKey, Target, CredentialsArn };
      return describe(
        store.put({
          ...changed,
          routes: { ...api.routes, [quick.RouteId]: { ...quick, RouteKey: target.RouteKey } },
          integrations: {
            ...api.integrations,
            ...(integration && {
              [integrationId]: {
                ...integration,
                ...(Target !== undefined && { IntegrationUri: Target }),
                ...(CredentialsArn !== undefined && { CredentialsArn }),
              },
            }),
          },
        }),
        context,
      );
    },
    DeleteApi({ ApiId }: { ApiId: string }, { region }: CallContext) {
      const api = store.api(region, ApiId);
      store.delete(api);
      forgetStage(api);
    },
    DeleteCorsConfiguration({ ApiId }: { ApiId: string }, { region }: CallContext) {
      const api = store.api(region, ApiId);
      const settings = without(api.settings as never, "CorsConfiguration") as ApiSettings;
      store.putUndeployed({ ...api, settings });
    },
  } satisfies Record<string, Operation>;
}

/** An API without any parts. */
export function newApi(store: ApiStore, region: string, settings: ApiSettings): ApiRecord {
  return {
    region,
    apiId: store.newId(10),
    createdMs: store.clock.now(),
    settings,
    routes: {},
    integrations: {},
    authorizers: {},
    models: {},
    stages: {},
  };
}

export function settingsOf(input: CreateApiRequest): ApiSettings {
  const { RouteKey: _key, Target: _target, CredentialsArn: _role, ...rest } = input;
  refuseFields("BadRequestException", rest, refusedFields);
  const settings = {
    ApiKeySelectionExpression: "$request.header.x-api-key",
    DisableExecuteApiEndpoint: false,
    IpAddressType: "ipv4",
    RouteSelectionExpression: rest.ProtocolType === "HTTP" ? "$request.method $request.path" : "",
    Tags: {},
    ...given(rest),
  } as ApiSettings;
  checkSettings(settings);
  return settings;
}

function checkSettings(settings: ApiSettings): void {
  const { Name, ProtocolType, RouteSelectionExpression, CorsConfiguration, Tags } = settings;
  if (ProtocolType !== "HTTP" && ProtocolType !== "WEBSOCKET")
    throw badRequest("Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]");
  if (Name === "" || Name.length > 128)
    throw badRequest("Name must be between 1 and 128 characters long");
  checkTags(Tags ?? {});
  if (ProtocolType === "HTTP") {
    if (!httpSelection.includes(RouteSelectionExpression))
      throw badRequest(
        "Invalid routeSelectionExpression. For HTTP APIs it must be ${request.method} ${request.path}",
      );
    return;
  }
  if (CorsConfiguration)
    throw badRequest("CorsConfiguration is only supported for HTTP protocol type");
  if (RouteSelectionExpression === "")
    throw badRequest("RouteSelectionExpression is required for WEBSOCKET protocol type");
}

/** AWS's quick create: an integration, a route and a stage that deploys itself. */
function withTarget(store: ApiStore, api: ApiRecord, input: CreateApiRequest): ApiRecord {
  const { Target, RouteKey, CredentialsArn, ProtocolType } = input;
  if (Target === undefined) {
    if (RouteKey !== undefined || CredentialsArn !== undefined)
      throw badRequest("RouteKey and CredentialsArn need a Target");
    return api;
  }
  if (ProtocolType !== "HTTP")
    throw badRequest("Quick create is only supported for HTTP protocol type");
  const managed = { ApiGatewayManaged: true };
  const isFunction = Target.startsWith("arn:");
  const integration = newIntegration(store, api, {
    ApiId: api.apiId,
    IntegrationType: isFunction ? "AWS_PROXY" : "HTTP_PROXY",
    IntegrationMethod: isFunction ? "POST" : "ANY",
    IntegrationUri: Target,
    PayloadFormatVersion: isFunction ? "2.0" : "1.0",
    CredentialsArn,
  });
  const withIntegration = {
    ...api,
    integrations: { [integration.IntegrationId]: { ...integration, ...managed } },
  };
  const route = newRoute(store, withIntegration, {
    ApiId: api.apiId,
    RouteKey: RouteKey ?? "$default",
    Target: `integrations/${integration.IntegrationId}`,
  });
  const stage = newStage(store, withIntegration, {
    ApiId: api.apiId,
    StageName: "$default",
    AutoDeploy: true,
  });
  return {
    ...withIntegration,
    routes: { [route.RouteId]: { ...route, ...managed } },
    stages: { [stage.StageName]: { ...stage, ...managed } },
  };
}
