import type { ApiAuthorizer, ApiRoute } from "../apigatewayv2/api.ts";
import { readAuthorizerAnswer, saysUnauthorized } from "./authorizer-answer.ts";
import { callFunction, functionArnOf } from "./call-function.ts";
import type { Gateway } from "./gateway.ts";
import { identityOf, signedBy } from "./http-authorization.ts";
import { socketEvent, type SocketContext } from "./socket-payload.ts";

const authorizerTimeoutMs = 10_000;

type Verdict =
  | { refusal: [status: number, message: string] }
  | { told?: Record<string, unknown>; usageIdentifierKey?: string | undefined };

/** Asks what `$connect` is protected by. */
export async function authorizeConnect(
  gateway: Gateway,
  context: SocketContext,
  route: ApiRoute,
  authorizer: ApiAuthorizer | undefined,
): Promise<Verdict> {
  const { call } = context;
  if (route.AuthorizationType === "AWS_IAM")
    return signedBy(call) ? {} : { refusal: [403, "Missing Authentication Token"] };
  if (route.AuthorizationType !== "CUSTOM") return {};
  if (!authorizer) return { refusal: [500, "Internal server error"] };
  const { AuthorizerUri = "", AuthorizerId, IdentitySource = [] } = authorizer;
  if (IdentitySource.some((source) => !identityOf(call, source)))
    return { refusal: [401, "Unauthorized"] };
  const base = `arn:aws:execute-api:${call.region}:${call.accountId}:${call.apiId}`;
  const methodArn = `${base}/${call.stage}/$connect`;
  const nowMs = gateway.clock.now();
  const event = socketEvent(context, "$connect", { eventType: "CONNECT" }, { ...gateway, nowMs });
  const outcome = await callFunction(gateway, {
    functionArn: functionArnOf(AuthorizerUri, call.stageVariables),
    event: { ...event, type: "REQUEST", methodArn },
    sourceArn: `${base}/authorizers/${AuthorizerId}`,
    roleArn: authorizer.AuthorizerCredentialsArn,
    timeoutMs: authorizerTimeoutMs,
    requestId: call.requestId,
    traceHeader: call.traceHeader,
  });
  if (outcome.failure === "failed" && saysUnauthorized(outcome.payload))
    return { refusal: [401, "Unauthorized"] };
  const answer =
    outcome.failure === undefined &&
    readAuthorizerAnswer(outcome.payload, { simple: false, methodArn });
  if (!answer) return { refusal: [500, "Internal server error"] };
  if (answer.allowed)
    return {
      told: { principalId: answer.principalId, ...answer.context },
      usageIdentifierKey: answer.usageIdentifierKey,
    };
  const how = answer.explicitDeny ? " with an explicit deny" : "";
  return { refusal: [403, `User is not authorized to access this resource${how}`] };
}
