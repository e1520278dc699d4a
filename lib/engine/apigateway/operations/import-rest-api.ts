import type { ImportRestApiRequest, PutRestApiRequest } from "@aws-sdk/client-api-gateway";
import { badRequest } from "../../apigatewayv2/errors.ts";
import {
  basePathOf,
  type Json,
  objectAt,
  parseDocument,
  resolved,
  textAt,
} from "../../apigatewayv2/open-api-document.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import type { RestApiRecord, RestIntegration, RestMethod } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";
import { authorizationOf, withAuthorizers } from "./import-authorizers.ts";
import { withModels, withRequestModels } from "./import-models.ts";
import { newRestIntegration } from "./integrations.ts";
import { checkMethod } from "./methods.ts";
import { defaultModels } from "./models.ts";
import { newResource } from "./resources.ts";
import { describeApi, newRestApi } from "./rest-apis.ts";

const extension = "x-amazon-apigateway-";
const methodKeys = ["get", "put", "post", "delete", "options", "head", "patch"];

/** REST APIs from OpenAPI documents (2.0 and 3.0) with API Gateway's extensions. */
export function importOperations(store: RestStore) {
  return {
    ImportRestApi({ body, parameters }: ImportRestApiRequest, { region }: CallContext) {
      const document = read(body);
      const empty = newRestApi(store, region, describedBy(document, parameters));
      return describeApi(store.put(fill(store, empty, document, parameters?.basepath)));
    },
    PutRestApi(input: PutRestApiRequest, { region }: CallContext) {
      const api = store.api(region, input.restApiId);
      const document = read(input.body);
      const { settings } = newRestApi(store, region, describedBy(document, input.parameters));
      const { path, id } = api.resources[api.rootId] ?? { path: "/", id: api.rootId };
      const kept =
        input.mode === "overwrite"
          ? {
              ...api,
              settings: { ...api.settings, ...settings },
              resources: { [api.rootId]: { id, path, methods: {} } },
              authorizers: {},
              validators: {},
              gatewayResponses: {},
              models: defaultModels(store),
            }
          : { ...api, settings: { ...api.settings, name: settings.name } };
      return describeApi(store.put(fill(store, kept, document, input.parameters?.basepath)));
    },
  } satisfies Record<string, Operation>;
}

function read(body: Uint8Array | undefined): Json {
  const document = parseDocument(Buffer.from(body ?? []).toString("utf8"));
  const version = textAt(document, "openapi") ?? textAt(document, "swagger") ?? "";
  if (!/^(2\.0|3\.\d)/.test(version)) throw badRequest("Invalid OpenAPI input.");
  return document;
}

function describedBy(document: Json, parameters: Readonly<Record<string, string>> = {}) {
  const info = objectAt(document, "info") ?? {};
  const { endpointConfigurationTypes: types } = parameters;
  const binary = document[`${extension}binary-media-types`];
  const compression = document[`${extension}minimum-compression-size`];
  const description = textAt(info, "description");
  const keySource = textAt(document, `${extension}api-key-source`)?.toUpperCase();
  const version = textAt(info, "version");
  return {
    name: textAt(info, "title"),
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    ...((keySource === "HEADER" || keySource === "AUTHORIZER") && {
      apiKeySource: keySource as "HEADER" | "AUTHORIZER",
    }),
    ...(types !== undefined && {
      endpointConfiguration: { types: [types as "REGIONAL" | "EDGE" | "PRIVATE"] },
    }),
    ...(Array.isArray(binary) && { binaryMediaTypes: binary.map(String) }),
    ...(typeof compression === "number" && { minimumCompressionSize: compression }),
  };
}

function fill(
  store: RestStore,
  before: RestApiRecord,
  document: Json,
  basepath = "ignore",
): RestApiRecord {
  let api = withModels(store, withAuthorizers(store, before, document), document);
  api = { ...api, ...validatorsOf(store, api, document), ...responsesOf(api, document) };
  const parts = (textAt(document, "basePath") ?? basePathOf(document))
    .split("/")
    .filter((part) => part !== "");
  const prefix = basepath === "prepend" ? parts : basepath === "split" ? parts.slice(1) : [];
  for (const [path, item] of Object.entries(objectAt(document, "paths") ?? {})) {
    const found = withPath(store, api, [
      ...prefix,
      ...path.split("/").filter((part) => part !== ""),
    ]);
    api = found.api;
    const methods: Record<string, RestMethod> = { ...api.resources[found.id]?.methods };
    for (const key of [...methodKeys, `${extension}any-method`]) {
      const operation = objectAt(item as Json, key);
      if (!operation) continue;
      const httpMethod = key.startsWith("x-") ? "ANY" : key.toUpperCase();
      const modelled = withRequestModels(store, api, document, operation);
      api = modelled.api;
      methods[httpMethod] = {
        ...methodOf(api, document, operation, httpMethod, found.id),
        ...(Object.keys(modelled.requestModels).length > 0 && {
          requestModels: modelled.requestModels,
        }),
      };
    }
    const resource = api.resources[found.id];
    if (resource)
      api = { ...api, resources: { ...api.resources, [found.id]: { ...resource, methods } } };
  }
  return api;
}

