import type {
  GetIntegrationRequest,
  GetIntegrationResponseRequest,
  IntegrationResponse,
  PutIntegrationRequest,
  PutIntegrationResponseRequest,
  UpdateIntegrationRequest,
  UpdateIntegrationResponseRequest,
} from "@aws-sdk/client-api-gateway";
import { given, without } from "../../apigatewayv2/api.ts";
import { badRequest, notFound } from "../../apigatewayv2/errors.ts";
import { checkTemplate } from "../../execute-api/mapping-template.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { applyPatches, entries, setting } from "../patch.ts";
import type { RestIntegration, RestMethod } from "../rest-api.ts";
import type { FoundMethod, RestStore } from "../rest-store.ts";

const refusedFields = {
  connectionId: "there are no VPC links.",
  cacheKeyParameters: "there is no cache of answers.",
  contentHandling: "bodies are passed on as the API's binary media types say.",
  tlsConfig: "certificates are verified as Node.js verifies them.",
  integrationTarget: "there are no load balancers.",
};

/** What methods lead to, and what becomes of the answers. */
export function integrationOperations(store: RestStore) {
  const find = (input: GetIntegrationRequest, { region }: CallContext, missing?: string) => {
    const found = store.method(region, input, missing);
    const integration = found.method.methodIntegration;
    if (!integration) throw notFound("Invalid Integration identifier specified");
    return { found, integration };
  };
  const put = (found: FoundMethod, methodIntegration: RestIntegration) => {
    store.putMethod(found, { ...found.method, methodIntegration });
    return methodIntegration;
  };
  const findResponse = (
    input: GetIntegrationResponseRequest,
    context: CallContext,
    missing?: string,
  ) => {
    const { found, integration } = find(input, context, missing);
    const response = ownValue(integration.integrationResponses, input.statusCode ?? "");
    if (!response) throw notFound("Invalid Response status code specified");
    return { found, integration, response };
  };
  const putResponse = (
    found: FoundMethod,
    integration: RestIntegration,
    response: IntegrationResponse,
  ) => {
    checkResponse(response);
    put(found, {
      ...integration,
      integrationResponses: {
        ...integration.integrationResponses,
        [response.statusCode ?? ""]: response,
      },
    });
    return response;
  };
  return {
    PutIntegration(input: PutIntegrationRequest, { region }: CallContext) {
      const found = store.method(region, input);
      return put(found, newRestIntegration(input, found.resource.id));
    },
    GetIntegration: (input: GetIntegrationRequest, context: CallContext) =>
      find(input, context).integration,
    UpdateIntegration(
      { patchOperations, ...named }: UpdateIntegrationRequest,
      context: CallContext,
    ) {
      const { found, integration } = find(named, context);
      const changed = { ...integration };
      applyPatches(
        patchOperations,
        {
          "/httpMethod": setting(changed, "httpMethod"),
          "/uri": setting(changed, "uri"),
          "/credentials": setting(changed, "credentials"),
          "/passthroughBehavior": setting(changed, "passthroughBehavior"),
          "/timeoutInMillis": setting(changed, "timeoutInMillis", Number),
          "/requestParameters/{name}": entries(changed, "requestParameters"),
          "/requestTemplates/{name}": entries(changed, "requestTemplates"),
        },
        "plain",
      );
      check(changed);
      return put(found, changed);
    },
    DeleteIntegration(input: GetIntegrationRequest, context: CallContext) {
      const { found } = find(input, context);
      const { methodIntegration: _gone, ...method } = found.method;
      store.putMethod(found, method as RestMethod);
    },
    PutIntegrationResponse(input: PutIntegrationResponseRequest, context: CallContext) {
      const { found, integration } = find(input, context);
      const { restApiId: _api, resourceId: _resource, httpMethod: _method, ...members } = input;
      return putResponse(found, integration, given(members));
    },
    GetIntegrationResponse: (input: GetIntegrationResponseRequest, context: CallContext) =>
      findResponse(input, context).response,
    UpdateIntegrationResponse(
      { patchOperations, ...named }: UpdateIntegrationResponseRequest,
      context: CallContext,
    ) {
      const { found, integration, response } = findResponse(named, context);
      const changed = { ...response };
      applyPatches(
        patchOperations,
        {
          "/selectionPattern": setting(changed, "selectionPattern"),
          "/responseParameters/{name}": entries(changed, "responseParameters"),
          "/responseTemplates/{name}": entries(changed, "responseTemplates"),
        },
        "plain",
      );
      return putResponse(found, integration, changed);
    },
    DeleteIntegrationResponse(input: GetIntegrationResponseRequest, context: CallContext) {
      const { found, integration, response } = findResponse(input, context, "Integration");
      put(found, {
        ...integration,
        integrationResponses: without(
          integration.integrationResponses ?? {},
          response.statusCode ?? "",
        ),
      });
    },
  } satisfies Record<string, Operation>;
}

