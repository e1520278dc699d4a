import { invocationUri, permitApi } from "../stack/api-parts";
import { add, type Expansion } from "../stack/expansion";
import { preflight } from "../stack/preflight";
import { asList, asValues, isValues, type Resource, type Values } from "../stack/template";
import { requestModel } from "./request-models";
import { named, pascal, usualHeaders } from "./words";

/** The APIs of a Serverless Framework file, as its events bring them together. */
export interface Apis {
  /** The AWS::Serverless::Api of `http` events: its paths with CORS, its authorizers and its models. */
  rest?: { paths: Record<string, Values>; authorizers: Values; models: Values };
  /** The AWS::Serverless::HttpApi of `httpApi` events. */
  http?: true;
  /** What `websocket` events are made of. */
  sockets: Record<string, Resource>;
  notes: string[];
  /** The payload format of `httpApi` events. */
  httpPayload: unknown;
  /** The schemas of `provider.apiGateway.request.schemas`, which events name. */
  schemas: Values;
  /** The ARN of the function that the file calls so. */
  functionArn(key: unknown): unknown;
}

/** The ids that the framework gives its APIs, which a file's own resources may name. */
export const restApiId = "ApiGatewayRestApi";
export const httpApiId = "HttpApi";
export const socketApiId = "WebsocketsApi";

/** `http: GET /path` or its long form, as SAM's event Api. */
export function addHttpEvent(value: unknown, apis: Apis): Values {
  const given = typeof value === "string" ? methodAndPath(value) : asValues(value);
  const rest = (apis.rest ??= { paths: {}, authorizers: {}, models: {} });
  const path = `/${String(given.path ?? "").replace(/^\/+/, "")}`;
  const method = String(given.method ?? "any").toLowerCase();
  const where = `http ${method.toUpperCase()} ${path}`;
  const integration = String(given.integration ?? "lambda-proxy").toLowerCase();
  if (!["lambda-proxy", "lambda_proxy", "aws_proxy", "aws-proxy"].includes(integration))
    return refused(`its integration is ${integration}, and only lambda-proxy is made here`);
  if (given.async === true) return refused("an API here waits for its functions");
  for (const name of Object.keys(given))
    if (!knownOfHttp.includes(name)) apis.notes.push(`${where}: ${name} is not carried over.`);
  for (const name of Object.keys(asValues(given.request)))
    if (!["parameters", "schema", "schemas"].includes(name))
      apis.notes.push(`${where}: request.${name} is not carried over.`);
  const model = requestModel(
    asValues(given.request),
    { models: rest.models, path, method, provided: apis.schemas },
    (what) => apis.notes.push(`${where}: ${what}.`),
  );
  if (given.cors !== undefined && given.cors !== false) {
    const before = rest.paths[path] ?? { methods: {}, cors: given.cors };
    rest.paths[path] = {
      cors: given.cors,
      methods: { ...asValues(before.methods), [method === "any" ? anyMethod : method]: {} },
    };
  }
  const Authorizer = restAuthorizer(given.authorizer, rest.authorizers, apis);
  const parameters = Object.entries(asValues(asValues(given.request).parameters)).flatMap(
    ([kind, names]) =>
      Object.entries(asValues(names)).map(([name, settings]) => ({
        [`method.request.${restPlaces[kind] ?? kind}.${name}`]: {
          Required: settings === true || asValues(settings).required === true,
        },
      })),
  );
  return {
    Type: "Api",
    Properties: {
      RestApiId: { Ref: restApiId },
      Path: path,
      Method: method,
      ...(Authorizer === undefined && given.private !== true
        ? {}
        : {
            Auth: {
              ...(Authorizer === undefined ? {} : { Authorizer }),
              ...(given.private === true ? { ApiKeyRequired: true } : {}),
            },
          }),
      ...model,
      ...(parameters.length > 0 ? { RequestParameters: parameters } : {}),
    },
  };
}

