import {
  GetIntegrationCommand,
  GetRouteCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  GetStagesCommand,
  type Stage,
} from "@aws-sdk/client-apigatewayv2";
import { clientsFor } from "@/lib/aws/clients";
import { keptCall } from "@/lib/aws/kept-commands";
import { allOf } from "@/lib/aws/pages";
import type { Permission } from "@/lib/model/permission";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { type ApiDraft, apiDrafts, routeKeyOf } from "@/lib/model/trigger-drafts/api-draft";
import { moveHttpRoute } from "./move-http-route";
import { routeArn } from "./route-arn";
import type { Steps } from "./steps";
import { allow, type TriggerTarget } from "./trigger-target";

/** Lets a route of an HTTP or WebSocket API call the function; a new API is made first. Gives the trigger's key. */
export async function addHttpRoute(
  steps: Steps,
  target: TriggerTarget,
  draft: ApiDraft,
): Promise<string> {
  const isNew = draft.apiId === "";
  const apiId = isNew ? await createApi(steps, draft) : draft.apiId;
  const routeKey = routeKeyOf(draft);
  await allow(steps, target, { service: "apigateway", sourceArn: routeArn(target, apiId, draft) });
  const integrationUri = integrationUriOf(target, draft);
  const { IntegrationId } = await steps.send({
    title: `Integration with ${target.functionName} created`,
    before: null,
    after: { apiId, integrationUri },
    call: keptCall("apigatewayv2", "CreateIntegration", {
      ApiId: apiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: integrationUri,
      IntegrationMethod: "POST",
      ...(draft.protocol === "HTTP" && { PayloadFormatVersion: draft.payloadFormatVersion }),
    }),
    undo: ({ IntegrationId: id }) =>
      keptCall("apigatewayv2", "DeleteIntegration", { ApiId: apiId, IntegrationId: String(id) }),
  });
  const { RouteId } = await steps.send({
    title: `Route ${routeKey} created`,
    before: null,
    after: { apiId, routeKey },
    call: keptCall("apigatewayv2", "CreateRoute", {
      ApiId: apiId,
      RouteKey: routeKey,
      Target: `integrations/${String(IntegrationId)}`,
    }),
    undo: ({ RouteId: id }) =>
      keptCall("apigatewayv2", "DeleteRoute", { ApiId: apiId, RouteId: String(id) }),
  });
  await serve(steps, apiId, draft.stage);
  return `api ${apiId} ${String(RouteId)} ${target.qualifier ?? ""}`;
}

/** Changes a route in place: its method and path, and the form of its event. */
export async function changeHttpRoute(
  steps: Steps,
  target: TriggerTarget,
  route: ApiRoute,
  draft: ApiDraft,
  own: Permission | undefined,
): Promise<void> {
  const before = apiDrafts.of(route);
  const { apiId, integrationId } = route;
  const moves = routeKeyOf(draft) !== routeKeyOf(before);
  if (moves) await moveHttpRoute(steps, target, route, draft, own);
  const isReformed = draft.payloadFormatVersion !== before.payloadFormatVersion;
  if (isReformed && integrationId !== undefined) {
    const call = (PayloadFormatVersion: string) =>
      keptCall("apigatewayv2", "UpdateIntegration", {
        ApiId: apiId,
        IntegrationId: integrationId,
        PayloadFormatVersion,
      });
    await steps.send({
      title: `Event of ${routeKeyOf(draft)}: ${before.payloadFormatVersion} -> ${draft.payloadFormatVersion}`,
      before,
      after: draft,
      call: call(draft.payloadFormatVersion),
      undo: call(before.payloadFormatVersion),
    });
  }
  if (moves || isReformed) await deploy(steps, apiId, await stagesOf(steps, apiId));
}

/** Removes the route; the rest, which cannot be taken back, is left to be done at the end. */
export async function removeHttpRoute(steps: Steps, route: ApiRoute): Promise<() => Promise<void>> {
  const { apigatewayv2 } = clientsFor(steps.connection);
  const { apiId: ApiId, routeId: RouteId, integrationId: IntegrationId } = route;
  const present = await apigatewayv2.send(new GetRouteCommand({ ApiId, RouteId }));
  const { $metadata: _, RouteId: _id, ApiGatewayManaged: _managed, ...settings } = present;
  const { Target } = present;
  const others = await allOf(async (NextToken) => {
    const page = await apigatewayv2.send(
      new GetRoutesCommand({ ApiId, NextToken, MaxResults: "100" }),
    );
    return { items: page.Items, next: page.NextToken };
  });
  // A route that answers its clients has a part of its own for that, which goes with it.
  if (present.RouteResponseSelectionExpression !== undefined) await removeResponses(steps, route);
  await steps.send({
    title: `Route ${route.route} deleted`,
    before: { apiId: ApiId, route: route.route },
    after: null,
    call: keptCall("apigatewayv2", "DeleteRoute", { ApiId, RouteId }),
    undo: keptCall("apigatewayv2", "CreateRoute", {
      ...settings,
      ApiId,
      RouteKey: route.route,
      // Only WebSocket APIs know it.
      ApiKeyRequired: settings.ApiKeyRequired || undefined,
    }),
  });
  const isUsed = others.some((one) => one.RouteId !== RouteId && one.Target === Target);
  return async () => {
    if (!isUsed && IntegrationId !== undefined) await removeIntegration(steps, route);
    await deploy(steps, ApiId, await stagesOf(steps, ApiId));
  };
}

