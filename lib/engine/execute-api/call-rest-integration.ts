import type { RestIntegration } from "../apigateway/rest-api.ts";
import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { ownValue } from "../own-value.ts";
import { type ApiRequest, headerOf } from "./api-request.ts";
import { callFunction, functionArnOf } from "./call-function.ts";
import { forwardRequest } from "./forward-request.ts";
import { answerV1 } from "./function-answer.ts";
import type { Gateway } from "./gateway.ts";
import { badGateway, GatewayFailure } from "./gateway-failure.ts";
import { fillMappingTemplate, type Overrides } from "./mapping-template.ts";
import { eventV1, matchesMedia } from "./payload-v1.ts";
import { mapRestAnswer } from "./rest-answer.ts";
import {
  type MappedRequest,
  mapRestRequest,
  type RestSource,
  templateSource,
} from "./rest-mapping.ts";

/** Calls what a method leads to, and makes the client's answer of what comes back. Throws GatewayFailure. */
export async function callRestIntegration(
  gateway: Gateway,
  source: RestSource,
  integration: RestIntegration,
): Promise<UrlAnswer> {
  switch (integration.type) {
    case "MOCK":
      return mock(source, integration);
    case "HTTP_PROXY":
      return forward(gateway, mapRestRequest(source, integration.requestParameters), integration);
    case "HTTP":
      return forwardMapped(gateway, source, integration);
    case "AWS":
      return callMapped(gateway, source, integration);
    case "AWS_PROXY":
      return callProxied(gateway, source, integration);
  }
}

async function callProxied(
  gateway: Gateway,
  source: RestSource,
  integration: RestIntegration,
): Promise<UrlAnswer> {
  const { call, route, flavor } = source;
  const { call: mapped } = mapRestRequest(source, integration.requestParameters);
  const payload = await invoke(
    gateway,
    source,
    integration,
    eventV1(mapped, route, flavor, source),
    true,
  );
  const accepted = headerOf(call, "accept")?.split(",")[0] ?? "";
  const answer = answerV1(payload, {
    contentType: "application/json",
    decodes: matchesMedia(flavor.binaryMediaTypes, accepted),
  });
  if (!answer) throw badGateway();
  return { ...answer, headers: [...answer.headers, ["X-Amzn-Trace-Id", call.traceHeader]] };
}

/** A function that gets the request's body, or what a template makes of it, and answers with a body. */
async function callMapped(
  gateway: Gateway,
  source: RestSource,
  integration: RestIntegration,
): Promise<UrlAnswer> {
  const { text } = requestBody(source, integration);
  let event: unknown = {};
  if (text !== "")
    try {
      event = JSON.parse(text);
    } catch {
      throw new GatewayFailure("API_CONFIGURATION_ERROR");
    }
  const payload = await invoke(gateway, source, integration, event, false);
  const body = Buffer.from(payload).toString("utf8");
  const answer = { status: 200, headers: [], body };
  return mapRestAnswer(source, integration, answer, errorMessageIn(body) ?? "");
}

function mock(source: RestSource, integration: RestIntegration): UrlAnswer {
  let status: unknown;
  try {
    const value = JSON.parse(requestBody(source, integration).text) as { statusCode?: unknown };
    status = value.statusCode;
  } catch (error) {
    throw error instanceof GatewayFailure ? error : new GatewayFailure("API_CONFIGURATION_ERROR");
  }
  if (status === undefined) throw new GatewayFailure("API_CONFIGURATION_ERROR");
  const answer = { status: Number(status), headers: [], body: "" };
  return mapRestAnswer(source, integration, answer, String(status));
}

