import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  ApiDeployment,
  ApiIntegration,
  ApiRecord,
  ApiRoute,
  ApiStage,
} from "../apigatewayv2/api.ts";
import type { ApiStore } from "../apigatewayv2/api-store.ts";
import { readRouteKey, segmentsOf } from "../apigatewayv2/route-key.ts";
import { answerPreflight, corsHeaders, type Headers } from "../function-urls/cors.ts";
import { decoded } from "../function-urls/request-parts.ts";
import { answerOf, malformed, type UrlAnswer } from "../function-urls/url-answer.ts";
import { readBody } from "../http/receive-body.ts";
import { TokenBucket } from "../invocation/rate-limit.ts";
import { ownValue } from "../own-value.ts";
import { logAccess } from "./access-log.ts";
import { type ApiRequest, readApiRequest } from "./api-request.ts";
import { callFunction, functionArnOf } from "./call-function.ts";
import { forwardRequest } from "./forward-request.ts";
import { answerV1 } from "./function-answer.ts";
import { finish, type Gateway, httpFailure, plainAnswer } from "./gateway.ts";
import { type Authorization, authorizeHttp } from "./http-authorization.ts";
import { contextValue, fill, mapAnswer, mapRequest } from "./map-parameters.ts";
import { bySpecificity, fitSegments, type MatchedRoute } from "./match-route.ts";
import { eventV1 } from "./payload-v1.ts";
import { eventV2 } from "./payload-v2.ts";
import { JwtVerifier } from "./verify-jwt.ts";

/** API Gateway takes 10 MB. */
const largestBodyBytes = 10 * 1024 * 1024;
/** Of a response that does not say its own. */
const plainType = "text/plain; charset=utf-8";
const missing = plainAnswer(404, "Not Found");

interface Served {
  call: ApiRequest;
  stage: ApiStage;
  deployment: ApiDeployment;
}
interface Found {
  route: ApiRoute;
  matched: MatchedRoute;
}

