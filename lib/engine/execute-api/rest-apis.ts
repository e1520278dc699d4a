import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type {
  RestApiRecord,
  RestDeployment,
  RestIntegration,
  RestMethod,
  RestResource,
  RestStage,
} from "../apigateway/rest-api.ts";
import type { RestStore } from "../apigateway/rest-store.ts";
import { segmentsOf } from "../apigatewayv2/route-key.ts";
import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { readBody } from "../http/receive-body.ts";
import { TokenBucket } from "../invocation/rate-limit.ts";
import { ownValue } from "../own-value.ts";
import { logAccess } from "./access-log.ts";
import { type ApiRequest, headerOf, readApiRequest } from "./api-request.ts";
import { callFunction, functionArnOf } from "./call-function.ts";
import { fillTemplate } from "./fill-template.ts";
import { forwardRequest } from "./forward-request.ts";
import { answerV1 } from "./function-answer.ts";
import { finish, type Gateway } from "./gateway.ts";
import { badGateway, GatewayFailure, gatewayFailures } from "./gateway-failure.ts";
import { bySpecificity, fitSegments, type MatchedRoute } from "./match-route.ts";
import { eventV1, type Flavor, matchesMedia } from "./payload-v1.ts";
import { authorizeRest, missingParameters } from "./rest-authorization.ts";
import { mapRestRequest, type RestSource, restValue, templateSource } from "./rest-mapping.ts";

const largestBodyBytes = 10 * 1024 * 1024;

interface Served {
  stage: RestStage;
  deployment: RestDeployment;
}
interface Found {
  resource: RestResource;
  method: RestMethod;
  route: MatchedRoute;
}

/** The data plane of REST APIs. */
export class RestApis {
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(
    private readonly store: RestStore,
    private readonly gateway: Gateway,
  ) {}