/** An address that gets what a template makes of the body, with none of the client's headers. */
async function forwardMapped(
  gateway: Gateway,
  source: RestSource,
  integration: RestIntegration,
): Promise<UrlAnswer> {
  const { text, overrides } = requestBody(source, integration);
  const { call } = source;
  const bare: ApiRequest = {
    ...call,
    headers: [
      ["Content-Type", headerOf(call, "content-type") ?? "application/json"],
      ["Accept", headerOf(call, "accept") ?? "application/json"],
      ["User-Agent", `AmazonAPIGateway_${call.apiId}`],
      ["X-Amzn-Apigateway-Api-Id", call.apiId],
      ["X-Amzn-Trace-Id", call.traceHeader],
    ],
    rawQuery: "",
    body: Buffer.from(text),
  };
  const mapped = mapRestRequest(source, integration.requestParameters, { onto: bare, overrides });
  const answer = await forward(gateway, mapped, integration);
  return mapRestAnswer(source, integration, answer, String(answer.status));
}

async function forward(
  { clock }: Gateway,
  { call, pathParameters }: MappedRequest,
  { uri = "", httpMethod = "ANY", timeoutInMillis: timeoutMs = 29_000 }: RestIntegration,
): Promise<UrlAnswer> {
  const url = uri
    .replaceAll(
      /\$\{stageVariables\.(\w+)\}/g,
      (_text, name: string) => ownValue(call.stageVariables, name) ?? "",
    )
    .replaceAll(/\{([\w.-]+)\+?\}/g, (_text, name: string) => ownValue(pathParameters, name) ?? "");
  if (!URL.canParse(url)) throw new GatewayFailure("API_CONFIGURATION_ERROR");
  const method = httpMethod === "ANY" ? call.method : httpMethod;
  const answer = await forwardRequest(call, { url, method, timeoutMs }, clock);
  if (!answer) throw new GatewayFailure("INTEGRATION_FAILURE");
  return answer;
}

/** A function's answer, or a failure in API Gateway's terms; `strict`: the function's own errors are one, too. */
async function invoke(
  gateway: Gateway,
  { call, route }: RestSource,
  integration: RestIntegration,
  event: unknown,
  strict: boolean,
): Promise<Uint8Array> {
  // Lambda is called by POST only.
  if (integration.httpMethod !== "POST") throw new GatewayFailure("API_CONFIGURATION_ERROR");
  const outcome = await callFunction(gateway, {
    functionArn: functionArnOf(integration.uri ?? "", call.stageVariables),
    event,
    sourceArn: `arn:aws:execute-api:${call.region}:${call.accountId}:${call.apiId}/${call.stage}/${call.method}${route.resourcePath}`,
    roleArn: integration.credentials,
    timeoutMs: integration.timeoutInMillis ?? 29_000,
    requestId: call.requestId,
    traceHeader: call.traceHeader,
    tenantId: headerOf(call, "x-amz-tenant-id"),
  });
  if (outcome.failure === "timed out") throw new GatewayFailure("INTEGRATION_TIMEOUT");
  if (outcome.failure === "too large") throw new GatewayFailure("REQUEST_TOO_LARGE");
  if (outcome.failure === "failed") {
    if (strict || !outcome.payload) throw badGateway();
    return outcome.payload;
  }
  if (outcome.failure !== undefined) throw new GatewayFailure("API_CONFIGURATION_ERROR");
  return outcome.payload;
}

/** What the integration is given: the template of the request's type, or the body as it is. */
function requestBody(
  source: RestSource,
  { requestTemplates = {}, passthroughBehavior }: RestIntegration,
): { text: string; overrides?: Overrides } {
  const { call } = source;
  const body = Buffer.from(call.body).toString("utf8");
  const type = headerOf(call, "content-type")?.split(";")[0]?.trim() ?? "application/json";
  const template = ownValue(requestTemplates, type);
  if (template !== undefined) return fillMappingTemplate(template, templateSource(source), body);
  const some = Object.keys(requestTemplates).length > 0;
  if (passthroughBehavior === "NEVER" || (passthroughBehavior === "WHEN_NO_TEMPLATES" && some))
    throw new GatewayFailure("UNSUPPORTED_MEDIA_TYPE");
  return { text: body };
}

function errorMessageIn(body: string): string | undefined {
  try {
    const { errorMessage } = JSON.parse(body) as { errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : undefined;
  } catch {
    return undefined;
  }
}