/** The data plane of HTTP APIs: HTTP in, a route, its authorization and its integration, HTTP out. */
export class HttpApis {
  readonly #verifier: JwtVerifier;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(
    private readonly store: ApiStore,
    private readonly gateway: Gateway,
  ) {
    this.#verifier = new JwtVerifier(gateway.clock, (url) => gateway.readJson(url));
  }

  /** Serves a request to an API; `fullPath` is what follows the host, percent-encoded. */
  async serve(
    api: ApiRecord,
    request: IncomingMessage,
    response: ServerResponse,
    { fullPath, rawQuery }: { fullPath: string; rawQuery: string },
  ): Promise<void> {
    const { stage, path } = stageOf(api, fullPath);
    const body = await readBody(request, largestBodyBytes);
    const cors = this.#cors(api, request);
    const where = {
      apiId: api.apiId,
      region: api.region,
      accountId: this.gateway.accountId,
      stage: stage?.StageName ?? "$default",
      stageVariables: variablesOf(stage),
    };
    const call = readApiRequest(
      request,
      { ...where, fullPath, path, rawQuery, body: body ?? new Uint8Array() },
      this.gateway,
    );
    const found: Partial<Found> & { authorizer?: Record<string, unknown> | undefined } = {};
    const answer = api.settings.DisableExecuteApiEndpoint
      ? plainAnswer(403, "Forbidden")
      : cors?.preflight
        ? { status: 204, headers: cors.preflight, body: "" }
        : body === undefined
          ? plainAnswer(413, "Request Entity Too Large")
          : await this.#answer(api, stage, call, found);
    const id = ["Apigw-Requestid", call.extendedRequestId] as const;
    const headers =
      cors && !cors.preflight
        ? [...answer.headers.filter(([name]) => !isCors(name)), ...cors.headers, id]
        : [...answer.headers, id];
    finish(this.gateway, response, { ...answer, headers }, { call });
    logAccess(this.gateway, stage?.AccessLogSettings, {
      call,
      valueOf: (name) => contextValue(name, call, found.matched ?? {}, found.authorizer),
      status: response.statusCode,
      responseLength: Buffer.byteLength(answer.body),
    });
  }

  async #answer(
    api: ApiRecord,
    stage: ApiStage | undefined,
    call: ApiRequest,
    found: Partial<Found> & { authorizer?: Record<string, unknown> | undefined },
  ): Promise<UrlAnswer> {
    const deployment = stage && this.store.findDeployment(api.apiId, stage.DeploymentId);
    const matched = deployment && findRoute(deployment, call);
    if (!matched) return missing;
    Object.assign(found, matched);
    const { route } = matched;
    if (!this.#hasRate(call, stage, route.RouteKey)) return plainAnswer(429, "Too Many Requests");
    const authorizer = ownValue(deployment.authorizers, route.AuthorizerId ?? "");
    const authorization = await authorizeHttp(this.gateway, this.#verifier, call, {
      ...matched,
      authorizer,
    });
    if (authorization.refusal) return authorization.refusal;
    found.authorizer = authorization.v2;
    return this.#integrate({ call, stage, deployment }, matched, authorization);
  }

  async #integrate(
    { call, deployment }: Served,
    { route, matched }: Found,
    authorization: Authorization,
  ): Promise<UrlAnswer> {
    const integration = deployment.integrations[route.Target?.replace("integrations/", "") ?? ""];
    if (!integration) return httpFailure;
    const source = { call, route: matched, authorizer: authorization.v2 };
    const mapped = mapRequest(source, integration.RequestParameters);
    const answer =
      integration.IntegrationType === "HTTP_PROXY"
        ? await forwardRequest(
            mapped,
            {
              url: addressOf(fill(integration.IntegrationUri ?? "", source), matched),
              method:
                integration.IntegrationMethod === "ANY"
                  ? call.method
                  : (integration.IntegrationMethod ?? "GET"),
              timeoutMs: integration.TimeoutInMillis ?? 30_000,
            },
            this.gateway.clock,
          )
        : await this.#callFunction(mapped, integration, matched, authorization);
    if (!answer) return plainAnswer(503, "Service Unavailable");
    return mapAnswer({ ...source, answer }, integration.ResponseParameters);
  }

  async #callFunction(
    call: ApiRequest,
    integration: ApiIntegration,
    matched: MatchedRoute,
    { v1, v2, caller }: Authorization,
  ): Promise<UrlAnswer | undefined> {
    const {
      PayloadFormatVersion,
      IntegrationUri = "",
      CredentialsArn,
      TimeoutInMillis,
    } = integration;
    const isV2 = PayloadFormatVersion === "2.0";
    const outcome = await callFunction(this.gateway, {
      functionArn: functionArnOf(IntegrationUri, call.stageVariables),
      event: isV2
        ? eventV2(call, matched, v2)
        : eventV1(call, matched, { kind: "http" }, { authorizer: v1, caller }),
      sourceArn: sourceArn(call, matched),
      roleArn: CredentialsArn,
      timeoutMs: TimeoutInMillis ?? 30_000,
      requestId: call.requestId,
      traceHeader: call.traceHeader,
    });
    if (outcome.failure === "timed out") return undefined;
    if (outcome.failure === "too large") return plainAnswer(413, "Request Entity Too Large");
    if (outcome.failure !== undefined) return httpFailure;
    if (!isV2)
      return answerV1(outcome.payload, { contentType: plainType, decodes: true }) ?? httpFailure;
    const answer = answerOf(outcome.payload, plainType);
    return answer === malformed ? httpFailure : answer;
  }

  /** What the API's own CORS settings say; a request of no page gets no headers of theirs. */
  #cors(
    { settings }: ApiRecord,
    request: IncomingMessage,
  ): { preflight?: Headers; headers: Headers } | undefined {
    const { CorsConfiguration: cors } = settings;
    if (!cors) return undefined;
    const origin = request.headers.origin ?? "";
    const scheme = /^https?:\/\//.exec(origin)?.[0] ?? "";
    // `https://*` stands for any origin of that scheme.
    const named = cors.AllowOrigins?.includes(`${scheme}*`) ? [origin] : [];
    const own = { ...cors, AllowOrigins: [...(cors.AllowOrigins ?? []), ...named] };
    const preflight = answerPreflight(request, own);
    return { ...(preflight && { preflight }), headers: preflight ? [] : corsHeaders(request, own) };
  }

  /** A route's own rate limit, else the stage's; without one, requests are not limited. */
  #hasRate(call: ApiRequest, stage: ApiStage, routeKey: string): boolean {
    const settings = { ...stage.DefaultRouteSettings, ...stage.RouteSettings?.[routeKey] };
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings;
    if (rate === undefined && burst === undefined) return true;
    const key = [call.apiId, stage.StageName, routeKey, rate, burst].join("\n");
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      const perSecond = rate ?? Infinity;
      bucket = new TokenBucket(this.gateway.clock, burst ?? Math.max(1, perSecond), perSecond);
      this.#buckets.set(key, bucket);
    }
    return bucket.take();
  }
}

