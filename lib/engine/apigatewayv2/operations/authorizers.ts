import type {
  CreateAuthorizerRequest,
  GetAuthorizersRequest,
  UpdateAuthorizerRequest,
} from "@aws-sdk/client-apigatewayv2";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { type ApiAuthorizer, type ApiRecord, given, without } from "../api.ts";
import type { ApiStore } from "../api-store.ts";
import { badRequest, conflict } from "../errors.ts";
import { pageOfParts, part } from "../parts.ts";

interface Named {
  ApiId: string | undefined;
  AuthorizerId: string | undefined;
}

const refusedFields = {
  IdentityValidationExpression: "AWS does not take it for these APIs either.",
};

/** Who says whether a request may pass: a function, or a token's signature. */
export function authorizerOperations(store: ApiStore, forgetAnswers: (apiId: string) => void) {
  const find = ({ ApiId, AuthorizerId }: Named, { region }: CallContext) => {
    const api = store.api(region, ApiId);
    return { api, authorizer: part(api.authorizers, AuthorizerId, "Authorizer") };
  };
  const put = (api: ApiRecord, authorizer: ApiAuthorizer) => {
    store.put({
      ...api,
      authorizers: { ...api.authorizers, [authorizer.AuthorizerId]: authorizer },
    });
    forgetAnswers(api.apiId);
    return authorizer;
  };
  return {
    CreateAuthorizer(input: CreateAuthorizerRequest, { region }: CallContext) {
      const api = store.api(region, input.ApiId);
      return put(api, newAuthorizer(store, api, input));
    },
    GetAuthorizer: (input: Named, context: CallContext) => find(input, context).authorizer,
    GetAuthorizers(input: GetAuthorizersRequest, { region }: CallContext) {
      const { items, ...rest } = pageOfParts(
        Object.values(store.api(region, input.ApiId).authorizers),
        ({ AuthorizerId }) => AuthorizerId,
        input,
      );
      return { Items: items, ...rest };
    },
    UpdateAuthorizer(input: UpdateAuthorizerRequest, context: CallContext) {
      const { api, authorizer } = find(input, context);
      const { ApiId: _api, ...changes } = input;
      const changed = { ...authorizer, ...given(changes) } as ApiAuthorizer;
      check(api, changed);
      return put(api, changed);
    },
    DeleteAuthorizer(input: Named, context: CallContext) {
      const { api, authorizer } = find(input, context);
      const { AuthorizerId } = authorizer;
      if (Object.values(api.routes).some((route) => route.AuthorizerId === AuthorizerId))
        throw conflict("Cannot delete authorizer because it is referenced by one or more routes");
      store.put({ ...api, authorizers: without(api.authorizers, AuthorizerId) });
    },
    ResetAuthorizersCache(
      { ApiId, StageName }: { ApiId: string; StageName: string },
      { region }: CallContext,
    ) {
      const api = store.api(region, ApiId);
      part(api.stages, StageName, "stage");
      forgetAnswers(api.apiId);
    },
  } satisfies Record<string, Operation>;
}

/** An authorizer with AWS's defaults. Throws BadRequestException for what cannot be one. */
export function newAuthorizer(
  store: ApiStore,
  api: ApiRecord,
  input: CreateAuthorizerRequest,
): ApiAuthorizer {
  const { ApiId: _api, ...members } = input;
  const authorizer = { AuthorizerId: store.newId(), ...given(members) } as ApiAuthorizer;
  check(api, authorizer);
  return authorizer;
}

const selection = /^\$(request\.(header|querystring)|context|stageVariables)\.[\w.-]+$/;
const socketSelection = /^(route\.request\.(header|querystring)|context|stageVariables)\.[\w.-]+$/;

function check(api: ApiRecord, authorizer: ApiAuthorizer): void {
  const { AuthorizerType, AuthorizerUri, JwtConfiguration, IdentitySource = [] } = authorizer;
  const http = api.settings.ProtocolType === "HTTP";
  refuseFields("BadRequestException", authorizer, refusedFields);
  const wanted = http ? selection : socketSelection;
  const odd = IdentitySource.find((one) => !wanted.test(one));
  if (odd !== undefined) throw badRequest(`Invalid mapping expression specified: ${odd}`);
  if (
    Object.values(api.authorizers).some(
      (other) => other.Name === authorizer.Name && other.AuthorizerId !== authorizer.AuthorizerId,
    )
  )
    throw conflict(`Authorizer name must be unique. Authorizer ${authorizer.Name} already exists`);
  if (AuthorizerType === "JWT") {
    if (!http) throw badRequest("JWT authorizers are only supported for HTTP protocol type");
    if (IdentitySource.length !== 1) throw badRequest("JWT authorizers need one identity source");
    if (!/^https?:\/\/\S+$/.test(JwtConfiguration?.Issuer ?? ""))
      throw badRequest("Invalid issuer: null. Issuer must be a valid URL");
    if (!JwtConfiguration?.Audience?.length) throw badRequest("Audience is a required parameter");
    return;
  }
  if (!/functions\/arn:[^/]+\/invocations$/.test(AuthorizerUri ?? ""))
    throw badRequest(
      "AuthorizerUri must be a function's: arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations",
    );
  if (!http) return;
  if (!["1.0", "2.0"].includes(authorizer.AuthorizerPayloadFormatVersion ?? ""))
    throw badRequest(
      "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer",
    );
  if (authorizer.EnableSimpleResponses && authorizer.AuthorizerPayloadFormatVersion === "1.0")
    throw badRequest("EnableSimpleResponses needs the authorizer payload format version 2.0");
}
