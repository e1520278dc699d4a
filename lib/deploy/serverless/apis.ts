import { asList, asValues, isValues, type Resource, type Values } from "../stack/template";
import { type Apis, httpApiId, restApiId, restPaths, socketApiId } from "./api-events";
import { usagePlanResources } from "./usage-plans";
import { named, usualHeaders } from "./words";

interface ApiContext {
  service: string;
  stage: string;
  provider: Values;
}

/** The APIs that a file's events ask for, in the words of SAM, with the framework's outputs. */
export function apiResources(
  apis: Apis,
  context: ApiContext,
): { resources: Record<string, Resource>; outputs: Values } {
  const { service, stage, provider } = context;
  const resources: Record<string, Resource> = {};
  const outputs: Values = {};
  const make = (id: string, type: string, properties: Values, dependsOn: string[] = []) => {
    resources[id] = { type, properties, dependsOn };
  };
  const address = (scheme: string, id: string, path: string) => ({
    Value: { "Fn::Sub": `${scheme}://\${${id}}.execute-api.\${AWS::Region}.amazonaws.com${path}` },
  });
  if (apis.rest) {
    make(restApiId, "AWS::Serverless::Api", restApi(apis, apis.rest, context));
    Object.assign(resources, usagePlanResources(provider, { service, stage, notes: apis.notes }));
    outputs.ServiceEndpoint = address("https", restApiId, `/${stage}`);
  }
  if (apis.http) {
    make(httpApiId, "AWS::Serverless::HttpApi", httpApi(apis, context));
    outputs.HttpApiUrl = address("https", httpApiId, "");
  }
  if (Object.keys(apis.sockets).length > 0) {
    make(socketApiId, "AWS::ApiGatewayV2::Api", {
      Name: provider.websocketsApiName ?? `${stage}-${service}-websockets`,
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression:
        provider.websocketsApiRouteSelectionExpression ?? "$request.body.action",
      ...(provider.websocketsDescription === undefined
        ? {}
        : { Description: provider.websocketsDescription }),
    });
    Object.assign(resources, apis.sockets);
    // What is deployed are the routes.
    make(
      "WebsocketsDeployment",
      "AWS::ApiGatewayV2::Deployment",
      { ApiId: { Ref: socketApiId } },
      Object.keys(apis.sockets),
    );
    make("WebsocketsDeploymentStage", "AWS::ApiGatewayV2::Stage", {
      ApiId: { Ref: socketApiId },
      StageName: stage,
      DeploymentId: { Ref: "WebsocketsDeployment" },
    });
    outputs.ServiceEndpointWebsocket = address("wss", socketApiId, `/${stage}`);
  }
  return { resources, outputs };
}

function restApi(
  { notes }: Apis,
  rest: NonNullable<Apis["rest"]>,
  { service, stage, provider }: ApiContext,
): Values {
  const settings = asValues(provider.apiGateway);
  const known = [
    "binaryMediaTypes",
    "minimumCompressionSize",
    "description",
    "shouldStartNameWithService",
    "disableDefaultEndpoint",
    "apiKeySourceType",
    "apiKeys",
    "request",
    "usagePlan",
  ];
  for (const name of Object.keys(settings))
    if (!known.includes(name)) notes.push(`provider.apiGateway.${name} is not carried over.`);
  for (const name of Object.keys(asValues(settings.request)))
    if (name !== "schemas") notes.push(`provider.apiGateway.request.${name} is not carried over.`);
  return {
    Name:
      provider.apiName ??
      (settings.shouldStartNameWithService === true
        ? `${service}-${stage}`
        : `${stage}-${service}`),
    StageName: stage,
    EndpointConfiguration: { Type: String(provider.endpointType ?? "EDGE").toUpperCase() },
    ...named(settings, {
      description: "Description",
      minimumCompressionSize: "MinimumCompressionSize",
      disableDefaultEndpoint: "DisableExecuteApiEndpoint",
    }),
    ...(settings.binaryMediaTypes === undefined
      ? {}
      : { BinaryMediaTypes: asList(settings.binaryMediaTypes) }),
    ...(settings.apiKeySourceType === undefined
      ? {}
      : { ApiKeySourceType: String(settings.apiKeySourceType).toUpperCase() }),
    ...(Object.keys(rest.models).length > 0 ? { Models: rest.models } : {}),
    Auth: { Authorizers: rest.authorizers },
    DefinitionBody: {
      swagger: "2.0",
      info: { version: "1.0", title: `${stage}-${service}` },
      paths: restPaths(rest),
    },
  };
}

function httpApi(apis: Apis, { service, stage, provider }: ApiContext): Values {
  const settings = asValues(provider.httpApi);
  const known = [
    "authorizers",
    "cors",
    "name",
    "payload",
    "shouldStartNameWithService",
    "disableDefaultEndpoint",
  ];
  for (const name of Object.keys(settings))
    if (!known.includes(name)) apis.notes.push(`provider.httpApi.${name} is not carried over.`);
  return {
    Name:
      settings.name ??
      (settings.shouldStartNameWithService === true
        ? `${service}-${stage}`
        : `${stage}-${service}`),
    ...named(settings, { disableDefaultEndpoint: "DisableExecuteApiEndpoint" }),
    ...(settings.cors === undefined || settings.cors === false
      ? {}
      : { CorsConfiguration: httpCors(settings.cors) }),
    Auth: {
      Authorizers: Object.fromEntries(
        Object.entries(asValues(settings.authorizers)).map(([name, value]) => [
          name,
          httpAuthorizer(name, asValues(value), apis),
        ]),
      ),
    },
  };
}

const usualCors = {
  AllowOrigins: ["*"],
  AllowHeaders: usualHeaders,
  AllowMethods: ["OPTIONS", "GET", "POST", "PUT", "PATCH", "DELETE"],
};

function httpCors(cors: unknown): Values {
  if (!isValues(cors)) return usualCors;
  return {
    ...usualCors,
    ...named(cors, {
      allowCredentials: "AllowCredentials",
      maxAge: "MaxAge",
    }),
    ...Object.fromEntries(
      Object.entries({
        AllowOrigins: cors.allowedOrigins,
        AllowHeaders: cors.allowedHeaders,
        AllowMethods: cors.allowedMethods,
        ExposeHeaders: cors.exposedResponseHeaders,
      }).flatMap(([name, value]) => (value === undefined ? [] : [[name, asList(value)]])),
    ),
  };
}

function httpAuthorizer(name: string, given: Values, { functionArn }: Apis): Values {
  if (given.type !== "request")
    return {
      IdentitySource: given.identitySource ?? "$request.header.Authorization",
      JwtConfiguration: { issuer: given.issuerUrl, audience: asList(given.audience) },
    };
  const sources = asList(given.identitySource).map(String);
  const places = (prefix: string) =>
    sources.flatMap((source) => (source.startsWith(prefix) ? [source.slice(prefix.length)] : []));
  return {
    FunctionArn: given.functionArn ?? functionArn(given.functionName ?? name),
    AuthorizerPayloadFormatVersion: given.payloadVersion ?? "2.0",
    EnableFunctionDefaultPermissions: true,
    ...named(given, { enableSimpleResponses: "EnableSimpleResponses" }),
    Identity: {
      Headers: places("$request.header."),
      QueryStrings: places("$request.querystring."),
      StageVariables: places("$stageVariables."),
      Context: places("$context."),
      ...named(given, { resultTtlInSeconds: "ReauthorizeEvery" }),
    },
  };
}
