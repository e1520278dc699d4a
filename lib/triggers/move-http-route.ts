import { keptCall } from "@/lib/aws/kept-commands";
import type { Permission } from "@/lib/model/permission";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { type ApiDraft, apiDrafts, routeKeyOf } from "@/lib/model/trigger-drafts/api-draft";
import { routeArn } from "./route-arn";
import type { Steps } from "./steps";
import { allow, disallowUnlessNeeded, type TriggerTarget } from "./trigger-target";

/**
 * Gives a route of an HTTP or WebSocket API another method and path. It keeps its id, its integration and its
 * authorizer; the function's policy lets the new one in before, and no longer the old one afterwards.
 */
export async function moveHttpRoute(
  steps: Steps,
  target: TriggerTarget,
  route: ApiRoute,
  draft: ApiDraft,
  own: Permission | undefined,
): Promise<void> {
  const { apiId: ApiId, routeId: RouteId, roleArn } = route;
  const before = routeKeyOf(apiDrafts.of(route));
  const after = routeKeyOf(draft);
  const sourceArn = routeArn(target, ApiId, draft);
  if (roleArn === undefined) await allow(steps, target, { service: "apigateway", sourceArn });
  await steps.send({
    title: `Route ${before} -> ${after}`,
    before: { apiId: ApiId, route: before },
    after: { apiId: ApiId, route: after },
    call: keptCall("apigatewayv2", "UpdateRoute", { ApiId, RouteId, RouteKey: after }),
    undo: keptCall("apigatewayv2", "UpdateRoute", { ApiId, RouteId, RouteKey: before }),
  });
  await disallowUnlessNeeded(steps, target, own, { service: "apigateway", sourceArn });
}
