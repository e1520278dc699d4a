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
import { expandUsagePlan } from "./expand-usage-plan";
import { preflight } from "./preflight";
import { restAuthorizers } from "./rest-authorizers";
import { modelsOf, requestModelOf } from "./rest-models";
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
  "Models",
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
  "UsagePlan",
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
  expandUsagePlan(id, resource, asValues(properties.Auth), expansion);
}

function documentOf(
  id: string,
  resource: Resource,
  routes: readonly ApiRoute[],
  expansion: Expansion,
): Values {
  const { DefinitionUri, Cors, GatewayResponses, Auth, Models } = resource.properties;
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
      operationOf(
        route,
        { auth, known: authorizers.known, document: given, models: Models },
        expansion,
      ),
    );
  const byDefault =
    auth.DefaultAuthorizer === undefined ? undefined : String(auth.DefaultAuthorizer);
  const security = securityOf(byDefault, authorizers.known, auth.ApiKeyRequired === true);
  paths = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      inEachBranch(item, (one) => withSecurity(one, security)),
    ]),
  );
  if (Cors !== undefined) {
    const guard =
      auth.AddDefaultAuthorizerToCorsPreflight === false
        ? {}
        : securityOf(byDefault, authorizers.known, false);
    paths = Object.fromEntries(
      Object.entries(paths).map(([path, item]) => [
        path,
        inEachBranch(item, (one) => ({ options: { ...preflight(Cors, one), ...guard }, ...one })),
      ]),
    );
  }
  const asksForKeys =
    auth.ApiKeyRequired === true ||
    routes.some(({ properties }) => asValues(properties.Auth).ApiKeyRequired === true);
  const schemes = {
    ...(asksForKeys ? { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } : {}),
    ...asValues(given.securityDefinitions),
    ...authorizers.schemes,
  };
  return {
    Body: {
      ...given,
      paths,
      ...(Object.keys(schemes).length > 0 ? { securityDefinitions: schemes } : {}),
      ...gatewayResponses(GatewayResponses),
      ...modelsOf(Models, given, routes),
    },
  };
}

function operationOf(
  route: ApiRoute,
  {
    auth,
    known,
    document,
    models,
  }: { auth: Values; known: ReadonlySet<string>; document: Values; models: unknown },
  expansion: Expansion,
): Values {
  const { target, name, properties } = route;
  const where = `${target.id}.Events.${name}`;
  const own = asValues(properties.Auth);
  const needsKey = (own.ApiKeyRequired ?? auth.ApiKeyRequired) === true;
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
    ...requestModelOf(route, { document, models, parameters }, expansion),
    ...securityOf(authorizer, known, needsKey),
    // Its own word, so that the API's does not take its place.
    ...(own.ApiKeyRequired === false && authorizer === undefined ? { security: [] } : {}),
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

function securityOf(
  name: string | undefined,
  known: ReadonlySet<string>,
  needsKey: boolean,
): Values {
  const key = needsKey ? [{ api_key: [] }] : [];
  if (name === "AWS_IAM")
    return {
      "x-amazon-apigateway-auth": { type: "AWS_IAM" },
      ...(needsKey ? { security: key } : {}),
    };
  if (name !== undefined && known.has(name)) return { security: [{ [name]: [] }, ...key] };
  return name === "NONE" || needsKey ? { security: key } : {};
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