  /** Serves a request to an API; the first part of the path is the stage. */
  async serve(
    api: RestApiRecord,
    request: IncomingMessage,
    response: ServerResponse,
    { fullPath, rawQuery }: { fullPath: string; rawQuery: string },
  ): Promise<void> {
    const [, first = ""] = fullPath.split("/");
    const stage = Object.hasOwn(api.stages, first) ? api.stages[first] : undefined;
    const body = await readBody(request, largestBodyBytes);
    const variables = stage?.variables;
    const call = readApiRequest(
      request,
      {
        apiId: api.apiId,
        region: api.region,
        accountId: this.gateway.accountId,
        stage: first,
        stageVariables: variables && Object.keys(variables).length > 0 ? variables : undefined,
        fullPath,
        path: fullPath.slice(first.length + 1) || "/",
        rawQuery,
        body: body ?? new Uint8Array(),
      },
      this.gateway,
    );
    const deployment = stage && this.store.findDeployment(api.apiId, stage.deploymentId);
    const served = stage && deployment && { stage, deployment };
    const found: { route?: MatchedRoute; authorizer?: Record<string, unknown> | undefined } = {};
    const answer = await this.#answer(api, served, call, found, body === undefined).catch(
      (error: unknown) => {
        if (!(error instanceof GatewayFailure)) throw error;
        return failureAnswer(error, deployment, {
          call,
          route: found.route ?? { routeKey: "", resourcePath: "" },
        });
      },
    );
    const headers: UrlAnswer["headers"] = [
      ...answer.headers,
      ["x-amzn-RequestId", call.requestId],
      ["x-amz-apigw-id", call.extendedRequestId],
    ];
    const sent = compressed({ ...answer, headers }, call, deployment?.minimumCompressionBytes);
    finish(this.gateway, response, sent, { call, apiName: api.settings.name });
    const { accessLogSettings: access } = stage ?? {};
    logAccess(
      this.gateway,
      { DestinationArn: access?.destinationArn, Format: access?.format },
      {
        call,
        route: found.route ?? {},
        authorizer: found.authorizer,
        status: response.statusCode,
        responseLength: Buffer.byteLength(answer.body),
      },
    );
  }

  async #answer(
    api: RestApiRecord,
    served: Served | undefined,
    call: ApiRequest,
    found: { route?: MatchedRoute; authorizer?: Record<string, unknown> | undefined },
    tooLarge: boolean,
  ): Promise<UrlAnswer> {
    if (api.settings.disableExecuteApiEndpoint || !served)
      throw new GatewayFailure("INVALID_API_KEY");
    const { stage, deployment } = served;
    const match = findMethod(deployment, call);
    if (!match) throw new GatewayFailure("MISSING_AUTHENTICATION_TOKEN");
    const { method, route } = match;
    found.route = route;
    if (tooLarge) throw new GatewayFailure("REQUEST_TOO_LARGE");
    this.#takeRate(call, stage, match);
    const flavor: Flavor = {
      kind: "rest",
      deploymentId: deployment.settings.id,
      binaryMediaTypes: deployment.binaryMediaTypes,
    };
    const source: RestSource = { call, route };
    const authorizer = ownValue(deployment.authorizers, method.authorizerId ?? "");
    const allowed = await authorizeRest(this.gateway, source, method, { authorizer, flavor });
    found.authorizer = allowed.authorizer;
    source.authorizer = allowed.authorizer;
    const validator = ownValue(deployment.validators, method.requestValidatorId ?? "");
    const missing = validator?.validateRequestParameters ? missingParameters(source, method) : [];
    if (missing.length > 0)
      throw new GatewayFailure(
        "BAD_REQUEST_PARAMETERS",
        `Missing required request parameters: [${missing.join(", ")}]`,
      );
    const integration = method.methodIntegration;
    if (!integration) throw new GatewayFailure("API_CONFIGURATION_ERROR");
    if (integration.type === "MOCK") return this.#mock(source, integration);
    if (integration.type === "HTTP_PROXY") return this.#forward(source, integration);
    if (integration.type === "AWS") return this.#callPlain(source, integration);
    const { call: mapped } = mapRestRequest(source, integration.requestParameters);
    const event = eventV1(mapped, route, flavor, allowed);
    const payload = await this.#call(source, integration, event, true);
    const accepted = headerOf(call, "accept")?.split(",")[0] ?? "";
    const answer = answerV1(payload, {
      contentType: "application/json",
      decodes: matchesMedia(deployment.binaryMediaTypes, accepted),
    });
    if (!answer) throw badGateway();
    return { ...answer, headers: [...answer.headers, ["X-Amzn-Trace-Id", call.traceHeader]] };
  }

  /** A function's answer, or a failure in API Gateway's terms; `strict`: the function's own errors are one, too. */
  async #call(
    { call, route }: RestSource,
    integration: RestIntegration,
    event: unknown,
    strict: boolean,
  ): Promise<Uint8Array> {
    // Lambda is called by POST only.
    if (integration.httpMethod !== "POST") throw new GatewayFailure("API_CONFIGURATION_ERROR");
    const outcome = await callFunction(this.gateway, {
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

  /** A function that gets the request's body, or what a template makes of it, and answers with a body. */
  async #callPlain(source: RestSource, integration: RestIntegration): Promise<UrlAnswer> {
    const text = requestBody(source, integration);
    let event: unknown = {};
    if (text !== "")
      try {
        event = JSON.parse(text);
      } catch {
        throw new GatewayFailure("API_CONFIGURATION_ERROR");
      }
    const payload = await this.#call(source, integration, event, false);
    const body = Buffer.from(payload).toString("utf8");
    const error = errorMessageIn(body);
    return mappedAnswer(source, integration, { status: 200, headers: [], body }, error ?? "");
  }

  #mock(source: RestSource, integration: RestIntegration): UrlAnswer {
    let status: unknown;
    try {
      const value = JSON.parse(requestBody(source, integration)) as { statusCode?: unknown };
      status = value.statusCode;
    } catch {
      throw new GatewayFailure("API_CONFIGURATION_ERROR");
    }
    if (status === undefined) throw new GatewayFailure("API_CONFIGURATION_ERROR");
    const answer = { status: Number(status), headers: [], body: "" };
    return mappedAnswer(source, integration, answer, String(status));
  }

  async #forward(source: RestSource, integration: RestIntegration): Promise<UrlAnswer> {
    const { call, pathParameters } = mapRestRequest(source, integration.requestParameters);
    const url = (integration.uri ?? "")
      .replaceAll(
        /\$\{stageVariables\.(\w+)\}/g,
        (_text, name: string) => call.stageVariables?.[name] ?? "",
      )
      .replaceAll(/\{([\w.-]+)\+?\}/g, (_text, name: string) => pathParameters[name] ?? "");
    const { httpMethod = "ANY", timeoutInMillis: timeoutMs = 29_000 } = integration;
    const method = httpMethod === "ANY" ? call.method : httpMethod;
    if (!URL.canParse(url)) throw new GatewayFailure("API_CONFIGURATION_ERROR");
    const answer = await forwardRequest(call, { url, method, timeoutMs }, this.gateway.clock);
    if (!answer) throw new GatewayFailure("INTEGRATION_FAILURE");
    return answer;
  }

  /** A method's own rate limit, else the stage's; without one, requests are not limited. */
  #takeRate(
    call: ApiRequest,
    { stageName, methodSettings = {} }: RestStage,
    { method, resource }: Found,
  ) {
    const path = resource.path.replace(/^\//, "");
    const settings = {
      ...methodSettings["*/*"],
      ...methodSettings[`${path}/${method.httpMethod}`],
    };
    const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = settings;
    if (rate === undefined && burst === undefined) return;
    const key = [call.apiId, stageName, resource.id, method.httpMethod, rate, burst].join("\n");
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      const perSecond = rate ?? Infinity;
      bucket = new TokenBucket(this.gateway.clock, burst ?? Math.max(1, perSecond), perSecond);
      this.#buckets.set(key, bucket);
    }
    if (!bucket.take()) throw new GatewayFailure("THROTTLED");
  }
}

