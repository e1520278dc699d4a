import type {
  CreateRequestValidatorRequest,
  GetRequestValidatorRequest,
  GetRequestValidatorsRequest,
  UpdateRequestValidatorRequest,
} from "@aws-sdk/client-api-gateway";
import { without } from "../../apigatewayv2/api.ts";
import { badRequest, notFound } from "../../apigatewayv2/errors.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { pageOfItems } from "../lists.ts";
import { applyPatches, readBoolean, setting } from "../patch.ts";
import type { RestStore } from "../rest-store.ts";

/** What is checked before a method is called: that required parameters are there, and the body by a model. */
export function requestValidatorOperations(store: RestStore) {
  const find = (
    { restApiId, requestValidatorId }: GetRequestValidatorRequest,
    { region }: CallContext,
  ) => {
    const api = store.find(restApiId ?? "");
    const validator =
      api?.region === region ? ownValue(api.validators, requestValidatorId ?? "") : undefined;
    if (!api || !validator) throw notFound("Invalid Request Validator identifier specified");
    return { api, validator };
  };
  return {
    CreateRequestValidator(input: CreateRequestValidatorRequest, { region }: CallContext) {
      const api = store.find(input.restApiId ?? "");
      if (api?.region !== region) throw badRequest("Invalid REST API identifier specified");
      const validator = {
        id: store.newId(),
        name: input.name ?? "",
        validateRequestBody: input.validateRequestBody ?? false,
        validateRequestParameters: input.validateRequestParameters ?? false,
      };
      store.put({ ...api, validators: { ...api.validators, [validator.id]: validator } });
      return validator;
    },
    GetRequestValidator: (input: GetRequestValidatorRequest, context: CallContext) =>
      find(input, context).validator,
    GetRequestValidators(input: GetRequestValidatorsRequest, { region }: CallContext) {
      const { validators } = store.api(region, input.restApiId);
      return pageOfItems(Object.values(validators), ({ id }) => id, input);
    },
    UpdateRequestValidator(
      { patchOperations, ...named }: UpdateRequestValidatorRequest,
      context: CallContext,
    ) {
      const { api, validator } = find(named, context);
      const changed = { ...validator };
      applyPatches(
        patchOperations,
        {
          "/name": setting(changed, "name"),
          "/validateRequestParameters": setting(changed, "validateRequestParameters", readBoolean),
          "/validateRequestBody": setting(changed, "validateRequestBody", readBoolean),
        },
        "listed",
      );
      if (changed.name === "") throw badRequest("Request Validator name cannot be blank");
      store.put({ ...api, validators: { ...api.validators, [changed.id]: changed } });
      return changed;
    },
    DeleteRequestValidator(input: GetRequestValidatorRequest, context: CallContext) {
      const { api, validator } = find(input, context);
      store.put({ ...api, validators: without(api.validators, validator.id) });
    },
  } satisfies Record<string, Operation>;
}
