import type {
  CreateIntegrationRequest,
  CreateIntegrationResponseRequest,
  GetIntegrationResponsesRequest,
  GetIntegrationsRequest,
  IntegrationResponse,
  UpdateIntegrationRequest,
  UpdateIntegrationResponseRequest,
} from "@aws-sdk/client-apigatewayv2";
import { checkTemplate } from "../../execute-api/mapping-template.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { type ApiIntegration, type ApiRecord, given, without } from "../api.ts";
import type { ApiStore } from "../api-store.ts";
import { checkMapping } from "../check-mapping.ts";
import { badRequest, conflict } from "../errors.ts";
import { pageOfParts, part } from "../parts.ts";

interface Named {
  ApiId: string | undefined;
  IntegrationId: string | undefined;
}
interface NamedResponse extends Named {
  IntegrationResponseId: string | undefined;
}

const refusedFields = {
  ConnectionId: "there are no VPC links.",
  IntegrationSubtype: "integrations reach functions and HTTP addresses, not other services.",
  TlsConfig: "certificates are verified as Node.js verifies them.",
  ContentHandlingStrategy: "bodies are passed on as they are.",
};
const unmappedFields = {
  RequestTemplates: "a proxy gets what was sent.",
  TemplateSelectionExpression: "a proxy gets what was sent.",
};
const refusedResponseFields = {
  ContentHandlingStrategy: "bodies are passed on as they are.",
  ResponseParameters: "answers to WebSocket messages have no parameters.",
};

/** What routes lead to. */
export function integrationOperations(store: ApiStore) {
  const put = (api: ApiRecord, integration: ApiIntegration) => {
    const integrations = { ...api.integrations, [integration.IntegrationId]: integration };
    store.put({ ...api, integrations });
    return describe(integration);
  };
  const find = ({ ApiId, IntegrationId }: Named, { region }: CallContext) => {
    const api = store.api(region, ApiId);
    return { api, integration: part(api.integrations, IntegrationId, "Integration") };
  };
  return {
    CreateIntegration(input: CreateIntegrationRequest, { region }: CallContext) {
      const api = store.api(region, input.ApiId);
      return put(api, newIntegration(store, api, input));
    },
    GetIntegration: (input: Named, context: CallContext) =>
      describe(find(input, context).integration),
    GetIntegrations(input: GetIntegrationsRequest, { region }: CallContext) {
      const { integrations } = store.api(region, input.ApiId);
      const { items, ...rest } = pageOfParts(
        Object.values(integrations),
        ({ IntegrationId }) => IntegrationId,
        input,
      );
      return { Items: items.map(describe), ...rest };
    },
    UpdateIntegration(input: UpdateIntegrationRequest, context: CallContext) {
      const { api, integration } = find(input, context);
      const { ApiId: _api, RequestParameters, ...changes } = input;
      const changed = {
        ...integration,
        ...given(changes),
        ...(RequestParameters && {
          RequestParameters: merged(integration.RequestParameters, RequestParameters),
        }),
      } as ApiIntegration;
      check(api, changed);
      return put(api, changed);
    },
    DeleteIntegration(input: Named, context: CallContext) {
      const { api, integration } = find(input, context);
      const users = Object.values(api.routes).filter(
        ({ Target }) => Target === `integrations/${integration.IntegrationId}`,
      );
      if (users.length > 0)
        throw conflict(
          `Cannot delete Integration '${integration.IntegrationId}' because it is in use by the routes: ${users.map(({ RouteKey }) => RouteKey).join(", ")}`,
        );
      store.put({ ...api, integrations: without(api.integrations, integration.IntegrationId) });
    },
    CreateIntegrationResponse(input: CreateIntegrationResponseRequest, context: CallContext) {
      const { api, integration } = find(input, context);
      needsWebSocket(api, "Integration responses");
      const { IntegrationResponseKey } = input;
      checkResponse(integration, input);
      if (
        Object.values(integration.responses ?? {}).some(
          (one) => one.IntegrationResponseKey === IntegrationResponseKey,
        )
      )
        throw conflict(`Integration response with key ${IntegrationResponseKey} already exists`);
      const response = {
        IntegrationResponseId: store.newId(),
        IntegrationResponseKey,
        ...templatesOf(input),
      };
      return putResponse(api, integration, response);
    },
    GetIntegrationResponse: (input: NamedResponse, context: CallContext) =>
      part(
        find(input, context).integration.responses,
        input.IntegrationResponseId,
        "IntegrationResponse",
      ),
    GetIntegrationResponses(input: GetIntegrationResponsesRequest, context: CallContext) {
      const { items, ...rest } = pageOfParts(
        Object.values(find(input, context).integration.responses ?? {}),
        ({ IntegrationResponseId = "" }) => IntegrationResponseId,
        input,
      );
      return { Items: items, ...rest };
    },
    UpdateIntegrationResponse(input: UpdateIntegrationResponseRequest, context: CallContext) {
      const { api, integration } = find(input, context);
      const { responses } = integration;
      const response = part(responses, input.IntegrationResponseId, "IntegrationResponse");
      checkResponse(integration, input);
      const { IntegrationResponseKey } = input;
      return putResponse(api, integration, {
        ...response,
        ...(IntegrationResponseKey !== undefined && { IntegrationResponseKey }),
        ...templatesOf(input),
      });
    },
    DeleteIntegrationResponse(input: NamedResponse, context: CallContext) {
      const { api, integration } = find(input, context);
      const { responses = {} } = integration;
      part(responses, input.IntegrationResponseId, "IntegrationResponse");
      put(api, {
        ...integration,
        responses: without(responses, input.IntegrationResponseId ?? ""),
      });
    },
  } satisfies Record<string, Operation>;

  function putResponse(api: ApiRecord, integration: ApiIntegration, response: IntegrationResponse) {
    const { IntegrationResponseId = "" } = response;
    put(api, {
      ...integration,
      responses: { ...integration.responses, [IntegrationResponseId]: response },
    });
    return response;
  }
}

