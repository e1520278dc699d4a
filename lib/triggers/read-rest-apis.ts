import {
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  type Method,
  type Resource,
  type RestApi,
} from "@aws-sdk/client-api-gateway";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { type ApiStage, integratedFunctions } from "./integrated-function";
import { eachOf, shared, type SourceReading, Troubles } from "./source-reading";

/** APIs that are looked into, two calls each; AWS lets an account ask 10 times a second. */
const mostApis = 50;

/** The methods of REST APIs that call functions; `named` as for `readApis`. */
export function readRestApis(
  connection: Connection,
  named: readonly string[] = [],
): Promise<SourceReading> {
  return shared(connection, `rest-apis ${named.toSorted().join(" ")}`, async () => {
    const troubles = new Troubles(connection);
    const listed = await allOf(async (position) => {
      const page = await clientsFor(connection).apigateway.send(
        new GetRestApisCommand({ position, limit: 500 }),
      );
      return { items: page.items, next: page.position };
    });
    const apis = [
      ...listed.filter(({ id = "" }) => named.includes(id)),
      ...listed.filter(({ id = "" }) => !named.includes(id)),
    ].slice(0, Math.max(mostApis, named.length));
    const triggers = await eachOf(
      apis,
      (api) => troubles.tolerate(methodsOf(connection, api), [], "read the REST APIs' methods"),
      3,
    );
    const { problems } = troubles;
    const complete = apis.length === listed.length && problems.length === 0;
    return { triggers: triggers.flat(), complete, problems };
  });
}

async function methodsOf(connection: Connection, api: RestApi): Promise<ApiRoute[]> {
  const { apigateway } = clientsFor(connection);
  const resources = await allOf(async (position) => {
    const page = await apigateway.send(
      new GetResourcesCommand({ restApiId: api.id, position, limit: 500, embed: ["methods"] }),
    );
    return { items: page.items, next: page.position };
  });
  const calling = resources.flatMap((resource) =>
    Object.entries(resource.resourceMethods ?? {})
      .filter(([, { methodIntegration }]) => methodIntegration?.uri?.includes(":function:"))
      .map(([httpMethod, method]) => ({ resource, httpMethod, method })),
  );
  if (calling.length === 0) return [];
  const { item = [] } = await apigateway.send(new GetStagesCommand({ restApiId: api.id }));
  const stages = item.map(({ stageName: name = "", variables = {} }): ApiStage => ({
    name,
    variables,
  }));
  return calling.flatMap(({ resource, httpMethod, method }) =>
    methodOf(api, resource, httpMethod, method, stages),
  );
}

function methodOf(
  { id: apiId = "", name = "" }: RestApi,
  { id: resourceId = "", path = "/" }: Resource,
  httpMethod: string,
  { authorizationType, methodIntegration }: Method,
  stages: readonly ApiStage[],
): ApiRoute[] {
  return integratedFunctions(methodIntegration?.uri, stages).map(({ called, stageNames }) => ({
    kind: "api",
    ...called,
    protocol: "REST",
    apiId,
    apiName: name,
    route: `${httpMethod} ${path}`,
    routeId: `${resourceId} ${httpMethod}`,
    stages: stageNames,
    timeoutMs: methodIntegration?.timeoutInMillis,
    authorization: authorizationType,
    roleArn: methodIntegration?.credentials || undefined,
  }));
}