/** The method that fits best; a slash at the end of the path does not count. */
function findMethod({ resources }: RestDeployment, call: ApiRequest): Found | undefined {
  const path = call.path.length > 1 ? call.path.replace(/\/$/, "") : call.path;
  const segments = segmentsOf(path);
  const [best] = Object.values(resources)
    .flatMap((resource) => {
      const wanted = segmentsOf(resource.path);
      const parameters = fitSegments(wanted, segments);
      const method = resource.methods[call.method] ?? resource.methods.ANY;
      return parameters && method ? [{ resource, method, segments: wanted, parameters }] : [];
    })
    .toSorted((a, b) =>
      bySpecificity({ ...a, method: a.method.httpMethod }, { ...b, method: b.method.httpMethod }),
    );
  if (!best) return undefined;
  const { resource, method, parameters } = best;
  return {
    resource,
    method,
    route: {
      routeKey: `${method.httpMethod} ${resource.path}`,
      resourcePath: resource.path,
      resourceId: resource.id,
      pathParameters: Object.keys(parameters).length > 0 ? parameters : undefined,
    },
  };
}

/** What the integration is given: the template of the request's type, or the body as it is. */
function requestBody(source: RestSource, integration: RestIntegration): string {
  const { call } = source;
  const body = Buffer.from(call.body).toString("utf8");
  const type = headerOf(call, "content-type")?.split(";")[0]?.trim() ?? "application/json";
  const { requestTemplates: templates = {}, passthroughBehavior } = integration;
  const template = templates[type];
  if (template !== undefined) return fillTemplate(template, templateSource(source, body));
  const some = Object.keys(templates).length > 0;
  if (passthroughBehavior === "NEVER" || (passthroughBehavior === "WHEN_NO_TEMPLATES" && some))
    throw new GatewayFailure("UNSUPPORTED_MEDIA_TYPE");
  return body;
}

