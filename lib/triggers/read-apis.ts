import {
  type Api,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  type Integration,
  type Route,
} from "@aws-sdk/client-apigatewayv2";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { type ApiStage, integratedFunctions } from "./integrated-function";
import { eachOf, shared, type SourceReading, Troubles } from "./source-reading";

/** APIs that are looked into, three calls each; AWS lets an account ask 10 times a second. */
const mostApis = 50;

/**
 * The routes of HTTP and WebSocket APIs that call functions. `named`: the APIs to look into where the account has too
 * many to look into all.
 */
export function readApis(
  connection: Connection,
  named: readonly string[] = [],
): Promise<SourceReading> {
  return shared(connection, `apis ${named.toSorted().join(" ")}`, async () => {
    const troubles = new Troubles(connection);
    const listed = await allOf(async (NextToken) => {
      const page = await clientsFor(connection).apigatewayv2.send(
        new GetApisCommand({ NextToken, MaxResults: "100" }),
      );
      return { items: page.Items, next: page.NextToken };
    });
    const apis = [
      ...listed.filter(({ ApiId = "" }) => named.includes(ApiId)),
      ...listed.filter(({ ApiId = "" }) => !named.includes(ApiId)),
    ].slice(0, Math.max(mostApis, named.length));
    const triggers = await eachOf(
      apis,
      (api) => troubles.tolerate(routesOf(connection, api), [], "read the APIs' routes"),
      3,
    );
    const { problems } = troubles;
    const complete = apis.length === listed.length && problems.length === 0;
    return { triggers: triggers.flat(), complete, problems };
  });
}

async function routesOf(connection: Connection, api: Api): Promise<ApiRoute[]> {
  const { apigatewayv2 } = clientsFor(connection);
  const { ApiId } = api;
  const integrations = await allOf(async (NextToken) => {
    const page = await apigatewayv2.send(
      new GetIntegrationsCommand({ ApiId, NextToken, MaxResults: "100" }),
    );
    return { items: page.Items, next: page.NextToken };
  });
  if (!integrations.some(({ IntegrationUri = "" }) => IntegrationUri.includes(":function:")))
    return [];
  const [routes, stages] = await Promise.all([
    allOf(async (NextToken) => {
      const page = await apigatewayv2.send(
        new GetRoutesCommand({ ApiId, NextToken, MaxResults: "100" }),
      );
      return { items: page.Items, next: page.NextToken };
    }),
    allOf(async (NextToken) => {
      const page = await apigatewayv2.send(
        new GetStagesCommand({ ApiId, NextToken, MaxResults: "100" }),
      );
      return { items: page.Items, next: page.NextToken };
    }),
  ]);
  const known = stages.map(
    ({ StageName: name = "", StageVariables: variables = {} }): ApiStage => ({ name, variables }),
  );
  const byId = new Map(integrations.map((one) => [one.IntegrationId, one]));
  return routes.flatMap((route) => {
    const integration = byId.get(route.Target?.replace("integrations/", ""));
    return integration ? routeOf(api, route, integration, known) : [];
  });
}

function routeOf(
  { ApiId = "", Name = "", ProtocolType, ApiEndpoint }: Api,
  { RouteKey = "", RouteId = "", AuthorizationType }: Route,
  integration: Integration,
  stages: readonly ApiStage[],
): ApiRoute[] {
  return integratedFunctions(integration.IntegrationUri, stages).map(({ called, stageNames }) => ({
    kind: "api",
    ...called,
    protocol: ProtocolType === "WEBSOCKET" ? "WEBSOCKET" : "HTTP",
    apiId: ApiId,
    apiName: Name,
    route: RouteKey,
    routeId: RouteId,
    integrationId: integration.IntegrationId,
    stages: stageNames,
    endpoint: /^(https?|wss?):\/\//.test(ApiEndpoint ?? "") ? ApiEndpoint : undefined,
    payloadFormatVersion: integration.PayloadFormatVersion,
    timeoutMs: integration.TimeoutInMillis,
    authorization: AuthorizationType,
    roleArn: integration.CredentialsArn || undefined,
  }));
}
