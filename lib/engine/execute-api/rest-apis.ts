import type { IncomingMessage, ServerResponse } from "node:http";
import type { RestApiRecord, RestDeployment, RestStage } from "../apigateway/rest-api.ts";
import type { RestStore } from "../apigateway/rest-store.ts";
import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { readBody } from "../http/receive-body.ts";
import { ownValue } from "../own-value.ts";
import { logAccess } from "./access-log.ts";
import { type Admission, takeMethodKey, takeStageRate } from "./admission.ts";
import { readApiRequest } from "./api-request.ts";
import { callRestIntegration } from "./call-rest-integration.ts";
import { finish, type Gateway } from "./gateway.ts";
import { GatewayFailure } from "./gateway-failure.ts";
import { matchRestMethod } from "./match-rest-method.ts";
import type { RestFlavor } from "./payload-v1.ts";
import { compressed, errorOf, failureAnswer } from "./rest-answer.ts";
import { authorizeRest } from "./rest-authorization.ts";
import { contextText, type RestSource } from "./rest-mapping.ts";
import { validateRestRequest } from "./validate-rest-request.ts";

const largestBodyBytes = 10 * 1024 * 1024;

interface Served {
  stage: RestStage;
  deployment: RestDeployment;
}

/** The data plane of REST APIs. */
export class RestApis {
  constructor(
    private readonly store: RestStore,
    private readonly admission: Admission,
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
    const stage = ownValue(api.stages, first);
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
    const source: RestSource = {
      call,
      route: { routeKey: "", resourcePath: "" },
      flavor: flavorOf(deployment),
    };
    const answer = await this.#answer(api, served, source, body === undefined).catch(
      (error: unknown) => {
        if (!(error instanceof GatewayFailure)) throw error;
        source.error = errorOf(error);
        return failureAnswer(error, deployment, source);
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
        valueOf: (name) => contextText(source, name),
        status: response.statusCode,
        responseLength: Buffer.byteLength(answer.body),
      },
    );
  }

  /** The answer, or GatewayFailure; `source` is told what becomes known of the request on the way. */
  async #answer(
    api: RestApiRecord,
    served: Served | undefined,
    source: RestSource,
    tooLarge: boolean,
  ): Promise<UrlAnswer> {
    if (api.settings.disableExecuteApiEndpoint || !served)
      throw new GatewayFailure("INVALID_API_KEY");
    const { stage, deployment } = served;
    const { call, flavor } = source;
    const match = matchRestMethod(deployment, call);
    if (!match) throw new GatewayFailure("MISSING_AUTHENTICATION_TOKEN");
    const { method } = match;
    source.route = match.route;
    if (tooLarge) throw new GatewayFailure("REQUEST_TOO_LARGE");
    takeStageRate(this.admission, call, stage, match);
    const authorizer = ownValue(deployment.authorizers, method.authorizerId ?? "");
    const allowed = await authorizeRest(this.gateway, source, method, { authorizer, flavor });
    source.authorizer = allowed.authorizer;
    source.caller = allowed.caller;
    source.apiKey = takeMethodKey(
      this.admission,
      call,
      deployment,
      match,
      allowed.usageIdentifierKey,
    );
    validateRestRequest(deployment, source, method);
    const integration = method.methodIntegration;
    if (!integration) throw new GatewayFailure("API_CONFIGURATION_ERROR");
    return callRestIntegration(this.gateway, source, integration);
  }
}

const flavorOf = (deployment: RestDeployment | undefined): RestFlavor => ({
  kind: "rest",
  deploymentId: deployment?.settings.id ?? "",
  binaryMediaTypes: deployment?.binaryMediaTypes ?? [],
});