/** An integration with AWS's defaults. Throws BadRequestException for what cannot be one. */
export function newIntegration(
  store: ApiStore,
  api: ApiRecord,
  input: CreateIntegrationRequest,
): ApiIntegration {
  const { ApiId: _api, ...members } = input;
  const http = api.settings.ProtocolType === "HTTP";
  const isFunction = input.IntegrationType === "AWS_PROXY" || input.IntegrationType === "AWS";
  const integration = {
    IntegrationId: store.newId(),
    ConnectionType: "INTERNET",
    TimeoutInMillis: http ? 30_000 : 29_000,
    ...(isFunction && { IntegrationMethod: "POST" }),
    ...(http
      ? { PayloadFormatVersion: "1.0" }
      : {
          IntegrationResponseSelectionExpression: "${integration.response.statuscode}",
          PassthroughBehavior: "WHEN_NO_MATCH",
        }),
    ...given(members),
  } as ApiIntegration;
  check(api, integration);
  return integration;
}

function check(api: ApiRecord, integration: ApiIntegration): void {
  const { IntegrationType, IntegrationUri, PayloadFormatVersion } = integration;
  const http = api.settings.ProtocolType === "HTTP";
  const supported = http ? ["AWS_PROXY", "HTTP_PROXY"] : ["AWS_PROXY", "AWS", "MOCK"];
  if (integration.ConnectionType === "VPC_LINK")
    throw badRequest("The local engine does not support VPC_LINK: there are no VPC links.");
  refuseFields("BadRequestException", integration, refusedFields);
  if (!supported.includes(IntegrationType ?? ""))
    throw badRequest(
      http
        ? `Integration type ${IntegrationType} is not supported for HTTP APIs: use AWS_PROXY or HTTP_PROXY`
        : `The local engine does not support the integration type ${IntegrationType} in WebSocket APIs: it calls functions (AWS_PROXY, AWS) or nothing (MOCK).`,
    );
  for (const template of Object.values(integration.RequestTemplates ?? {}))
    checkTemplate(template, badRequest);
  if (IntegrationType === "MOCK") return;
  if (IntegrationType !== "AWS") refuseFields("BadRequestException", integration, unmappedFields);
  if (!IntegrationUri) throw badRequest("IntegrationUri is a required parameter");
  if (IntegrationType === "AWS_PROXY" || IntegrationType === "AWS") {
    if (!/^arn:[^:]+:(lambda|apigateway):/.test(IntegrationUri))
      throw badRequest("Invalid ARN specified in the request. It must be a function's.");
    if (integration.IntegrationMethod !== "POST")
      throw badRequest("IntegrationMethod must be POST for a function");
  } else if (!/^https?:\/\/[^/]+/.test(IntegrationUri) || !integration.IntegrationMethod)
    throw badRequest(
      "HTTP_PROXY needs an IntegrationUri of http or https and an IntegrationMethod",
    );
  if (!http) return;
  const formats = IntegrationType === "AWS_PROXY" ? ["1.0", "2.0"] : ["1.0"];
  if (!formats.includes(PayloadFormatVersion ?? ""))
    throw badRequest(`PayloadFormatVersion must be one of [${formats.join(", ")}]`);
  checkMapping(integration);
}

function checkResponse(
  { IntegrationType }: ApiIntegration,
  input: Pick<IntegrationResponse, "ResponseTemplates">,
): void {
  refuseFields("BadRequestException", input, refusedResponseFields);
  if (IntegrationType === "AWS_PROXY")
    refuseFields("BadRequestException", input, {
      ResponseTemplates: "a proxy's answer is sent as it is.",
      TemplateSelectionExpression: "a proxy's answer is sent as it is.",
    });
  for (const template of Object.values(input.ResponseTemplates ?? {}))
    checkTemplate(template, badRequest);
}

const templatesOf = ({
  ResponseTemplates,
  TemplateSelectionExpression,
}: Pick<IntegrationResponse, "ResponseTemplates" | "TemplateSelectionExpression">) =>
  given({ ResponseTemplates, TemplateSelectionExpression });

/** A change with an empty value takes a parameter away. */
function merged(
  before: Readonly<Record<string, string>> = {},
  changes: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...before, ...changes }).filter(([, value]) => value !== ""),
  );
}

export function needsWebSocket(api: ApiRecord, what: string): void {
  if (api.settings.ProtocolType !== "WEBSOCKET")
    throw badRequest(`${what} are only supported for WEBSOCKET protocol type`);
}

const describe = ({ responses: _responses, ...integration }: ApiIntegration) => integration;
