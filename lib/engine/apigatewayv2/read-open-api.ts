import type {
  Cors,
  CreateAuthorizerRequest,
  CreateIntegrationRequest,
} from "@aws-sdk/client-apigatewayv2";
import { badRequest } from "./errors.ts";
import {
  basePathOf,
  isObject,
  type Json,
  lookup,
  objectAt,
  parseDocument,
  resolved,
  textAt,
} from "./open-api-document.ts";

export interface OpenApiOperation {
  /** `ANY` for `x-amazon-apigateway-any-method`. */
  method: string;
  path: string;
  operationId?: string;
  integration?: Omit<CreateIntegrationRequest, "ApiId">;
  security?: { name: string; scopes: readonly string[]; isIam: boolean } | undefined;
}

/** What an OpenAPI document says to API Gateway. */
export interface OpenApi {
  title: string;
  version?: string;
  description?: string;
  /** The path of its first server. */
  basePath: string;
  cors?: Cors;
  tags?: Record<string, string>;
  authorizers: Readonly<Record<string, Omit<CreateAuthorizerRequest, "ApiId" | "Name">>>;
  operations: readonly OpenApiOperation[];
  warnings: readonly string[];
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch"];
const anyMethod = "x-amazon-apigateway-any-method";
const integrationKey = "x-amazon-apigateway-integration";

/** Reads an OpenAPI 3 document, JSON or YAML. Throws BadRequestException for what is none. */
export function readOpenApi(text: string): OpenApi {
  const root = parseDocument(text);
  const info = objectAt(root, "info");
  if (!/^3\.\d/.test(textAt(root, "openapi") ?? "") || !info)
    throw badRequest("Unable to parse the document: HTTP APIs are imported from OpenAPI 3.0");
  const version = textAt(info, "version");
  const description = textAt(info, "description");
  const cors = objectAt(root, "x-amazon-apigateway-cors");
  return {
    title: textAt(info, "title") ?? "",
    ...(version !== undefined && { version }),
    ...(description !== undefined && { description }),
    basePath: basePathOf(root),
    ...(cors && { cors: corsOf(cors) }),
    authorizers: authorizersOf(root),
    operations: operationsOf(root),
    warnings: missingReferences(root),
  };
}

function operationsOf(root: Json): OpenApiOperation[] {
  return Object.entries(objectAt(root, "paths") ?? {}).flatMap(([path, item]) => {
    if (!isObject(item)) return [];
    return [...methods, anyMethod].flatMap((method): OpenApiOperation[] => {
      const operation = objectAt(item, method);
      if (!operation) return [];
      const integration = resolved(root, operation[integrationKey]);
      const operationId = textAt(operation, "operationId");
      return [
        {
          method: method === anyMethod ? "ANY" : method.toUpperCase(),
          path,
          ...(operationId !== undefined && { operationId }),
          ...(integration && { integration: integrationOf(integration) }),
          security: securityOf(operation.security ?? root.security, root),
        },
      ];
    });
  });
}

function integrationOf(json: Json): Omit<CreateIntegrationRequest, "ApiId"> {
  const optional = {
    ConnectionType: json.connectionType,
    ConnectionId: json.connectionId,
    CredentialsArn: json.credentials,
    Description: json.description,
    IntegrationMethod: json.httpMethod,
    IntegrationSubtype: json.integrationSubtype,
    IntegrationUri: json.uri,
    PayloadFormatVersion:
      json.payloadFormatVersion === undefined
        ? undefined
        : Number(json.payloadFormatVersion).toFixed(1),
    RequestParameters: json.requestParameters,
    ResponseParameters: json.responseParameters,
    TimeoutInMillis: json.timeoutInMillis,
    TlsConfig: json.tlsConfig,
  };
  return {
    IntegrationType: String(json.type).toUpperCase(),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  } as Omit<CreateIntegrationRequest, "ApiId">;
}

const schemesOf = (root: Json): Json =>
  objectAt(objectAt(root, "components") ?? {}, "securitySchemes") ?? {};

function authorizersOf(root: Json): OpenApi["authorizers"] {
  return Object.fromEntries(
    Object.entries(schemesOf(root)).flatMap(([name, scheme]) => {
      const json = isObject(scheme) && objectAt(scheme, "x-amazon-apigateway-authorizer");
      return json ? [[name, authorizerOf(json)]] : [];
    }),
  );
}

function authorizerOf(json: Json): Omit<CreateAuthorizerRequest, "ApiId" | "Name"> {
  const source = json.identitySource;
  const jwt = objectAt(json, "jwtConfiguration");
  const IdentitySource = (
    Array.isArray(source) ? source : typeof source === "string" ? source.split(",") : []
  ).map((one) => String(one).trim());
  if (String(json.type).toLowerCase() === "jwt")
    return {
      AuthorizerType: "JWT",
      IdentitySource,
      JwtConfiguration: {
        Issuer: textAt(jwt ?? {}, "issuer"),
        Audience: Array.isArray(jwt?.audience) ? jwt.audience.map(String) : undefined,
      },
    };
  const optional = {
    AuthorizerCredentialsArn: json.authorizerCredentials,
    AuthorizerPayloadFormatVersion: json.authorizerPayloadFormatVersion,
    AuthorizerResultTtlInSeconds: json.authorizerResultTtlInSeconds,
    AuthorizerUri: json.authorizerUri,
    EnableSimpleResponses: json.enableSimpleResponses,
  };
  return {
    AuthorizerType: "REQUEST",
    IdentitySource,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

function securityOf(security: unknown, root: Json): OpenApiOperation["security"] {
  const [first] = Array.isArray(security) ? (security as unknown[]) : [];
  if (!isObject(first)) return undefined;
  const [[name, scopes] = []] = Object.entries(first);
  if (name === undefined) return undefined;
  const scheme = objectAt(schemesOf(root), name) ?? {};
  return {
    name,
    scopes: Array.isArray(scopes) ? scopes.map(String) : [],
    isIam: textAt(scheme, "x-amazon-apigateway-authtype") === "awsSigv4",
  };
}

function corsOf(json: Json): Cors {
  const list = (...names: string[]) => {
    const value = names.map((name) => json[name]).find((one) => one !== undefined);
    return Array.isArray(value) ? value.map(String) : undefined;
  };
  const optional = {
    AllowOrigins: list("allowOrigins"),
    AllowMethods: list("allowMethods")?.map((one) => one.toUpperCase()),
    AllowHeaders: list("allowHeaders"),
    ExposeHeaders: list("exposeHeaders"),
    AllowCredentials: json.allowCredentials,
    MaxAge: json.maxAge,
  };
  return Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
}

/** References that lead nowhere, as AWS warns of them. */
function missingReferences(root: Json): string[] {
  const warnings: string[] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    if (depth > 50 || typeof value !== "object" || value === null) return;
    const { $ref } = value as { $ref?: unknown };
    if (typeof $ref === "string" && $ref.startsWith("#/") && !lookup(root, $ref))
      warnings.push(`Parse issue: attribute ${path}.${$ref} is missing`);
    for (const [name, item] of Object.entries(value)) visit(item, stepInto(path, name), depth + 1);
  };
  visit(objectAt(root, "paths"), "paths", 0);
  return warnings;
}

/** AWS writes `paths.'/update'(get).responses.200.content.schema`: media types are left out. */
function stepInto(path: string, name: string): string {
  if (path === "paths") return `paths.'${name}'`;
  if (/^paths\.'[^']*'$/.test(path)) return `${path}(${name})`;
  return path.endsWith(".content") && name.includes("/") ? path : `${path}.${name}`;
}
