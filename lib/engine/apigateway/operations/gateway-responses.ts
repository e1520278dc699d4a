import type {
  GatewayResponse,
  GatewayResponseType,
  GetGatewayResponseRequest,
  GetGatewayResponsesRequest,
  PutGatewayResponseRequest,
  UpdateGatewayResponseRequest,
} from "@aws-sdk/client-api-gateway";
import { without } from "../../apigatewayv2/api.ts";
import { badRequest, notFound } from "../../apigatewayv2/errors.ts";
import { gatewayFailures } from "../../execute-api/gateway-failure.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { applyPatches, entries, setting } from "../patch.ts";
import type { CustomResponse, RestApiRecord } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";

/** What API Gateway itself answers, and what an API makes of that. */
export function gatewayResponseOperations(store: RestStore) {
  const find = (
    { restApiId, responseType }: GetGatewayResponseRequest,
    { region }: CallContext,
  ): { api: RestApiRecord; type: GatewayResponseType } => {
    const api = store.api(region, restApiId);
    if (!types.includes(responseType ?? ""))
      throw notFound(`Invalid response type specified: ${responseType}`);
    return { api, type: responseType as GatewayResponseType };
  };
  const put = (api: RestApiRecord, response: CustomResponse) => {
    for (const target of Object.keys(response.responseParameters))
      if (!target.startsWith("gatewayresponse.header."))
        throw badRequest(`Invalid gateway response parameter specified: ${target}`);
    const gatewayResponses = { ...api.gatewayResponses, [response.responseType]: response };
    store.put({ ...api, gatewayResponses });
    return describe({ ...api, gatewayResponses }, response.responseType);
  };
  return {
    PutGatewayResponse(input: PutGatewayResponseRequest, context: CallContext) {
      const { api, type } = find(input, context);
      return put(api, {
        responseType: type,
        ...(input.statusCode !== undefined && { statusCode: input.statusCode }),
        responseParameters: input.responseParameters ?? {},
        responseTemplates: input.responseTemplates ?? {},
      });
    },
    GetGatewayResponse(input: GetGatewayResponseRequest, context: CallContext) {
      const { api, type } = find(input, context);
      return describe(api, type);
    },
    GetGatewayResponses({ restApiId }: GetGatewayResponsesRequest, { region }: CallContext) {
      const api = store.api(region, restApiId);
      return { items: types.map((type) => describe(api, type)) };
    },
    UpdateGatewayResponse(
      { patchOperations, ...named }: UpdateGatewayResponseRequest,
      context: CallContext,
    ) {
      const { api, type } = find(named, context);
      const { defaultResponse: _own, ...changed } = describe(api, type);
      applyPatches(
        patchOperations,
        {
          "/statusCode": setting(changed, "statusCode"),
          "/responseParameters/{name}": entries(changed, "responseParameters"),
          "/responseTemplates/{name}": entries(changed, "responseTemplates"),
        },
        "plain",
      );
      return put(api, changed as CustomResponse);
    },
    DeleteGatewayResponse(input: GetGatewayResponseRequest, context: CallContext) {
      const { api, type } = find(input, context);
      if (!api.gatewayResponses[type]) throw notFound("Gateway response type not defined on api");
      store.put({ ...api, gatewayResponses: without(api.gatewayResponses, type) });
    },
  } satisfies Record<string, Operation>;
}

const types: readonly string[] = [
  "DEFAULT_4XX",
  "DEFAULT_5XX",
  ...Object.keys(gatewayFailures),
].toSorted();

function describe(api: RestApiRecord, type: string): GatewayResponse {
  const own = api.gatewayResponses[type];
  const standard = gatewayFailures[type as keyof typeof gatewayFailures] as
    | { status: number }
    | undefined;
  const statusCode = own?.statusCode ?? (standard && String(standard.status));
  return {
    responseType: type as GatewayResponseType,
    ...(statusCode !== undefined && { statusCode }),
    responseParameters: own?.responseParameters ?? {},
    responseTemplates: own?.responseTemplates ?? {
      "application/json": '{"message":$context.error.messageString}',
    },
    defaultResponse: own === undefined,
  };
}