/** The first part of the path names a stage, if there is one of that name; else the default stage is meant. */
export function stageOf(
  api: ApiRecord,
  fullPath: string,
): { stage: ApiStage | undefined; path: string } {
  const [, first = ""] = fullPath.split("/");
  const named = Object.hasOwn(api.stages, first) ? api.stages[first] : undefined;
  if (!named) return { stage: api.stages.$default, path: fullPath };
  return { stage: named, path: fullPath.slice(first.length + 1) || "/" };
}

export function variablesOf(stage: ApiStage | undefined): ApiStage["StageVariables"] {
  const { StageVariables = {} } = stage ?? {};
  return Object.keys(StageVariables).length > 0 ? StageVariables : undefined;
}

const isCors = (name: string): boolean => name.toLowerCase().startsWith("access-control-");

/** The route that fits best; the default route where none does. */
function findRoute({ routes }: ApiDeployment, call: ApiRequest): Found | undefined {
  const segments = segmentsOf(call.path).map(decoded);
  const fitting = Object.values(routes)
    .flatMap((route) => {
      const key = readRouteKey(route.RouteKey);
      if (!key || (key.method !== "ANY" && key.method !== call.method)) return [];
      const parameters = fitSegments(key.segments, segments);
      return parameters ? [{ ...key, route, parameters }] : [];
    })
    .toSorted(bySpecificity);
  const [best] = fitting;
  if (best) {
    const { route, parameters } = best;
    const resourcePath = route.RouteKey.slice(route.RouteKey.indexOf("/"));
    const pathParameters = Object.keys(parameters).length > 0 ? parameters : undefined;
    return { route, matched: { routeKey: route.RouteKey, resourcePath, pathParameters } };
  }
  const route = Object.values(routes).find(({ RouteKey }) => RouteKey === "$default");
  const matched = { routeKey: "$default", resourcePath: "$default" };
  return route && { route, matched };
}

/** What the function's policy is asked about: the route, not the path that was called. */
function sourceArn(
  { region, accountId, apiId, stage, method }: ApiRequest,
  { routeKey, resourcePath }: MatchedRoute,
): string {
  const base = `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}`;
  return routeKey === "$default" ? `${base}/$default` : `${base}/${method}${resourcePath}`;
}

/** An address with the path's parameters in it: `https://example.com/{proxy}`. */
function addressOf(uri: string, { pathParameters = {} }: MatchedRoute): string {
  return uri.replaceAll(/\{([\w.-]+)\}/g, (text, name: string) =>
    Object.hasOwn(pathParameters, name) ? encodeURI(pathParameters[name] ?? "") : text,
  );
}
