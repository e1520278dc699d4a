import type {
  CreateModelRequest,
  GetModelRequest,
  GetModelsRequest,
  Model,
  UpdateModelRequest,
} from "@aws-sdk/client-api-gateway";
import { given, without } from "../../apigatewayv2/api.ts";
import { badRequest, conflict, notFound } from "../../apigatewayv2/errors.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { pageOfItems } from "../lists.ts";
import { applyPatches, setting } from "../patch.ts";
import type { RestApiRecord } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";

/** Schemas of bodies, which request validators hold bodies against. */
export function modelOperations(store: RestStore) {
  const find = (
    { restApiId, modelName }: { restApiId: string | undefined; modelName: string | undefined },
    { region }: CallContext,
  ) => {
    const api = store.find(restApiId ?? "");
    const model = api?.region === region ? ownValue(api.models, modelName ?? "") : undefined;
    if (!api || !model) throw notFound(`Invalid model name specified: ${modelName}`);
    return { api, model };
  };
  return {
    CreateModel({ restApiId, ...members }: CreateModelRequest, { region }: CallContext) {
      const api = store.api(region, restApiId);
      const { name = "" } = members;
      if (name === "") throw badRequest("Model name must be non-empty");
      if (!/^[A-Za-z0-9]+$/.test(name)) throw badRequest("Model name must be alphanumeric");
      if (api.models[name]) throw conflict("Model name already exists for this REST API");
      checkSchema(members.schema);
      const model = { id: store.newId(), ...given(members) };
      store.put({ ...api, models: { ...api.models, [name]: model } });
      return model;
    },
    GetModel: (input: GetModelRequest, context: CallContext) => find(input, context).model,
    GetModels(input: GetModelsRequest, { region }: CallContext) {
      const { models } = store.api(region, input.restApiId);
      return pageOfItems(Object.values(models), ({ name = "" }) => name, input);
    },
    UpdateModel({ patchOperations, ...named }: UpdateModelRequest, context: CallContext) {
      const { api, model } = find(named, context);
      const changed = { ...model };
      const rules = {
        "/description": setting(changed, "description"),
        "/schema": setting(changed, "schema"),
      };
      applyPatches(patchOperations, rules, "listed");
      checkSchema(changed.schema);
      store.put({ ...api, models: { ...api.models, [model.name ?? ""]: changed } });
      return changed;
    },
    DeleteModel(input: GetModelRequest, context: CallContext) {
      const { api, model } = find(input, context);
      const { name = "" } = model;
      const user = methodWithModel(api, name);
      if (user !== undefined)
        throw conflict(`Cannot delete model '${name}', is referenced in method request: ${user}`);
      store.put({ ...api, models: without(api.models, name) });
    },
  } satisfies Record<string, Operation>;
}

function methodWithModel({ resources }: RestApiRecord, name: string): string | undefined {
  for (const { path, methods } of Object.values(resources))
    for (const { httpMethod, requestModels } of Object.values(methods))
      if (Object.values(requestModels ?? {}).includes(name)) return `${path}/${httpMethod}`;
  return undefined;
}

function checkSchema(schema = ""): void {
  try {
    const value: unknown = JSON.parse(schema);
    if (typeof value === "object" && value !== null && Object.keys(value).length > 0) return;
  } catch {
    // Told as AWS tells it.
  }
  throw badRequest("Model schema must have at least 1 property or array items defined");
}

/** The models that every API has. */
export function defaultModels(store: RestStore): Record<string, Model> {
  const make = (name: string, what: string, more: object): [string, Model] => [
    name,
    {
      id: store.newId(),
      name,
      contentType: "application/json",
      description: `This is a default ${what} schema model`,
      schema: JSON.stringify({
        $schema: "http://json-schema.org/draft-04/schema#",
        title: `${name} Schema`,
        type: "object",
        ...more,
      }),
    },
  ];
  return Object.fromEntries([
    make("Empty", "empty", {}),
    make("Error", "error", { properties: { message: { type: "string" } } }),
  ]);
}
