import type { Model } from "@aws-sdk/client-api-gateway";
import {
  type Json,
  isObject,
  objectAt,
  resolved,
  textAt,
} from "../../apigatewayv2/open-api-document.ts";
import { ownValue } from "../../own-value.ts";
import type { RestApiRecord } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";

/** The schemas of an OpenAPI document as models of the API. */
export function withModels(store: RestStore, api: RestApiRecord, document: Json): RestApiRecord {
  const schemas =
    objectAt(document, "definitions") ??
    objectAt(objectAt(document, "components") ?? {}, "schemas");
  const models = { ...api.models };
  for (const [name, schema] of Object.entries(schemas ?? {}))
    if (isObject(schema)) models[name] = modelOf(store, api, name, schema);
  return { ...api, models };
}

/** The models of an operation's bodies by media type; a schema of its own becomes a model, too. */
export function withRequestModels(
  store: RestStore,
  api: RestApiRecord,
  document: Json,
  operation: Json,
): { api: RestApiRecord; requestModels: Record<string, string> } {
  const models = { ...api.models };
  const requestModels: Record<string, string> = {};
  for (const [type, schema] of bodySchemas(document, operation)) {
    const { $ref } = schema;
    const named = typeof $ref === "string" ? ($ref.split("/").at(-1) ?? "") : undefined;
    const name = named !== undefined && ownValue(models, named) ? named : `Model${store.newId()}`;
    models[name] ??= modelOf(store, api, name, schema);
    requestModels[type] = name;
  }
  return { api: { ...api, models }, requestModels };
}

function bodySchemas(document: Json, operation: Json): [type: string, schema: Json][] {
  const content = objectAt(resolved(document, operation.requestBody) ?? {}, "content") ?? {};
  const ofContent = Object.entries(content).flatMap(([type, media]): [string, Json][] => {
    const schema = isObject(media) ? objectAt(media, "schema") : undefined;
    return schema ? [[type, schema]] : [];
  });
  const parameters = Array.isArray(operation.parameters) ? (operation.parameters as unknown[]) : [];
  const body = parameters.map((one) => resolved(document, one)).find((one) => one?.in === "body");
  const schema = body && objectAt(body, "schema");
  const consumes = operation.consumes ?? document.consumes;
  const types = Array.isArray(consumes) ? consumes.map(String) : ["application/json"];
  return [...ofContent, ...(schema ? types.map((type): [string, Json] => [type, schema]) : [])];
}

function modelOf(store: RestStore, { apiId }: RestApiRecord, name: string, schema: Json): Model {
  const description = textAt(schema, "description");
  return {
    id: store.newId(),
    name,
    contentType: "application/json",
    ...(description !== undefined && { description }),
    schema: JSON.stringify(schema, (key, value: unknown) =>
      key === "$ref" && typeof value === "string"
        ? value.replace(
            /^#\/(definitions|components\/schemas)\//,
            `https://apigateway.amazonaws.com/restapis/${apiId}/models/`,
          )
        : value,
    ),
  };
}
