import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { ownValue } from "../own-value.ts";
import { readPath } from "../states/language/jsonpath/json-path.ts";
import { type ApiRequest, headerOf, queryOf } from "./api-request.ts";
import type { Overrides, TemplateSource } from "./mapping-template.ts";
import type { MatchedRoute } from "./match-route.ts";
import { type Caller, type CallerKey, contextOf, type RestFlavor } from "./payload-v1.ts";

/** What the mappings of a REST API may name. */
export interface RestSource {
  call: ApiRequest;
  route: MatchedRoute;
  flavor: RestFlavor;
  caller?: Caller | undefined;
  /** The key that the request came with. */
  apiKey?: CallerKey | undefined;
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
  if (scope === "context") return contextText(source, name === "" ? place : `${place}.${name}`);
  if (scope === "stageVariables") return ownValue(call.stageVariables, place);
  if (scope === "integration.response") {
    if (place === "body") return answer && inBody(Buffer.from(answer.body).toString("utf8"), name);
    return place === "header" || place === "multivalueheader"
      ? answer && headerOf(answer, name)
      : undefined;
  }
  if (scope !== "method.request") return undefined;
  if (place === "header" || place === "multivalueheader") return headerOf(call, name);
  if (place === "path") return ownValue(route.pathParameters, name);
  if (place === "body") return inBody(Buffer.from(call.body).toString("utf8"), name);
  const values = queryOf(call)
    .filter(([one]) => one === name)
    .map(([, value]) => value);
  if (values.length === 0) return undefined;
  return place === "multivaluequerystring" ? values.join(",") : values.at(-1);
}

/** What templates of REST APIs may name. */
export const templateSource = (source: RestSource): TemplateSource => ({
  call: source.call,
  pathParameters: source.route.pathParameters,
  context: contextOfRest(source),
  isAnswer: source.answer !== undefined,
});

/** A body, or what a JSON path leads to in it. */
function inBody(body: string, path: string): string | undefined {
  if (path === "") return body;
  try {
    const value = readPath(`$.${path}`, JSON.parse(body));
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** `$context`, as far as it is known. */
function contextOfRest({ call, route, flavor, authorizer, error, ...known }: RestSource) {
  return {
    ...contextOf(call, route, flavor, known),
    ...(authorizer && { authorizer }),
    ...(error && { error }),
  };
}

/** `$context.name`, as mappings and access logs name it; undefined for what is not known. */
export function contextText(source: RestSource, name: string): string | undefined {
  const value = name
    .split(".")
    .reduce<unknown>(
      (part, step) =>
        typeof part === "object" && part !== null && Object.hasOwn(part, step)
          ? (part as Record<string, unknown>)[step]
          : undefined,
      contextOfRest(source),
    );
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number);
}

/** The headers with one of them set. */
export function withHeader(
  headers: UrlAnswer["headers"],
  name: string,
  value: string,
): UrlAnswer["headers"] {
  const others = headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase());
  return [...others, [name, value]];
}

/** A request as its integration gets it, and what its address gets for its variables. */
export interface MappedRequest {
  call: ApiRequest;
  pathParameters: Readonly<Record<string, string>>;
}

/**
 * Sets the parameters of a request for its integration: on the client's own request, or `onto` one without its
 * headers. A template's overrides come last.
 */
export function mapRestRequest(
  source: RestSource,
  parameters: Readonly<Record<string, string>> = {},
  { onto = source.call, overrides }: { onto?: ApiRequest; overrides?: Overrides | undefined } = {},
): MappedRequest {
  let headers: UrlAnswer["headers"] = onto.headers;
  let query: readonly (readonly [string, string])[] | undefined;
  const pathParameters = new Map(Object.entries(source.route.pathParameters ?? {}));
  const set = (place: string | undefined, name: string, value: string) => {
    if (place === "path") pathParameters.set(name, value);
    if (place === "header") headers = withHeader(headers, name, value);
    if (place === "querystring")
      query = [...(query ?? queryOf(onto)).filter(([one]) => one !== name), [name, value]];
  };
  for (const [target, expression] of Object.entries(parameters)) {
    const value = restValue(expression, source);
    const [, place, name = ""] =
      /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(target) ?? [];
    if (value !== undefined) set(place, name, value);
  }
  for (const [name, value] of overrides?.path ?? []) set("path", name, value);
  for (const [name, value] of overrides?.headers ?? []) set("header", name, value);
  for (const [name, value] of overrides?.query ?? []) set("querystring", name, value);
  const rawQuery = query
    ? new URLSearchParams(query.map(([name, value]) => [name, value])).toString()
    : onto.rawQuery;
  return {
    call: { ...onto, headers, rawQuery },
    pathParameters: Object.fromEntries(pathParameters),
  };
}
