import type { RestDeployment, RestMethod, RestResource } from "../apigateway/rest-api.ts";
import { segmentsOf } from "../apigatewayv2/route-key.ts";
import { ownValue } from "../own-value.ts";
import type { ApiRequest } from "./api-request.ts";
import { bySpecificity, fitSegments, type MatchedRoute } from "./match-route.ts";

export interface MatchedMethod {
  resource: RestResource;
  method: RestMethod;
  route: MatchedRoute;
}

/** The method that fits best; a slash at the end of the path does not count. */
export function matchRestMethod(
  { resources }: RestDeployment,
  call: ApiRequest,
): MatchedMethod | undefined {
  const path = call.path.length > 1 ? call.path.replace(/\/$/, "") : call.path;
  const segments = segmentsOf(path);
  const [best] = Object.values(resources)
    .flatMap((resource) => {
      const wanted = segmentsOf(resource.path);
      const parameters = fitSegments(wanted, segments);
      const method = ownValue(resource.methods, call.method) ?? resource.methods.ANY;
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