/** The response that an integration's answer selects, by its status or its error message. */
function mappedAnswer(
  source: RestSource,
  { integrationResponses = {} }: RestIntegration,
  answer: UrlAnswer,
  selector: string,
): UrlAnswer {
  const responses = Object.values(integrationResponses);
  const fitting = responses.find(
    ({ selectionPattern = "" }) => selectionPattern !== "" && wholly(selectionPattern, selector),
  );
  const response =
    fitting ?? responses.find(({ selectionPattern = "" }) => selectionPattern === "");
  if (!response) throw new GatewayFailure("API_CONFIGURATION_ERROR");
  const withAnswer = { ...source, answer };
  const headers: [string, string][] = [];
  for (const [target, expression] of Object.entries(response.responseParameters ?? {})) {
    const [, name] = /^method\.response\.header\.(.+)$/.exec(target) ?? [];
    const value = restValue(expression, withAnswer);
    if (name !== undefined && value !== undefined) headers.push([name, value]);
  }
  const [type = "application/json", template] =
    Object.entries(response.responseTemplates ?? {}).find(([one]) => one === "application/json") ??
    Object.entries(response.responseTemplates ?? {})[0] ??
    [];
  const body = Buffer.from(answer.body as string).toString("utf8");
  const typed = headers.some(([name]) => name.toLowerCase() === "content-type");
  return {
    status: Number(response.statusCode),
    headers: typed ? headers : [["Content-Type", type], ...headers],
    body: template ? fillTemplate(template, templateSource(withAnswer, body)) : body,
  };
}

function wholly(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "s").test(text);
  } catch {
    return false;
  }
}

function errorMessageIn(body: string): string | undefined {
  try {
    const { errorMessage } = JSON.parse(body) as { errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : undefined;
  } catch {
    return undefined;
  }
}

/** A failure as the API words it: by its own response of that type, or of all of its class. */
function failureAnswer(
  { type, told, status }: GatewayFailure,
  deployment: RestDeployment | undefined,
  source: RestSource,
): UrlAnswer {
  const classType = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  const { gatewayResponses = {} } = deployment ?? {};
  const own = gatewayResponses[type] ?? gatewayResponses[classType];
  const filled: RestSource = {
    ...source,
    error: { message: told ?? "", messageString: JSON.stringify(told), responseType: type },
  };
  const headers: [string, string][] = [
    ["Content-Type", "application/json"],
    ["x-amzn-ErrorType", gatewayFailures[type].errorType],
  ];
  for (const [target, expression] of Object.entries(own?.responseParameters ?? {})) {
    const value = restValue(expression, filled);
    if (value !== undefined) headers.push([target.replace("gatewayresponse.header.", ""), value]);
  }
  const template = own?.responseTemplates["application/json"];
  return {
    status: Number(own?.statusCode ?? status),
    headers,
    body:
      template === undefined
        ? JSON.stringify(
            told === null || type !== "ACCESS_DENIED" ? { message: told } : { Message: told },
          )
        : fillTemplate(template, templateSource(filled, "")),
  };
}

/** An answer as it is sent to who takes gzip, where the API compresses answers of its size. */
function compressed(
  answer: UrlAnswer,
  call: ApiRequest,
  minimumBytes: number | undefined,
): UrlAnswer {
  const encoded = answer.headers.some(([name]) => name.toLowerCase() === "content-encoding");
  const takes = /\bgzip\b/.test(headerOf(call, "accept-encoding") ?? "");
  const bytes = Buffer.byteLength(answer.body);
  if (minimumBytes === undefined || bytes < Math.max(minimumBytes, 1) || encoded || !takes)
    return answer;
  return {
    ...answer,
    headers: [...answer.headers, ["Content-Encoding", "gzip"]],
    body: gzipSync(answer.body),
  };
}
