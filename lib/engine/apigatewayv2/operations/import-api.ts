import type { ImportApiRequest, ReimportApiRequest } from "@aws-sdk/client-apigatewayv2";
import type { CallContext, Operation } from "../../http/service.ts";
import { type ApiRecord, apiEndpoint, type ApiSettings } from "../api.ts";
import type { ApiStore } from "../api-store.ts";
import { badRequest } from "../errors.ts";
import { type OpenApi, type OpenApiOperation, readOpenApi } from "../read-open-api.ts";
import { newApi, settingsOf } from "./apis.ts";
import { newAuthorizer } from "./authorizers.ts";
import { newIntegration } from "./integrations.ts";
import { newRoute } from "./routes.ts";

type Basepath = "ignore" | "prepend" | "split";

/** HTTP APIs from OpenAPI 3.0 documents with API Gateway's extensions. */
export function importOperations(store: ApiStore) {
  const describe = (api: ApiRecord, warnings: readonly string[], { endpoint }: CallContext) => ({
    ...api.settings,
    ApiId: api.apiId,
    ApiEndpoint: apiEndpoint(api, endpoint),
    CreatedDate: new Date(api.createdMs),
    ...(warnings.length > 0 && { Warnings: [...warnings] }),
  });
  return {
    ImportApi(input: ImportApiRequest, context: CallContext) {
      const document = readOpenApi(input.Body ?? "");
      refuseWarnings(document, input);
      const api = newApi(store, context.region, describedBy(document));
      const filled = fillApi(store, api, document, basepathOf(input.Basepath));
      return describe(store.put(filled), document.warnings, context);
    },
    ReimportApi(input: ReimportApiRequest, context: CallContext) {
      const api = store.api(context.region, input.ApiId);
      if (api.settings.ProtocolType !== "HTTP")
        throw badRequest("Only HTTP APIs can be imported from OpenAPI documents");
      const document = readOpenApi(input.Body ?? "");
      refuseWarnings(document, input);
      const empty = {
        ...api,
        settings: { ...describedBy(document), Tags: { ...api.settings.Tags } },
        routes: {},
        integrations: {},
        authorizers: {},
      };
      const filled = fillApi(store, empty, document, basepathOf(input.Basepath));
      return describe(store.put(filled), document.warnings, context);
    },
  } satisfies Record<string, Operation>;
}

function refuseWarnings(
  { warnings }: OpenApi,
  { FailOnWarnings }: { FailOnWarnings?: boolean | undefined },
): void {
  if (FailOnWarnings && warnings.length > 0)
    throw badRequest(`Warnings found during import:\n\t${warnings.join("\n\t")}`);
}

function describedBy({ title, version, description, cors, tags }: OpenApi): ApiSettings {
  return settingsOf({
    Name: title,
    ProtocolType: "HTTP",
    ...(version !== undefined && { Version: version }),
    ...(description !== undefined && { Description: description }),
    ...(cors && { CorsConfiguration: cors }),
    ...(tags && { Tags: tags }),
  });
}

function basepathOf(text: string | undefined): Basepath {
  if (text === undefined || text === "ignore" || text === "prepend" || text === "split")
    return text ?? "ignore";
  throw badRequest("Invalid basepath. It must be one of [ignore, prepend, split]");
}

function fillApi(
  store: ApiStore,
  empty: ApiRecord,
  document: OpenApi,
  basepath: Basepath,
): ApiRecord {
  let api = empty;
  const ids = new Map<string, string>();
  for (const [name, settings] of Object.entries(document.authorizers)) {
    const authorizer = newAuthorizer(store, api, { ApiId: api.apiId, Name: name, ...settings });
    ids.set(name, authorizer.AuthorizerId);
    api = { ...api, authorizers: { ...api.authorizers, [authorizer.AuthorizerId]: authorizer } };
  }
  const prefix = prefixOf(document.basePath, basepath);
  for (const operation of document.operations)
    api = withOperation(store, api, operation, prefix, ids);
  return api;
}

function withOperation(
  store: ApiStore,
  before: ApiRecord,
  operation: OpenApiOperation,
  prefix: string,
  authorizerIds: ReadonlyMap<string, string>,
): ApiRecord {
  let api = before;
  const { method, path, integration, security } = operation;
  let Target: string | undefined;
  if (integration) {
    const made = newIntegration(store, api, { ApiId: api.apiId, ...integration });
    Target = `integrations/${made.IntegrationId}`;
    api = { ...api, integrations: { ...api.integrations, [made.IntegrationId]: made } };
  }
  const authorizerId = security && authorizerIds.get(security.name);
  if (security && !security.isIam && authorizerId === undefined)
    throw badRequest(`Unable to find the authorizer ${security.name}`);
  const route = newRoute(store, api, {
    ApiId: api.apiId,
    RouteKey: path === "/$default" ? "$default" : `${method} ${prefix}${path}`,
    ...(Target !== undefined && { Target }),
    ...(operation.operationId !== undefined && { OperationName: operation.operationId }),
    ...(security?.isIam && { AuthorizationType: "AWS_IAM" }),
    ...(security &&
      authorizerId !== undefined && {
        AuthorizerId: authorizerId,
        AuthorizationType:
          api.authorizers[authorizerId]?.AuthorizerType === "JWT" ? "JWT" : "CUSTOM",
        ...(security.scopes.length > 0 && { AuthorizationScopes: [...security.scopes] }),
      }),
  });
  return { ...api, routes: { ...api.routes, [route.RouteId]: route } };
}

/** What the document's own base path puts before each path. */
function prefixOf(basePath: string, basepath: Basepath): string {
  const parts = basePath.split("/").filter((part) => part !== "");
  const kept = basepath === "ignore" ? [] : basepath === "split" ? parts.slice(1) : parts;
  return kept.map((part) => `/${part}`).join("");
}
