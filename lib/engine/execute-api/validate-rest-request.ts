import type { RestDeployment, RestMethod } from "../apigateway/rest-api.ts";
import { ownValue } from "../own-value.ts";
import { headerOf } from "./api-request.ts";
import { GatewayFailure } from "./gateway-failure.ts";
import { identityOf } from "./http-authorization.ts";
import type { RestSource } from "./rest-mapping.ts";
import { bodyProblems } from "./validate-body.ts";

/** Holds a request against what its method's validator asks for. Throws GatewayFailure. */
export function validateRestRequest(
  deployment: RestDeployment,
  source: RestSource,
  method: RestMethod,
): void {
  const validator = ownValue(deployment.validators, method.requestValidatorId ?? "");
  const missing = validator?.validateRequestParameters ? missingParameters(source, method) : [];
  if (missing.length > 0)
    throw new GatewayFailure(
      "BAD_REQUEST_PARAMETERS",
      `Missing required request parameters: [${missing.join(", ")}]`,
    );
  if (!validator?.validateRequestBody) return;
  const { call } = source;
  const type = headerOf(call, "content-type")?.split(";")[0]?.trim() ?? "application/json";
  const model = ownValue(method.requestModels, type);
  if (model === undefined) return;
  const body = Buffer.from(call.body).toString("utf8");
  const problems = bodyProblems(deployment, model, body);
  if (problems === undefined) return;
  throw new GatewayFailure("BAD_REQUEST_BODY", "Invalid request body", 400, problems);
}

/** The parameters that a method requires and a request lacks, as AWS names them. */
function missingParameters({ call, route }: RestSource, method: RestMethod): string[] {
  return Object.entries(method.requestParameters ?? {}).flatMap(([parameter, required]) => {
    const [, place, name = ""] =
      /^method\.request\.(header|querystring|path)\.(.+)$/.exec(parameter) ?? [];
    if (!required) return [];
    const value =
      place === "header"
        ? headerOf(call, name)
        : place === "path"
          ? ownValue(route.pathParameters, name)
          : identityOf(call, `method.request.querystring.${name}`);
    return value ? [] : [name];
  });
}