/** The API with all resources that lead to a path, and the id of the last one. */
function withPath(store: RestStore, before: RestApiRecord, parts: readonly string[]) {
  let api = before;
  let id = api.rootId;
  for (const part of parts) {
    const parentId = id;
    let child = Object.values(api.resources).find(
      (one) => one.parentId === parentId && one.pathPart === part,
    );
    const parent = api.resources[parentId];
    if (!child && parent) {
      child = newResource(store, api, parent, part);
      api = { ...api, resources: { ...api.resources, [child.id]: child } };
    }
    id = child?.id ?? id;
  }
  return { api, id };
}

function methodOf(
  api: RestApiRecord,
  document: Json,
  operation: Json,
  httpMethod: string,
  resourceId: string,
): RestMethod {
  const integration = resolved(document, operation[`${extension}integration`]);
  const operationName = textAt(operation, "operationId");
  const validator =
    textAt(operation, `${extension}request-validator`) ??
    textAt(document, `${extension}request-validator`);
  const validatorId = Object.values(api.validators).find(({ name }) => name === validator)?.id;
  const parameters = parametersOf(document, operation);
  const responses = Object.keys(objectAt(operation, "responses") ?? {}).filter((status) =>
    /^\d{3}$/.test(status),
  );
  const method = {
    httpMethod,
    ...authorizationOf(api, document, operation),
    ...(operationName !== undefined && { operationName }),
    ...(validatorId !== undefined && { requestValidatorId: validatorId }),
    ...(Object.keys(parameters).length > 0 && { requestParameters: parameters }),
    ...(responses.length > 0 && {
      methodResponses: Object.fromEntries(
        responses.map((statusCode) => [statusCode, { statusCode }]),
      ),
    }),
    ...(integration && { methodIntegration: integrationOf(integration, resourceId) }),
  };
  checkMethod(api, method);
  return method;
}

function validatorsOf(store: RestStore, api: RestApiRecord, document: Json) {
  const validators = { ...api.validators };
  for (const [name, item] of Object.entries(
    objectAt(document, `${extension}request-validators`) ?? {},
  )) {
    const { validateRequestBody, validateRequestParameters } = item as Json;
    const id = store.newId();
    validators[id] = {
      id,
      name,
      validateRequestBody: validateRequestBody === true,
      validateRequestParameters: validateRequestParameters === true,
    };
  }
  return { validators };
}

function responsesOf(api: RestApiRecord, document: Json) {
  const gatewayResponses = { ...api.gatewayResponses };
  for (const [responseType, item] of Object.entries(
    objectAt(document, `${extension}gateway-responses`) ?? {},
  )) {
    const json = item as Json;
    gatewayResponses[responseType] = {
      responseType,
      ...(json.statusCode !== undefined && { statusCode: String(json.statusCode) }),
      responseParameters: textsAt(json, "responseParameters"),
      responseTemplates: textsAt(json, "responseTemplates"),
    };
  }
  return { gatewayResponses };
}

function parametersOf(document: Json, operation: Json): Record<string, boolean> {
  const list = Array.isArray(operation.parameters) ? (operation.parameters as unknown[]) : [];
  const places: Readonly<Record<string, string>> = {
    header: "header",
    query: "querystring",
    path: "path",
  };
  return Object.fromEntries(
    list.flatMap((one) => {
      const parameter = resolved(document, one) ?? {};
      const place = places[String(parameter.in)];
      const name = textAt(parameter, "name");
      return place && name
        ? [[`method.request.${place}.${name}`, parameter.required === true]]
        : [];
    }),
  );
}

function integrationOf(json: Json, resourceId: string): RestIntegration {
  const optional = {
    integrationHttpMethod: json.httpMethod,
    uri: json.uri,
    credentials: json.credentials,
    connectionType: json.connectionType,
    connectionId: json.connectionId,
    contentHandling: json.contentHandling,
    passthroughBehavior:
      json.passthroughBehavior === undefined
        ? undefined
        : String(json.passthroughBehavior).toUpperCase(),
    timeoutInMillis: json.timeoutInMillis,
    requestParameters: json.requestParameters,
    requestTemplates: json.requestTemplates,
  };
  const input = Object.fromEntries(
    Object.entries(optional).filter(([, value]) => value !== undefined),
  );
  const type = String(json.type).toUpperCase() as RestIntegration["type"];
  const integration = newRestIntegration({ type, ...input }, resourceId);
  const responses = Object.entries(objectAt(json, "responses") ?? {}).map(([pattern, item]) => {
    const response = item as Json;
    const statusCode = String(response.statusCode ?? "200");
    return [
      statusCode,
      {
        statusCode,
        ...(pattern !== "default" && { selectionPattern: pattern }),
        responseParameters: textsAt(response, "responseParameters"),
        responseTemplates: textsAt(response, "responseTemplates"),
      },
    ] as const;
  });
  return {
    ...integration,
    ...(responses.length > 0 && { integrationResponses: Object.fromEntries(responses) }),
  };
}

const textsAt = (json: Json, name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objectAt(json, name) ?? {}).map(([key, value]) => [key, String(value)]),
  );
