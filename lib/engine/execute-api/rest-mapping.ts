import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { type ApiRequest, headerOf, queryOf } from "./api-request.ts";
import type { TemplateSource } from "./fill-template.ts";
import { contextValue } from "./map-parameters.ts";
import type { MatchedRoute } from "./match-route.ts";

/** What the mappings of a REST API may name. */
export interface RestSource {
  call: ApiRequest;
  route: MatchedRoute;
  authorizer?: Record<string, unknown> | undefined;
  /** The integration's answer, for mappings of responses. */
  answer?: UrlAnswer;
  /** `$context.error.*`, for the gateway's own responses. */
  error?: Readonly<Record<string, string>>;
}

/** The value that an expression names: `'text'`, `method.request.header.X`, `context.stage`. */
export function restValue(expression: string, source: RestSource): string | undefined {
  const quoted = /^'(.*)'$/s.exec(expression);
  if (quoted) return quoted[1];
  const { call, route, answer } = source;
  const [, scope, place = "", name = ""] =
    /^(method\.request|integration\.response|context|stageVariables)\.(\w+)(?:\.(.+))?$/.exec(
      expression,
    ) ?? [];
  if (scope === "context") return contextOf(source, name === "" ? place : `${place}.${name}`);
  if (scope === "stageVariables") return call.stageVariables?.[place];
  if (scope === "integration.response")
    return place === "header" || place === "multivalueheader"
      ? answer && headerOf(answer, name)
      : undefined;
  if (scope !== "method.request") return undefined;
  if (place === "header" || place === "multivalueheader") return headerOf(call, name);
  if (place === "path") return route.pathParameters?.[name];
  if (place === "body") return Buffer.from(call.body).toString("utf8");
  const values = queryOf(call)
    .filter(([one]) => one === name)
    .map(([, value]) => value);
  if (values.length === 0) return undefined;
  return place === "multivaluequerystring" ? values.join(",") : values.at(-1);
}

function contextOf(
  { call, route, authorizer, error }: RestSource,
  name: string,
): string | undefined {
  if (name.startsWith("error.")) return error?.[name.slice("error.".length)];
  return contextValue(name, call, route, authorizer);
}

/** A request as its integration gets it: parameters set, and those of the path for addresses. */
export function mapRestRequest(
  source: RestSource,
  parameters: Readonly<Record<string, string>> = {},
): { call: ApiRequest; pathParameters: Record<string, string> } {
  const { call, route } = source;
  let headers = [...call.headers];
  let query = queryOf(call);
  const pathParameters: Record<string, string> = { ...route.pathParameters };
  let changed = false;
  for (const [target, expression] of Object.entries(parameters)) {
    const value = restValue(expression, source);
    const [, place, name = ""] =
      /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(target) ?? [];
    if (value === undefined) continue;
    if (place === "path") pathParameters[name] = value;
    if (place === "header")
      headers = [
        ...headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase()),
        [name, value],
      ];
    if (place === "querystring") {
      query = [...query.filter(([one]) => one !== name), [name, value]];
      changed = true;
    }
  }
  const rawQuery = changed ? new URLSearchParams(query).toString() : call.rawQuery;
  return { call: { ...call, headers, rawQuery }, pathParameters };
}

/** What a template fills in from; `body` is the request's, or the integration's answer. */
export function templateSource(source: RestSource, body: string): TemplateSource {
  const { call, route } = source;
  return {
    body,
    parameter: (name) =>
      route.pathParameters?.[name] ??
      queryOf(call).findLast(([one]) => one === name)?.[1] ??
      headerOf(call, name),
    context: (name) => contextOf(source, name),
    stageVariables: call.stageVariables ?? {},
  };
}