async function removeResponses(
  steps: Steps,
  { apiId: ApiId, routeId: RouteId, route }: ApiRoute,
): Promise<void> {
  const { apigatewayv2 } = clientsFor(steps.connection);
  const responses = await allOf(async (NextToken) => {
    const page = await apigatewayv2.send(
      new GetRouteResponsesCommand({ ApiId, RouteId, NextToken, MaxResults: "100" }),
    );
    return { items: page.Items, next: page.NextToken };
  });
  for (const { RouteResponseId, RouteResponseKey, ...settings } of responses)
    await steps.send({
      title: `Answer of ${route} to its client deleted`,
      before: { apiId: ApiId, route },
      after: null,
      call: keptCall("apigatewayv2", "DeleteRouteResponse", { ApiId, RouteId, RouteResponseId }),
      undo: keptCall("apigatewayv2", "CreateRouteResponse", {
        ...settings,
        ApiId,
        RouteId,
        RouteResponseKey,
      }),
    });
}

async function removeIntegration(
  steps: Steps,
  { apiId: ApiId, integrationId: IntegrationId }: ApiRoute,
): Promise<void> {
  const present = await clientsFor(steps.connection).apigatewayv2.send(
    new GetIntegrationCommand({ ApiId, IntegrationId }),
  );
  const {
    $metadata: _,
    IntegrationId: _id,
    ApiGatewayManaged: _managed,
    IntegrationResponseSelectionExpression: _chosen,
    ...settings
  } = present;
  await steps.send({
    title: "Its integration deleted: no other route uses it",
    before: { integrationUri: present.IntegrationUri },
    after: null,
    call: keptCall("apigatewayv2", "DeleteIntegration", { ApiId, IntegrationId }),
    undo: keptCall("apigatewayv2", "CreateIntegration", {
      ...settings,
      ApiId,
      IntegrationType: present.IntegrationType,
    }),
  });
}

async function createApi(steps: Steps, { protocol, apiName }: ApiDraft): Promise<string> {
  const { ApiId } = await steps.send({
    kind: "api",
    title: `API ${apiName} created`,
    before: null,
    after: { name: apiName, protocol },
    call: keptCall("apigatewayv2", "CreateApi", {
      Name: apiName,
      ProtocolType: protocol === "WEBSOCKET" ? "WEBSOCKET" : "HTTP",
      ...(protocol === "WEBSOCKET" && { RouteSelectionExpression: "$request.body.action" }),
    }),
    undo: ({ ApiId: id }) => keptCall("apigatewayv2", "DeleteApi", { ApiId: String(id) }),
  });
  return String(ApiId);
}

/** Makes the stage where it is missing; of one that does not deploy by itself a deployment is made. */
async function serve(steps: Steps, apiId: string, stageName: string): Promise<void> {
  const stages = await stagesOf(steps, apiId);
  if (stages.some((stage) => stage.StageName === stageName)) return deploy(steps, apiId, stages);
  await steps.send({
    title: `Stage ${stageName} created`,
    before: null,
    after: { stage: stageName },
    call: keptCall("apigatewayv2", "CreateStage", {
      ApiId: apiId,
      StageName: stageName,
      AutoDeploy: true,
    }),
    undo: keptCall("apigatewayv2", "DeleteStage", { ApiId: apiId, StageName: stageName }),
  });
}

async function deploy(steps: Steps, apiId: string, stages: readonly Stage[]): Promise<void> {
  for (const { StageName, AutoDeploy, DeploymentId } of stages)
    if (!AutoDeploy)
      await steps.send({
        title: `Stage ${StageName} deployed`,
        before: null,
        after: { stage: StageName },
        call: keptCall("apigatewayv2", "CreateDeployment", { ApiId: apiId, StageName }),
        // What it served before stays deployed beside it.
        undo: DeploymentId
          ? keptCall("apigatewayv2", "UpdateStage", { ApiId: apiId, StageName, DeploymentId })
          : { impossible: "The stage had no deployment before." },
      });
}

async function stagesOf({ connection }: Steps, ApiId: string): Promise<Stage[]> {
  return allOf(async (NextToken) => {
    const page = await clientsFor(connection).apigatewayv2.send(
      new GetStagesCommand({ ApiId, NextToken, MaxResults: "100" }),
    );
    return { items: page.Items, next: page.NextToken };
  });
}

/** A WebSocket API knows functions by the address of their invocations only. */
function integrationUriOf(
  { partition, region, calledArn }: TriggerTarget,
  draft: ApiDraft,
): string {
  return draft.protocol === "WEBSOCKET"
    ? `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${calledArn}/invocations`
    : calledArn;
}
