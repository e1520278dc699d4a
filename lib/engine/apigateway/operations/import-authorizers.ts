import type { Authorizer } from "@aws-sdk/client-api-gateway";
import { badRequest } from "../../apigatewayv2/errors.ts";
import { type Json, objectAt, textAt } from "../../apigatewayv2/open-api-document.ts";
import type { RestApiRecord } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";
import { newRestAuthorizer } from "./authorizers.ts";

const extension = "x-amazon-apigateway-";

/** What an operation is protected by: keys, signatures or an authorizer. */
export function authorizationOf(api: RestApiRecord, document: Json, operation: Json) {
  const auth = objectAt(operation, `${extension}auth`) ?? objectAt(document, `${extension}auth`);
  const security = operation.security ?? document.security;
  const names = Array.isArray(security)
    ? (security as unknown[]).flatMap((one) => Object.keys(one as object))
    : [];
  const schemes = names.flatMap((name): Json[] => {
    const scheme = objectAt(schemesOf(document), name);
    return scheme ? [scheme] : [];
  });
  const apiKeyRequired = schemes.some(
    (scheme) =>
      textAt(scheme, "type")?.toLowerCase() === "apikey" &&
      textAt(scheme, "name")?.toLowerCase() === "x-api-key" &&
      !objectAt(scheme, `${extension}authorizer`),
  );
  if (
    String(auth?.type).toUpperCase() === "AWS_IAM" ||
    schemes.some((scheme) => textAt(scheme, `${extension}authtype`) === "awsSigv4")
  )
    return { apiKeyRequired, authorizationType: "AWS_IAM" };
  // A scheme of API Gateway's own needs an authorizer; any other is only documentation.
  const found = names.flatMap(
    (name) => Object.values(api.authorizers).find((one) => one.name === name) ?? [],
  )[0];
  return found
    ? { apiKeyRequired, authorizationType: "CUSTOM", authorizerId: found.id }
    : { apiKeyRequired, authorizationType: "NONE" };
}

const schemesOf = (document: Json): Json =>
  objectAt(document, "securityDefinitions") ??
  objectAt(objectAt(document, "components") ?? {}, "securitySchemes") ??
  {};

/** The security schemes that are authorizers of API Gateway, as parts of the API. */
export function withAuthorizers(
  store: RestStore,
  api: RestApiRecord,
  document: Json,
): RestApiRecord {
  const authorizers: Record<string, Authorizer & { id: string }> = { ...api.authorizers };
  for (const [name, scheme] of Object.entries(schemesOf(document))) {
    const json = objectAt(scheme as Json, `${extension}authorizer`);
    if (!json) continue;
    const type = String(json.type).toUpperCase();
    const header = textAt(scheme as Json, "name");
    const made = newRestAuthorizer(store, {
      name,
      type: type as "TOKEN" | "REQUEST",
      authorizerUri: textAt(json, "authorizerUri"),
      authorizerCredentials: textAt(json, "authorizerCredentials"),
      identitySource:
        textAt(json, "identitySource") ??
        (type === "TOKEN" ? `method.request.header.${header ?? "Authorization"}` : undefined),
      identityValidationExpression: textAt(json, "identityValidationExpression"),
      authorizerResultTtlInSeconds:
        typeof json.authorizerResultTtlInSeconds === "number"
          ? json.authorizerResultTtlInSeconds
          : undefined,
    });
    if (type !== "TOKEN" && type !== "REQUEST")
      throw badRequest(`The local engine does not support authorizers of the type ${type}.`);
    authorizers[made.id] = made;
  }
  return { ...api, authorizers };
}
