import {
  authorizerOf,
  beginDocument,
  identitySources,
  inEachBranch,
  invocationUri,
  methodInArn,
  pathInArn,
  permitApi,
  permitAuthorizer,
  stageWord,
  withOperation,
  withSecurity,
} from "./api-parts";
import { add, type ApiRoute, type Expansion, noteOthers, pick } from "./expansion";
import { asList, asValues, isValues, type Resource, type Values } from "./template";

const sameInApi = ["Description", "DisableExecuteApiEndpoint", "FailOnWarnings", "Name", "Tags"];
const sameInStage = ["AccessLogSettings", "DefaultRouteSettings"];
const known = [
  ...sameInApi,
  ...sameInStage,
  "Auth",
  "CorsConfiguration",
  "DefinitionBody",
  "DefinitionUri",
  "PropagateTags",
  "RouteSettings",
  "StageName",
  "StageVariables",
];

const knownAuth = ["Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer"];

/** AWS::Serverless::HttpApi as the transform carries it out: an API from a document, and a stage that deploys itself. */
export function expandHttpApi(
  id: string,
  resource: Resource,
  routes: readonly ApiRoute[],
  expansion: Expansion,
): void {
  const { properties } = resource;
  noteOthers(id, properties, known, expansion);
  noteOthers(`${id}.Auth`, asValues(properties.Auth), knownAuth, expansion);
  const stageName = properties.StageName ?? "$default";
  add(expansion, resource, id, "AWS::ApiGatewayV2::Api", {
    ...pick(properties, sameInApi),
    ...documentOf(id, resource, routes, expansion),
  });
  for (const { target, name, properties: event } of routes)
    permitApi(
      target.resource,
      `${target.id}${name}Permission`,
      target.arn,
      id,
      isDefault(event)
        ? "*/$default"
        : `*/${methodInArn(event.Method)}${pathInArn(String(event.Path))}`,
      expansion,
    );
  const settings = Object.fromEntries(
    routes.flatMap(({ properties: event }) =>
      isValues(event.RouteSettings)
        ? [[isDefault(event) ? "$default" : routeKey(event), event.RouteSettings]]
        : [],
    ),
  );
  const routeSettings = { ...asValues(properties.RouteSettings), ...settings };
  add(
    expansion,
    resource,
    stageName === "$default" ? `${id}ApiGatewayDefaultStage` : `${id}${stageWord(stageName)}Stage`,
    "AWS::ApiGatewayV2::Stage",
    {
      ApiId: { Ref: id },
      StageName: stageName,
      AutoDeploy: true,
      ...pick(properties, [...sameInStage, "StageVariables"]),
      ...(Object.keys(routeSettings).length > 0 ? { RouteSettings: routeSettings } : {}),
    },
  );
}

/** An event without a path takes what no other route does. */
const isDefault = ({ Path, Method }: Values) =>
  Path === "$default" || (Path === undefined && Method === undefined);

const routeKey = ({ Path, Method }: Values) =>
  `${String(Method ?? "ANY").toUpperCase()} ${String(Path)}`;

function documentOf(
  id: string,
  resource: Resource,
  routes: readonly ApiRoute[],
  expansion: Expansion,
): Values {
  const { DefinitionUri, CorsConfiguration, Auth } = resource.properties;
  const given = beginDocument(id, resource.properties, { openapi: "3.0.1" }, routes, expansion);
  if (!given) return { BodyS3Location: DefinitionUri };
  const auth = asValues(Auth);
  const components = asValues(given.components);
  const schemes = {
    ...asValues(components.securitySchemes),
    ...authorizersOf(id, resource, auth, expansion),
  };
  let paths = asValues(given.paths);
  for (const route of routes)
    paths = withOperation(
      paths,
      isDefault(route.properties) ? "/$default" : String(route.properties.Path),
      route,
      operationOf(route, auth),
    );
  const byDefault = auth.DefaultAuthorizer;
  if (byDefault !== undefined) {
    const scopes =
      asValues(asValues(auth.Authorizers)[String(byDefault)]).AuthorizationScopes ?? [];
    const security = securityOf(String(byDefault), scopes);
    paths = Object.fromEntries(
      Object.entries(paths).map(([path, item]) => [
        path,
        inEachBranch(item, (one) => withSecurity(one, security)),
      ]),
    );
  }
  return {
    Body: {
      ...given,
      paths,
      ...(Object.keys(schemes).length > 0
        ? { components: { ...components, securitySchemes: schemes } }
        : {}),
      ...(CorsConfiguration === undefined || String(CorsConfiguration).toLowerCase() === "false"
        ? {}
        : { "x-amazon-apigateway-cors": corsOf(CorsConfiguration) }),
    },
  };
}