function refused(why: string): Values {
  return { Type: "http", Properties: { why } };
}

const knownOfHttp = [
  "async",
  "authorizer",
  "cors",
  "integration",
  "method",
  "path",
  "private",
  "request",
];
const anyMethod = "x-amazon-apigateway-any-method";
const restPlaces: Readonly<Record<string, string>> = {
  querystrings: "querystring",
  headers: "header",
  paths: "path",
};

function methodAndPath(text: string): Values {
  const [method = "any", path = "/"] = text.trim().split(/\s+/);
  return { method, path };
}

/** Adds a route's authorizer to the API's, and gives its name. */
function restAuthorizer(value: unknown, authorizers: Values, apis: Apis): string | undefined {
  if (value === undefined) return undefined;
  const given = isValues(value) ? value : { name: value };
  const type = String(given.type ?? "token").toUpperCase();
  if (type === "AWS_IAM" || given.name === "aws_iam" || given.name === "AWS_IAM") return "AWS_IAM";
  const isArn = given.arn !== undefined || String(given.name).startsWith("arn:");
  const arn = given.arn ?? (isArn ? given.name : undefined);
  const name = pascal(
    isArn && (given.name === undefined || given.name === arn)
      ? `Authorizer${Object.keys(authorizers).length + 1}`
      : String(given.name ?? "Authorizer"),
  );
  const sources = String(given.identitySource ?? "method.request.header.Authorization").split(",");
  const places = (prefix: string) =>
    sources.flatMap((source) =>
      source.trim().startsWith(prefix) ? [source.trim().slice(prefix.length)] : [],
    );
  authorizers[name] =
    type === "COGNITO_USER_POOLS" || String(arn).includes(":cognito-idp:")
      ? { UserPoolArn: arn }
      : {
          FunctionArn: arn ?? apis.functionArn(given.name),
          FunctionPayloadType: type === "REQUEST" ? "REQUEST" : "TOKEN",
          Identity: {
            ReauthorizeEvery: given.resultTtlInSeconds ?? 300,
            ...named(given, { identityValidationExpression: "ValidationExpression" }),
            ...(type === "REQUEST"
              ? {
                  Headers: places("method.request.header."),
                  QueryStrings: places("method.request.querystring."),
                  StageVariables: places("stageVariables."),
                  Context: places("context."),
                }
              : { Header: places("method.request.header.")[0] ?? "Authorization" }),
          },
        };
  return name;
}

/** `httpApi: GET /path`, `httpApi: "*"` or its long form, as SAM's event HttpApi. */
export function addHttpApiEvent(value: unknown, apis: Apis): Values {
  apis.http = true;
  const given =
    typeof value === "string" ? (value === "*" ? {} : methodAndPath(value)) : asValues(value);
  const isDefault = given.path === undefined || given.path === "*";
  const authorizer = given.authorizer;
  const { name, scopes, type } = isValues(authorizer) ? authorizer : { name: authorizer };
  const isIam = type === "aws_iam" || name === "aws_iam";
  return {
    Type: "HttpApi",
    Properties: {
      ApiId: { Ref: httpApiId },
      PayloadFormatVersion: apis.httpPayload,
      ...(isDefault
        ? {}
        : {
            Path: `/${String(given.path).replace(/^\/+/, "")}`,
            Method: given.method === "*" ? "any" : (given.method ?? "any"),
          }),
      ...(authorizer === undefined
        ? {}
        : {
            Auth: {
              Authorizer: isIam ? "AWS_IAM" : name,
              ...(scopes === undefined ? {} : { AuthorizationScopes: asList(scopes) }),
            },
          }),
    },
  };
}

