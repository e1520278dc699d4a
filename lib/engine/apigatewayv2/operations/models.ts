import type {
  CreateModelRequest,
  GetModelsRequest,
  Model,
  UpdateModelRequest,
} from "@aws-sdk/client-apigatewayv2";
import type { CallContext, Operation } from "../../http/service.ts";
import { type ApiRecord, given, without } from "../api.ts";
import type { ApiStore } from "../api-store.ts";
import { badRequest, conflict } from "../errors.ts";
import { pageOfParts, part } from "../parts.ts";
import { needsWebSocket } from "./integrations.ts";

interface Named {
  ApiId: string | undefined;
  ModelId: string | undefined;
}

/** Schemas of messages: kept, and no message is held against one. */
export function modelOperations(store: ApiStore) {
  const find = ({ ApiId, ModelId }: Named, { region }: CallContext) => {
    const api = store.api(region, ApiId);
    return { api, model: part(api.models, ModelId, "Model") };
  };
  const put = (api: ApiRecord, model: Model) => {
    check(api, model);
    store.putUndeployed({ ...api, models: { ...api.models, [model.ModelId ?? ""]: model } });
    return model;
  };
  return {
    CreateModel({ ApiId, ...members }: CreateModelRequest, { region }: CallContext) {
      const api = store.api(region, ApiId);
      needsWebSocket(api, "Models");
      return put(api, { ModelId: store.newId(), ...given(members) });
    },
    GetModel: (input: Named, context: CallContext) => find(input, context).model,
    GetModels(input: GetModelsRequest, { region }: CallContext) {
      const { items, ...rest } = pageOfParts(
        Object.values(store.api(region, input.ApiId).models),
        ({ ModelId = "" }) => ModelId,
        input,
      );
      return { Items: items, ...rest };
    },
    UpdateModel(input: UpdateModelRequest, context: CallContext) {
      const { api, model } = find(input, context);
      const { ApiId: _api, ...changes } = input;
      return put(api, { ...model, ...given(changes) });
    },
    DeleteModel(input: Named, context: CallContext) {
      const { api, model } = find(input, context);
      store.putUndeployed({ ...api, models: without(api.models, model.ModelId ?? "") });
    },
  } satisfies Record<string, Operation>;
}

function check(api: ApiRecord, { ModelId, Name = "", Schema = "" }: Model): void {
  if (!/^[A-Za-z0-9]+$/.test(Name)) throw badRequest("Model name must be alphanumeric");
  if (Object.values(api.models).some((other) => other.Name === Name && other.ModelId !== ModelId))
    throw conflict(`Model name already exists for this API: ${Name}`);
  try {
    JSON.parse(Schema);
  } catch {
    throw badRequest("Model schema is not valid JSON");
  }
}