/** An integration with AWS's defaults. Throws BadRequestException for what cannot be one. */
export function newRestIntegration(
  input: Omit<PutIntegrationRequest, "restApiId" | "resourceId" | "httpMethod">,
  resourceId: string,
): RestIntegration {
  const {
    integrationHttpMethod: httpMethod,
    restApiId: _api,
    resourceId: _resource,
    httpMethod: _method,
    ...members
  } = input as PutIntegrationRequest;
  const integration = {
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: 29_000,
    cacheNamespace: resourceId,
    cacheKeyParameters: [],
    ...given(members),
    ...(httpMethod !== undefined && { httpMethod }),
  } as RestIntegration;
  check(integration);
  return integration;
}

function check(integration: RestIntegration): void {
  const { type, uri = "", httpMethod, timeoutInMillis = 0, requestParameters = {} } = integration;
  refuseFields("BadRequestException", integration, refusedFields);
  if (integration.connectionType === "VPC_LINK")
    throw badRequest("The local engine does not support VPC_LINK: there are no VPC links.");
  if (integration.responseTransferMode === "STREAM")
    throw badRequest(
      "The local engine does not support the responseTransferMode STREAM: answers are sent whole.",
    );
  // Regional APIs may wait for longer where a quota was raised.
  if (timeoutInMillis < 50 || timeoutInMillis > 300_000)
    throw badRequest("Timeout should be between 50 ms and 29000 ms");
  for (const [target, source] of Object.entries(requestParameters))
    if (
      !/^integration\.request\.(header|querystring|path)\.\S+$/.test(target) ||
      !/^('.*'|(method\.request\.(header|querystring|path|multivalueheader|multivaluequerystring|body)|context|stageVariables)\b.*)$/.test(
        source,
      )
    )
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${source}]`,
      );
  for (const template of Object.values(integration.requestTemplates ?? {}))
    checkTemplate(template, badRequest);
  if (type === "MOCK") return;
  if (!httpMethod) throw badRequest("Enumeration value for HttpMethod must be non-empty");
  if (type === "HTTP_PROXY" || type === "HTTP") {
    if (!/^https?:\/\/[^/]+/.test(uri)) throw badRequest("Invalid HTTP endpoint specified for URI");
    return;
  }
  if (!uri.startsWith("arn:")) throw badRequest("Invalid ARN specified in the request");
  if (!/:(path|action)\//.test(uri))
    throw badRequest("AWS ARN for integration must contain path or action");
  if (!/\/functions\/.+\/invocations$/.test(uri))
    throw badRequest(
      type === "AWS_PROXY"
        ? "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
        : "The local engine does not support integrations with other services than Lambda.",
    );
}

function checkResponse({ responseTemplates, contentHandling }: IntegrationResponse): void {
  refuseFields(
    "BadRequestException",
    { contentHandling },
    { contentHandling: "bodies are passed on as the API's binary media types say." },
  );
  for (const [type, template] of Object.entries(responseTemplates ?? {})) {
    if (!type.includes("/"))
      throw badRequest(
        `Validation Result: warnings : [], errors : [Invalid content type specified: ${type}]`,
      );
    checkTemplate(template, badRequest);
  }
}
