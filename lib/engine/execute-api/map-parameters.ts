import { logTime } from "../function-urls/request-parts.ts";
import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { type ApiRequest, decodedPath, headerOf, queryOf } from "./api-request.ts";
import type { MatchedRoute } from "./match-route.ts";

type Parameters = Readonly<Record<string, string>>;

export const requestKey = /^(append|overwrite|remove):(header|querystring)\.(.+)$/;
export const responseKey = /^(append|overwrite|remove):header\.(.+)$/;
/** What expressions may name. */
export interface MappingSource {
  call: ApiRequest;
  route: MatchedRoute;
  authorizer?: Record<string, unknown> | undefined;
  answer?: UrlAnswer;
}

/** The request as an integration gets it. */
export function mapRequest(source: MappingSource, parameters: Parameters | undefined): ApiRequest {
  const { call } = source;
  if (!parameters || Object.keys(parameters).length === 0) return call;
  let headers = [...call.headers];
  let query = queryOf(call);
  let { fullPath, path } = call;
  for (const [key, expression] of Object.entries(parameters)) {
    const value = fill(expression, source);
    if (key === "overwrite:path") {
      fullPath = path = value.startsWith("/") ? value : `/${value}`;
      continue;
    }
    const [, verb = "", place, name = ""] = requestKey.exec(key) ?? [];
    if (place === "header") headers = changed(headers, verb, name, value, true);
    else query = changed(query, verb, name, value, false);
  }
  return { ...call, headers, fullPath, path, rawQuery: new URLSearchParams(query).toString() };
}

/** The answer as the client gets it, by the mapping of its status. */
export function mapAnswer(
  source: MappingSource & { answer: UrlAnswer },
  mappings: Readonly<Record<string, Parameters>> | undefined,
): UrlAnswer {
  const { answer } = source;
  let { status } = answer;
  let headers = [...answer.headers];
  for (const [key, expression] of Object.entries(mappings?.[String(status)] ?? {})) {
    const value = fill(expression, source);
    if (key === "overwrite:statuscode") status = Number(value);
    else {
      const [, verb = "", name = ""] = responseKey.exec(key) ?? [];
      headers = changed(headers, verb, name, value, true);
    }
  }
  return { ...answer, headers, status };
}

function changed(
  pairs: (readonly [string, string])[],
  verb: string,
  name: string,
  value: string,
  ignoreCase: boolean,
): [string, string][] {
  const same = (one: string) =>
    ignoreCase ? one.toLowerCase() === name.toLowerCase() : one === name;
  const kept = verb === "append" ? pairs : pairs.filter(([one]) => !same(one));
  const all = kept.map(([one, text]): [string, string] => [one, text]);
  return verb === "remove" ? all : [...all, [name, value]];
}

/** An expression's value: `$request.header.x`, or text with `${...}` in it. */
export function fill(expression: string, source: MappingSource): string {
  if (/^\$[\w.-]+$/.test(expression)) return valueOf(expression.slice(1), source) ?? "";
  return expression.replaceAll(
    /\$\{([^}]+)\}/g,
    (_text, name: string) => valueOf(name, source) ?? "",
  );
}

function valueOf(
  name: string,
  { call, route, authorizer, answer }: MappingSource,
): string | undefined {
  const [scope = "", place = "", ...rest] = name.split(".");
  const key = rest.join(".");
  if (scope === "stageVariables") return call.stageVariables?.[[place, ...rest].join(".")];
  if (scope === "context") return contextValue([place, ...rest].join("."), call, route, authorizer);
  if (scope === "response") {
    if (!answer) return undefined;
    if (place === "header") return headerOf(answer, key);
    if (place === "statuscode") return String(answer.status);
    return place === "body" ? inBody(answer.body, rest) : undefined;
  }
  if (scope !== "request") return undefined;
  if (place === "method") return call.method;
  if (place === "header") return headerOf(call, key);
  if (place === "body") return inBody(call.body, rest);
  if (place === "path") return key === "" ? decodedPath(call.path) : route.pathParameters?.[key];
  if (place !== "querystring") return undefined;
  const values = queryOf(call).filter(([one]) => one === key);
  return values.length > 0 ? values.map(([, value]) => value).join(",") : undefined;
}

function inBody(body: Uint8Array | string, path: readonly string[]): string | undefined {
  const text = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
  if (path.length === 0) return text;
  try {
    const value = path.reduce<unknown>(
      (part, step) => (part as Record<string, unknown> | undefined)?.[step],
      JSON.parse(text),
    );
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** `$context.name`, as mappings and access logs name it; undefined for what is not known. */
export function contextValue(
  name: string,
  call: ApiRequest,
  route: Partial<MatchedRoute>,
  authorizer?: Record<string, unknown>,
): string | undefined {
  const known: Readonly<Record<string, string | undefined>> = {
    accountId: call.accountId,
    apiId: call.apiId,
    domainName: call.domainName,
    domainPrefix: call.apiId,
    extendedRequestId: call.extendedRequestId,
    httpMethod: call.method,
    "identity.sourceIp": call.sourceIp,
    "identity.userAgent": call.userAgent,
    path: call.fullPath,
    protocol: call.protocol,
    requestId: call.requestId,
    requestTime: logTime(call.nowMs),
    requestTimeEpoch: String(call.nowMs),
    resourcePath: route.resourcePath,
    routeKey: route.routeKey,
    stage: call.stage,
  };
  if (Object.hasOwn(known, name)) return known[name];
  if (!name.startsWith("authorizer.")) return undefined;
  const path = name.split(".").slice(1);
  const scopes = [authorizer, authorizer?.lambda, authorizer?.jwt];
  for (const scope of scopes) {
    const value = path.reduce<unknown>(
      (part, step) => (part as Record<string, unknown> | undefined)?.[step],
      scope,
    );
    if (value !== undefined) return typeof value === "string" ? value : JSON.stringify(value);
  }
  return undefined;
}