function operationOf(route: ApiRoute, auth: Values): Values {
  const { target, properties } = route;
  const authorizer = authorizerOf(route, auth);
  const own = asValues(auth.Authorizers)[authorizer ?? ""];
  const scopes =
    asValues(properties.Auth).AuthorizationScopes ?? asValues(own).AuthorizationScopes ?? [];
  return {
    responses: {},
    ...(isDefault(properties) ? { isDefaultRoute: true } : {}),
    ...securityOf(authorizer, scopes),
    "x-amazon-apigateway-integration": {
      httpMethod: "POST",
      type: "aws_proxy",
      uri: invocationUri(target.arn),
      payloadFormatVersion: String(properties.PayloadFormatVersion ?? "2.0"),
      ...(properties.TimeoutInMillis === undefined
        ? {}
        : { timeoutInMillis: properties.TimeoutInMillis }),
    },
  };
}

function securityOf(name: string | undefined, scopes: unknown): Values {
  if (name === undefined) return {};
  return { security: name === "NONE" ? [] : [{ [name]: scopes }] };
}

function authorizersOf(id: string, resource: Resource, auth: Values, expansion: Expansion): Values {
  const schemes: Values = {
    // Signatures of AWS's own are an authorizer of that name.
    AWS_IAM: {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "awsSigv4",
    },
  };
  for (const [name, value] of Object.entries(asValues(auth.Authorizers))) {
    const authorizer = asValues(value);
    if (authorizer.FunctionArn === undefined) {
      const { issuer, audience } = asValues(authorizer.JwtConfiguration);
      schemes[name] = {
        type: "oauth2",
        "x-amazon-apigateway-authorizer": {
          type: "jwt",
          identitySource: authorizer.IdentitySource ?? "$request.header.Authorization",
          jwtConfiguration: { issuer, audience: asList(audience) },
        },
      };
      continue;
    }
    schemes[name] = functionScheme(authorizer);
    if (authorizer.EnableFunctionDefaultPermissions === true)
      permitAuthorizer(resource, id, name, authorizer.FunctionArn, expansion);
  }
  return schemes;
}

function functionScheme(authorizer: Values): Values {
  const identity = asValues(authorizer.Identity);
  const sources = identitySources(identity, { request: "$request", own: "$" });
  return {
    type: "apiKey",
    name: "Unused",
    in: "header",
    "x-amazon-apigateway-authorizer": {
      type: "request",
      authorizerUri: invocationUri(authorizer.FunctionArn),
      authorizerPayloadFormatVersion: String(authorizer.AuthorizerPayloadFormatVersion ?? "2.0"),
      ...(sources.length > 0 ? { identitySource: sources.join(", ") } : {}),
      ...(identity.ReauthorizeEvery === undefined
        ? {}
        : { authorizerResultTtlInSeconds: identity.ReauthorizeEvery }),
      ...(authorizer.EnableSimpleResponses === undefined
        ? {}
        : { enableSimpleResponses: authorizer.EnableSimpleResponses }),
    },
  };
}

/** `true` lets every page call, as the transform has it. */
function corsOf(cors: unknown): Values {
  if (!isValues(cors)) return { allowOrigins: ["*"] };
  const small = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
  return Object.fromEntries(Object.entries(cors).map(([name, value]) => [small(name), value]));
}
