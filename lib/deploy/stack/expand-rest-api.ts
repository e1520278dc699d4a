import {
  authorizerOf,
  beginDocument,
  inEachBranch,
  invocationUri,
  methodInArn,
  pathInArn,
  permitApi,
  stageWord,
  withOperation,
  withSecurity,
} from "./api-parts";
import { add, type ApiRoute, type Expansion, noteOthers, pick } from "./expansion";
import { preflight } from "./preflight";
import { restAuthorizers } from "./rest-authorizers";
import { asValues, isValues, type Resource, type Values } from "./template";

const sameInApi = [
  "ApiKeySourceType",
  "BinaryMediaTypes",
  "Description",
  "DisableExecuteApiEndpoint",
  "MinimumCompressionSize",
  "Mode",
  "Name",
  "Tags",
];
const sameInStage = ["AccessLogSetting", "MethodSettings", "TracingEnabled", "Variables"];
const known = [
  ...sameInApi,
  ...sameInStage,
  "AlwaysDeploy",
  "Auth",
  "Cors",
  "DefinitionBody",
  "DefinitionUri",
  "EndpointConfiguration",
  "FailOnWarnings",
  "GatewayResponses",
  "MergeDefinitions",
  "OpenApiVersion",
  "PropagateTags",
  "StageName",
];

const knownAuth = [
  "AddDefaultAuthorizerToCorsPreflight",
  "ApiKeyRequired",
  "Authorizers",
  "DefaultAuthorizer",
  "InvokeRole",
  "ResourcePolicy",
];

/** AWS::Serverless::Api as the transform carries it out: an API from a document, its deployment and its stage. */
export function expandRestApi(
  id: string,
  resource: Resource,
  routes: readonly ApiRoute[],
  expansion: Expansion,
): void {
  const { properties } = resource;
  noteOthers(id, properties, known, expansion);
  noteOthers(`${id}.Auth`, asValues(properties.Auth), knownAuth, expansion);
  const word = stageWord(properties.StageName);
  const endpoint = properties.EndpointConfiguration;
  const Type = isValues(endpoint) && "Type" in endpoint ? endpoint.Type : endpoint;
  add(expansion, resource, id, "AWS::ApiGateway::RestApi", {
    ...pick(properties, sameInApi),
    ...(Type === undefined ? {} : { EndpointConfiguration: { Types: [Type] } }),
    ...documentOf(id, resource, routes, expansion),
  });
  for (const { target, name, properties: event } of routes)
    permitApi(
      target.resource,
      `${target.id}${name}Permission${word || "Stage"}`,
      target.arn,
      id,
      `*/${methodInArn(event.Method)}${pathInArn(String(event.Path))}`,
      expansion,
    );
  add(expansion, resource, `${id}Deployment`, "AWS::ApiGateway::Deployment", {
    RestApiId: { Ref: id },
  });
  add(expansion, resource, `${id}${word}Stage`, "AWS::ApiGateway::Stage", {
    RestApiId: { Ref: id },
    DeploymentId: { Ref: `${id}Deployment` },
    StageName: properties.StageName,
    ...pick(properties, sameInStage),
  });
}

function documentOf(
  id: string,
  resource: Resource,
  routes: readonly ApiRoute[],
  expansion: Expansion,
): Values {
  const { DefinitionUri, Cors, GatewayResponses, Auth } = resource.properties;
  const given = beginDocument(id, resource.properties, { swagger: "2.0" }, routes, expansion);
  if (!given) return { BodyS3Location: DefinitionUri };
  const auth = asValues(Auth);
  const authorizers = restAuthorizers(id, resource, auth, expansion);
  let paths = asValues(given.paths);
  for (const route of routes)
    paths = withOperation(
      paths,
      String(route.properties.Path),
      route,
      operationOf(route, auth, authorizers.known, expansion),
    );
  const byDefault =
    auth.DefaultAuthorizer === undefined ? undefined : String(auth.DefaultAuthorizer);
  const security = securityOf(byDefault, authorizers.known);
  paths = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      inEachBranch(item, (one) => withSecurity(one, security)),
    ]),
  );
  if (Cors !== undefined) {
    const guard = auth.AddDefaultAuthorizerToCorsPreflight === false ? {} : security;
    paths = Object.fromEntries(
      Object.entries(paths).map(([path, item]) => [
        path,
        inEachBranch(item, (one) => ({ options: { ...preflight(Cors, one), ...guard }, ...one })),
      ]),
    );
  }
  const schemes = { ...asValues(given.securityDefinitions), ...authorizers.schemes };
  return {
    Body: {
      ...given,
      paths,
      ...(Object.keys(schemes).length > 0 ? { securityDefinitions: schemes } : {}),
      ...gatewayResponses(GatewayResponses),
    },
  };
}

