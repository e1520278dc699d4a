import type {
  GetMethodRequest,
  GetMethodResponseRequest,
  MethodResponse,
  PutMethodRequest,
  PutMethodResponseRequest,
  UpdateMethodRequest,
  UpdateMethodResponseRequest,
} from "@aws-sdk/client-api-gateway";
import { given, without } from "../../apigatewayv2/api.ts";
import { badRequest, conflict, notFound } from "../../apigatewayv2/errors.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { applyPatches, entries, readBoolean, setting } from "../patch.ts";
import type { RestMethod, RestParts } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";

const methodNames = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];
const authorizationTypes = ["NONE", "AWS_IAM", "CUSTOM"];

/** What a resource takes, and what it says it answers. */
export function methodOperations(store: RestStore) {
  const findResponse = (input: GetMethodResponseRequest, { region }: CallContext) => {
    const found = store.method(region, input);
    const response = ownValue(found.method.methodResponses, input.statusCode ?? "");
    if (!response) throw notFound("Invalid Response status code specified");
    return { found, response };
  };
  const putResponse = (found: ReturnType<RestStore["method"]>, response: MethodResponse) => {
    const { method } = found;
    const methodResponses = { ...method.methodResponses, [response.statusCode ?? ""]: response };
    store.putMethod(found, { ...method, methodResponses });
    return response;
  };
  return {
    PutMethod(input: PutMethodRequest, { region }: CallContext) {
      const { restApiId: _api, resourceId: _resource, ...members } = input;
      const { api, resource } = store.resource(region, input);
      const httpMethod = input.httpMethod ?? "";
      if (!methodNames.includes(httpMethod))
        throw badRequest(
          `Invalid HttpMethod specified. Valid options are ${methodNames.join(",")}`,
        );
      if (resource.methods[httpMethod]) throw conflict("Method already exists for this resource");
      const method = { apiKeyRequired: false, ...given(members) } as RestMethod;
      checkMethod(api, method);
      store.putMethod({ api, resource }, method);
      return method;
    },
    GetMethod: (input: GetMethodRequest, { region }: CallContext) =>
      store.method(region, input).method,
    UpdateMethod({ patchOperations, ...named }: UpdateMethodRequest, { region }: CallContext) {
      const found = store.method(region, named);
      const changed: RestMethod = { ...found.method };
      applyPatches(
        patchOperations,
        {
          "/authorizationType": setting(changed, "authorizationType"),
          "/authorizerId": setting(changed, "authorizerId"),
          "/apiKeyRequired": setting(changed, "apiKeyRequired", readBoolean),
          "/operationName": setting(changed, "operationName"),
          "/requestValidatorId": setting(changed, "requestValidatorId"),
          "/requestParameters/{name}": entries(changed, "requestParameters", readBoolean),
          "/requestModels/{name}": entries(changed, "requestModels"),
        },
        "plain",
      );
      if (changed.authorizationType !== "CUSTOM") delete changed.authorizerId;
      for (const member of ["requestParameters", "requestModels"] as const)
        if (Object.keys(changed[member] ?? {}).length === 0) delete changed[member];
      if (changed.requestValidatorId === "") delete changed.requestValidatorId;
      checkMethod(found.api, changed);
      store.putMethod(found, changed);
      return changed;
    },
    DeleteMethod(input: GetMethodRequest, { region }: CallContext) {
      const { api, resource, method } = store.method(region, input);
      const methods = without(resource.methods, method.httpMethod);
      store.putResource(api, { ...resource, methods });
    },
    PutMethodResponse(input: PutMethodResponseRequest, { region }: CallContext) {
      const found = store.method(region, input);
      const { statusCode = "", responseModels, responseParameters } = input;
      if (found.method.methodResponses?.[statusCode])
        throw conflict("Response already exists for this resource");
      return putResponse(found, { statusCode, ...given({ responseModels, responseParameters }) });
    },
    GetMethodResponse: (input: GetMethodResponseRequest, context: CallContext) =>
      findResponse(input, context).response,
    UpdateMethodResponse(
      { patchOperations, ...named }: UpdateMethodResponseRequest,
      context: CallContext,
    ) {
      const { found, response } = findResponse(named, context);
      const changed = { ...response };
      for (const { op, path = "" } of patchOperations ?? []) {
        const [, member = "", name = ""] = path.split("/");
        const known = changed[member as "responseModels" | "responseParameters"];
        if (op !== "remove" || known?.[name.replaceAll("~1", "/")] !== undefined) continue;
        if (member === "responseParameters") throw notFound("Invalid parameter name specified");
        if (member === "responseModels") throw notFound("Content-Type specified was not found");
      }
      applyPatches(
        patchOperations,
        {
          "/responseParameters/{name}": entries(changed, "responseParameters", readBoolean),
          "/responseModels/{name}": entries(changed, "responseModels"),
        },
        "plain",
      );
      for (const member of ["responseParameters", "responseModels"] as const)
        if (Object.keys(changed[member] ?? {}).length === 0) delete changed[member];
      return putResponse(found, changed);
    },
    DeleteMethodResponse(input: GetMethodResponseRequest, context: CallContext) {
      const { found, response } = findResponse(input, context);
      const methodResponses = without(
        found.method.methodResponses ?? {},
        response.statusCode ?? "",
      );
      store.putMethod(found, { ...found.method, methodResponses });
    },
  } satisfies Record<string, Operation>;
}

/** Throws BadRequestException for a method that the API cannot have. */
export function checkMethod(
  { authorizers, validators, models }: RestParts,
  method: RestMethod,
): void {
  const { authorizationType = "", authorizerId, requestValidatorId } = method;
  if (authorizationType === "COGNITO_USER_POOLS")
    throw badRequest(
      "The local engine does not support the authorizationType COGNITO_USER_POOLS: there are no user pools.",
    );
  if (!authorizationTypes.includes(authorizationType))
    throw badRequest(
      `Invalid Authorization type specified. Valid options are ${[...authorizationTypes, "COGNITO_USER_POOLS"].join(",")}`,
    );
  if (authorizationType === "CUSTOM" && !ownValue(authorizers, authorizerId ?? ""))
    throw badRequest(
      "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
    );
  if (requestValidatorId !== undefined && !ownValue(validators, requestValidatorId))
    throw badRequest("Invalid Request Validator identifier specified");
  const names = Object.keys(method.requestParameters ?? {}).map(
    (one) => one.split(".").at(-1) ?? "",
  );
  if (new Set(names).size < names.length)
    throw badRequest("Parameter names must be unique across querystring, header and path");
  for (const model of Object.values(method.requestModels ?? {}))
    if (!ownValue(models, model)) throw badRequest(`Invalid model identifier specified: ${model}`);
}
