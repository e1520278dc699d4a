import type {
  Authorizer,
  CreateAuthorizerRequest,
  GetAuthorizerRequest,
  GetAuthorizersRequest,
  UpdateAuthorizerRequest,
} from "@aws-sdk/client-api-gateway";
import { given, without } from "../../apigatewayv2/api.ts";
import { badRequest, conflict, notFound } from "../../apigatewayv2/errors.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { pageOfItems } from "../lists.ts";
import { applyPatches, setting } from "../patch.ts";
import type { RestApiRecord } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";

const refusedFields = { providerARNs: "there are no user pools." };
const defaultTtlSeconds = 300;

/** Functions that say whether a request may pass. */
export function authorizerOperations(store: RestStore, forgetAnswers: (apiId: string) => void) {
  const find = ({ restApiId, authorizerId }: GetAuthorizerRequest, { region }: CallContext) => {
    const api = store.api(region, restApiId);
    const authorizer = ownValue(api.authorizers, authorizerId ?? "");
    if (!authorizer) throw notFound("Invalid Authorizer identifier specified");
    return { api, authorizer };
  };
  const put = (api: RestApiRecord, authorizer: Authorizer & { id: string }) => {
    check(api, authorizer);
    store.put({ ...api, authorizers: { ...api.authorizers, [authorizer.id]: authorizer } });
    forgetAnswers(api.apiId);
    return authorizer;
  };
  return {
    CreateAuthorizer({ restApiId, ...members }: CreateAuthorizerRequest, { region }: CallContext) {
      return put(store.api(region, restApiId), newRestAuthorizer(store, members));
    },
    GetAuthorizer: (input: GetAuthorizerRequest, context: CallContext) =>
      find(input, context).authorizer,
    GetAuthorizers(input: GetAuthorizersRequest, { region }: CallContext) {
      const { authorizers } = store.api(region, input.restApiId);
      return pageOfItems(Object.values(authorizers), ({ id }) => id, input);
    },
    UpdateAuthorizer({ patchOperations, ...named }: UpdateAuthorizerRequest, context: CallContext) {
      const { api, authorizer } = find(named, context);
      const changed = { ...authorizer };
      applyPatches(
        patchOperations,
        {
          "/name": setting(changed, "name"),
          "/type": setting(changed, "type"),
          "/authorizerUri": setting(changed, "authorizerUri"),
          "/authorizerCredentials": setting(changed, "authorizerCredentials"),
          "/identitySource": setting(changed, "identitySource"),
          "/identityValidationExpression": setting(changed, "identityValidationExpression"),
          "/authorizerResultTtlInSeconds": setting(changed, "authorizerResultTtlInSeconds", Number),
          "/authType": setting(changed, "authType"),
        },
        "plain",
      );
      return put(api, changed);
    },
    DeleteAuthorizer(input: GetAuthorizerRequest, context: CallContext) {
      const { api, authorizer } = find(input, context);
      const used = Object.values(api.resources).some(({ methods }) =>
        Object.values(methods).some(({ authorizerId }) => authorizerId === authorizer.id),
      );
      if (used)
        throw conflict(
          `Cannot delete authorizer '${authorizer.name}', is referenced in one or more methods`,
        );
      store.put({ ...api, authorizers: without(api.authorizers, authorizer.id) });
    },
  } satisfies Record<string, Operation>;
}

/** An authorizer with AWS's defaults, still to be checked beside the API's others. */
export function newRestAuthorizer(
  store: RestStore,
  members: Omit<CreateAuthorizerRequest, "restApiId">,
): Authorizer & { id: string } {
  return {
    id: store.newId(),
    authType: "custom",
    authorizerResultTtlInSeconds: defaultTtlSeconds,
    ...given(members),
  };
}

function check(api: RestApiRecord, authorizer: Authorizer & { id: string }): void {
  const { type, name, id, authorizerUri = "", identitySource = "" } = authorizer;
  const ttlSeconds = authorizer.authorizerResultTtlInSeconds ?? defaultTtlSeconds;
  refuseFields("BadRequestException", authorizer, refusedFields);
  if (type === "COGNITO_USER_POOLS")
    throw badRequest(
      "The local engine does not support COGNITO_USER_POOLS: there are no user pools.",
    );
  if (Object.values(api.authorizers).some((one) => one.name === name && one.id !== id))
    throw badRequest("Authorizer name must be unique");
  if (!/\/functions\/.+\/invocations$/.test(authorizerUri))
    throw badRequest("Invalid Authorizer URI: it must be a Lambda function's");
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 0 || ttlSeconds > 3600)
    throw badRequest("Authorizer result TTL must be between 0 and 3600 seconds");
  const pattern = /^(method\.request\.(header|querystring)|stageVariables|context)\.[\w.-]+$/;
  const sources = identitySource.split(",").map((one) => one.trim());
  const odd = sources.find((one) => one !== "" && !pattern.test(one));
  if (odd !== undefined) throw badRequest(`Invalid mapping expression specified: ${odd}`);
  if (type === "TOKEN" && !/^method\.request\.header\.[\w-]+$/.test(identitySource))
    throw badRequest("Identity source of a TOKEN authorizer must be one header");
  if (type === "REQUEST" && ttlSeconds > 0 && identitySource === "")
    throw badRequest("Identity source is required when caching is enabled");
}