function operationOf(
  route: ApiRoute,
  auth: Values,
  known: ReadonlySet<string>,
  expansion: Expansion,
): Values {
  const { target, name, properties } = route;
  const where = `${target.id}.Events.${name}`;
  const own = asValues(properties.Auth);
  if (own.ApiKeyRequired === true || (auth.ApiKeyRequired === true && own.ApiKeyRequired !== false))
    expansion.notes.push(`${where}: there are no API keys here; the route asks for none.`);
  if (properties.RequestModel !== undefined)
    expansion.notes.push(`${where}.RequestModel: bodies are not held against models here.`);
  const authorizer = authorizerOf(route, auth);
  if (
    authorizer !== undefined &&
    !["AWS_IAM", "NONE"].includes(authorizer) &&
    !known.has(authorizer)
  )
    expansion.notes.push(`${where}: its authorizer ${authorizer} is not there; the route is open.`);
  const parameters = (
    Array.isArray(properties.RequestParameters) ? (properties.RequestParameters as unknown[]) : []
  ).map(parameterOf);
  return {
    responses: {},
    ...(parameters.length > 0 ? { parameters } : {}),
    ...securityOf(authorizer, known),
    "x-amazon-apigateway-integration": {
      httpMethod: "POST",
      type: "aws_proxy",
      uri: invocationUri(target.arn),
      ...(properties.TimeoutInMillis === undefined
        ? {}
        : { timeoutInMillis: properties.TimeoutInMillis }),
    },
  };
}

function securityOf(name: string | undefined, known: ReadonlySet<string>): Values {
  if (name === "AWS_IAM") return { "x-amazon-apigateway-auth": { type: "AWS_IAM" } };
  if (name === "NONE") return { security: [] };
  return name !== undefined && known.has(name) ? { security: [{ [name]: [] }] } : {};
}

/** `method.request.querystring.page`, alone or with its settings. */
function parameterOf(entry: unknown): Values {
  const [[place, settings] = ["", {}]] = isValues(entry)
    ? Object.entries(entry)
    : [[String(entry), {}] as const];
  const [, , kind = "", ...name] = place.split(".");
  const where = kind === "querystring" ? "query" : kind;
  return {
    name: name.join("."),
    in: where,
    type: "string",
    required: where === "path" || asValues(settings).Required === true,
  };
}

function gatewayResponses(responses: unknown): Values {
  if (!isValues(responses)) return {};
  const read = (response: Values): Values => {
    const parameters = Object.entries(asValues(response.ResponseParameters)).flatMap(
      ([kind, values]) =>
        Object.entries(asValues(values)).map(([name, value]) => [
          `gatewayresponse.${places[kind] ?? kind.toLowerCase()}.${name}`,
          value,
        ]),
    );
    return {
      ...(response.StatusCode === undefined ? {} : { statusCode: String(response.StatusCode) }),
      responseParameters: Object.fromEntries(parameters) as Values,
      ...(response.ResponseTemplates === undefined
        ? {}
        : { responseTemplates: response.ResponseTemplates }),
    };
  };
  return {
    "x-amazon-apigateway-gateway-responses": Object.fromEntries(
      Object.entries(responses).map(([type, response]) => [type, read(asValues(response))]),
    ),
  };
}

const places: Readonly<Record<string, string>> = {
  Headers: "header",
  Paths: "path",
  QueryStrings: "querystring",
};
