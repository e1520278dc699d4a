import { refuseEvent } from "./expand-events";
import { expandHttpApi } from "./expand-http-api";
import { expandRestApi } from "./expand-rest-api";
import type { ApiRoute, Expansion } from "./expansion";
import { isValues, type Resource, type Values } from "./template";

/** The APIs that AWS's transform makes for events that name none. */
const implicit = {
  Api: { id: "ServerlessRestApi", type: "AWS::Serverless::Api", stage: "Prod" },
  HttpApi: { id: "ServerlessHttpApi", type: "AWS::Serverless::HttpApi", stage: "$default" },
} as const;

/**
 * Makes the template's APIs, and those that events imply, from their documents and the routes of functions' events.
 */
export function expandApis(
  apis: ReadonlyMap<string, Resource>,
  globalsOf: (type: string) => Values,
  expansion: Expansion,
): void {
  const all = new Map(apis);
  const routes = new Map<string, ApiRoute[]>();
  for (const route of expansion.routes) {
    const { type, target, name, properties } = route;
    const given = properties[type === "Api" ? "RestApiId" : "ApiId"];
    const own = implicit[type];
    const id = given === undefined ? own.id : nameIn(given);
    if (given === undefined && !all.has(own.id))
      all.set(own.id, {
        type: own.type,
        properties: {
          Name: { Ref: "AWS::StackName" },
          StageName: own.stage,
          ...globalsOf(own.type),
        },
        dependsOn: [],
      });
    if (id === undefined || all.get(id)?.type !== own.type)
      refuseEvent(target, name, type, `its API is no ${own.type} of the template`, expansion);
    else routes.set(id, [...(routes.get(id) ?? []), route]);
  }
  for (const [id, resource] of all)
    (resource.type === implicit.Api.type ? expandRestApi : expandHttpApi)(
      id,
      resource,
      routes.get(id) ?? [],
      expansion,
    );
}

/** The logical id that `!Ref` or a text names. */
function nameIn(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return isValues(value) && typeof value.Ref === "string" ? value.Ref : undefined;
}