/** A route of the WebSocket API with its integration and permission. */
export function addWebSocketEvent(functionId: string, value: unknown, apis: Apis): void {
  const given = isValues(value) ? value : { route: value };
  const route = String(given.route);
  const from = { type: socketApiId, properties: {}, dependsOn: [] };
  const expansion: Expansion = { resources: apis.sockets, notes: apis.notes, routes: [] };
  const make = (id: string, type: string, properties: Values) =>
    add(expansion, from, id, type, { ApiId: { Ref: socketApiId }, ...properties });
  const integrationId = `${functionId.replace(/LambdaFunction$/, "")}WebsocketsIntegration`;
  const arn = { "Fn::GetAtt": [functionId, "Arn"] };
  make(integrationId, "AWS::ApiGatewayV2::Integration", {
    IntegrationType: "AWS_PROXY",
    IntegrationUri: invocationUri(arn),
  });
  const authorizer = socketAuthorizer(given.authorizer, make, apis, expansion, from);
  const routeId = `${socketRouteName(route)}WebsocketsRoute`;
  const answer = given.routeResponseSelectionExpression;
  make(routeId, "AWS::ApiGatewayV2::Route", {
    RouteKey: route,
    Target: { "Fn::Join": ["/", ["integrations", { Ref: integrationId }]] },
    ...authorizer,
    ...(answer === undefined ? {} : { RouteResponseSelectionExpression: answer }),
  });
  if (answer !== undefined)
    make(`${routeId}Response`, "AWS::ApiGatewayV2::RouteResponse", {
      RouteId: { Ref: routeId },
      RouteResponseKey: "$default",
    });
  permitApi(from, `${functionId}PermissionWebsockets`, arn, socketApiId, "*", expansion);
}

/** `$connect` is SconnectWebsocketsRoute, as the framework names it. */
function socketRouteName(route: string): string {
  return pascal(route.replaceAll("$", "S").replaceAll("/", "Slash"));
}

function socketAuthorizer(
  value: unknown,
  make: (id: string, type: string, properties: Values) => void,
  apis: Apis,
  expansion: Expansion,
  from: Resource,
): Values {
  if (value === undefined) return {};
  const given = isValues(value) ? value : { name: value };
  if (given.type === "aws_iam" || given.name === "aws_iam") return { AuthorizationType: "AWS_IAM" };
  const name = String(given.name ?? "authorizer");
  const isArn = name.startsWith("arn:");
  const arn = given.arn ?? (isArn ? name : apis.functionArn(name));
  const own = isArn ? "Authorizer" : pascal(name);
  const id = `${own}WebsocketsAuthorizer`;
  make(id, "AWS::ApiGatewayV2::Authorizer", {
    Name: own,
    AuthorizerType: "REQUEST",
    AuthorizerUri: invocationUri(arn),
    IdentitySource: asList(given.identitySource ?? "route.request.header.Auth"),
  });
  permitApi(from, `${own}LambdaPermissionWebsockets`, arn, socketApiId, "authorizers/*", expansion);
  return { AuthorizationType: "CUSTOM", AuthorizerId: { Ref: id } };
}

/** The paths with CORS of the REST API's document: the framework adds OPTIONS where an event asks for it. */
export function restPaths({ paths }: NonNullable<Apis["rest"]>): Values {
  return Object.fromEntries(
    Object.entries(paths).map(([path, { cors, methods }]) => [
      path,
      { options: preflight(corsOf(cors), asValues(methods)) },
    ]),
  );
}

function corsOf(cors: unknown): Values {
  const given = asValues(cors);
  const quoted = (value: unknown) => `'${asList(value).join(",")}'`;
  return {
    AllowOrigin: quoted(given.origins ?? given.origin ?? "*"),
    AllowHeaders: quoted(given.headers ?? usualHeaders),
    ...(given.methods === undefined ? {} : { AllowMethods: quoted(given.methods) }),
    ...(given.allowCredentials === true ? { AllowCredentials: true } : {}),
    ...(given.maxAge === undefined ? {} : { MaxAge: `'${String(given.maxAge)}'` }),
  };
}
