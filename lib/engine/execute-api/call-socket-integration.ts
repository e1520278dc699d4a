import type { IntegrationResponse } from "@aws-sdk/client-apigatewayv2";
import type { ApiDeployment, ApiIntegration, ApiRoute } from "../apigatewayv2/api.ts";
import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { ownValue } from "../own-value.ts";
import { callFunction, type FunctionOutcome, functionArnOf } from "./call-function.ts";
import { answerV1 } from "./function-answer.ts";
import type { Gateway } from "./gateway.ts";
import { GatewayFailure } from "./gateway-failure.ts";
import { fill } from "./map-parameters.ts";
import { fillMappingTemplate, type TemplateSource } from "./mapping-template.ts";
import { type SocketContext, socketEvent, type SocketHappening } from "./socket-payload.ts";

/** What a route of a WebSocket API came to. */
type SocketOutcome =
  | { answer: UrlAnswer; failure?: undefined }
  | { failure: NonNullable<FunctionOutcome["failure"]> | "malformed" };

type Templates = Readonly<Record<string, string>> | undefined;

/** Calls what a route leads to; undefined where it leads nowhere, or to a MOCK that says nothing. */
export async function callSocketIntegration(
  gateway: Gateway,
  context: SocketContext,
  { integrations }: ApiDeployment,
  route: ApiRoute,
  what: SocketHappening,
): Promise<SocketOutcome | undefined> {
  const integration = ownValue(integrations, route.Target?.replace("integrations/", "") ?? "");
  if (!integration) return undefined;
  const nowMs = gateway.clock.now();
  const event = socketEvent(context, route.RouteKey, what, { ...gateway, nowMs });
  if (integration.IntegrationType === "AWS_PROXY") {
    const outcome = await invoke(gateway, context, integration, route, event);
    if (outcome.failure !== undefined) return { failure: outcome.failure };
    const answer = answerV1(outcome.payload, { contentType: "application/json", decodes: true });
    return answer ? { answer } : { failure: "malformed" };
  }
  const isMock = integration.IntegrationType === "MOCK";
  if (isMock && Object.keys(integration.RequestTemplates ?? {}).length === 0) return undefined;
  const call = {
    ...context.call,
    body: what.eventType === "MESSAGE" ? what.body : Buffer.alloc(0),
  };
  const source: TemplateSource = {
    call,
    pathParameters: undefined,
    context: event.requestContext,
    isAnswer: false,
  };
  try {
    const sent = JSON.parse(requestOf(integration, source) || "{}") as unknown;
    if (isMock) {
      const status = Number((sent as { statusCode?: unknown }).statusCode);
      if (!Number.isInteger(status)) return { failure: "malformed" };
      return { answer: mapped(integration, source, { status, headers: [], body: "" }) };
    }
    const outcome = await invoke(gateway, context, integration, route, sent);
    if (outcome.failure !== undefined && (outcome.failure !== "failed" || !outcome.payload))
      return { failure: outcome.failure };
    const body = Buffer.from(outcome.payload ?? []).toString("utf8");
    return { answer: mapped(integration, source, { status: 200, headers: [], body }) };
  } catch (error) {
    if (error instanceof GatewayFailure || error instanceof SyntaxError)
      return { failure: "malformed" };
    throw error;
  }
}

function invoke(
  gateway: Gateway,
  { call }: SocketContext,
  integration: ApiIntegration,
  route: ApiRoute,
  event: unknown,
): Promise<FunctionOutcome> {
  return callFunction(gateway, {
    functionArn: functionArnOf(integration.IntegrationUri ?? "", call.stageVariables),
    event,
    sourceArn: `arn:aws:execute-api:${call.region}:${call.accountId}:${call.apiId}/${call.stage}/${route.RouteKey}`,
    roleArn: integration.CredentialsArn,
    timeoutMs: integration.TimeoutInMillis ?? 29_000,
    requestId: crypto.randomUUID(),
  });
}

/** The message, or what the selected template makes of it. */
function requestOf(
  { RequestTemplates, TemplateSelectionExpression, PassthroughBehavior }: ApiIntegration,
  source: TemplateSource,
): string {
  const body = Buffer.from(source.call.body).toString("utf8");
  const template = selectedTemplate(RequestTemplates, TemplateSelectionExpression, source);
  if (template !== undefined) return fillMappingTemplate(template, source, body).text;
  const some = Object.keys(RequestTemplates ?? {}).length > 0;
  if (PassthroughBehavior === "NEVER" || (PassthroughBehavior === "WHEN_NO_TEMPLATES" && some))
    throw new GatewayFailure("UNSUPPORTED_MEDIA_TYPE");
  return body;
}

/** The answer by the response that its status, headers or body select; without one as it is. */
function mapped(
  { responses = {}, IntegrationResponseSelectionExpression: expression }: ApiIntegration,
  source: TemplateSource,
  answer: UrlAnswer,
): UrlAnswer {
  const key = (expression ?? "${integration.response.statuscode}").replaceAll(
    "integration.response.",
    "response.",
  );
  const selector = fill(key, { call: source.call, route: noRoute, answer });
  const all = Object.values(responses);
  const response =
    all.find(({ IntegrationResponseKey = "" }) => isKeyOf(IntegrationResponseKey, selector)) ??
    all.find(({ IntegrationResponseKey }) => IntegrationResponseKey === "$default");
  const template = response && responseTemplate(response, source);
  if (template === undefined) return answer;
  const body = Buffer.from(answer.body as string).toString("utf8");
  return {
    ...answer,
    body: fillMappingTemplate(template, { ...source, isAnswer: true }, body).text,
  };
}

const responseTemplate = (
  { ResponseTemplates, TemplateSelectionExpression }: IntegrationResponse,
  source: TemplateSource,
): string | undefined => selectedTemplate(ResponseTemplates, TemplateSelectionExpression, source);

const noRoute = { routeKey: "", resourcePath: "" };

/** Keys are regular expressions between slashes: `/2\\d\\d/`. */
function isKeyOf(key: string, selector: string): boolean {
  const pattern = /^\/(.*)\/$/.exec(key)?.[1];
  if (pattern === undefined) return key === selector;
  try {
    return new RegExp(`^(?:${pattern})$`).test(selector);
  } catch {
    return false;
  }
}

/** The template whose key the expression names; a backslash makes a plain word of `\\$default`. */
function selectedTemplate(
  templates: Templates,
  expression: string | undefined,
  { call }: TemplateSource,
): string | undefined {
  const key = fill(expression ?? "", { call, route: noRoute }).replaceAll("\\$", "$");
  return ownValue(templates, key) ?? ownValue(templates, "$default");
}
