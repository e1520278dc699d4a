import { add, type ApiRoute, type Expansion } from "./expansion";
import { asList, asValues, isIntrinsic, isValues, type Resource, type Values } from "./template";

/**
 * The document that an API begins with: its own, or an empty one. Undefined when a file is the whole API, which takes
 * no routes from events.
 */
export function beginDocument(
  id: string,
  { DefinitionUri, DefinitionBody, Name }: Values,
  version: Values,
  routes: readonly ApiRoute[],
  expansion: Expansion,
): Values | undefined {
  if (DefinitionUri === undefined)
    return isValues(DefinitionBody)
      ? DefinitionBody
      : { ...version, info: { version: "1.0", title: Name ?? { Ref: "AWS::StackName" } } };
  if (routes.length > 0)
    expansion.notes.push(
      `${id}.DefinitionUri is the whole API: events of functions add no routes to it.`,
    );
  return undefined;
}

/** The address by which API Gateway calls a function. */
export function invocationUri(functionArn: unknown): Values {
  return {
    "Fn::Sub": [
      "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations",
      { FunctionArn: functionArn },
    ],
  };
}

/** Lets an API call a function, from a route (`*\/GET/path`) or as an authorizer. */
export function permitApi(
  from: Resource,
  id: string,
  functionArn: unknown,
  apiId: string,
  source: string,
  expansion: Expansion,
): void {
  add(expansion, from, id, "AWS::Lambda::Permission", {
    Action: "lambda:InvokeFunction",
    FunctionName: functionArn,
    Principal: "apigateway.amazonaws.com",
    SourceArn: {
      "Fn::Sub": `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${apiId}}/${source}`,
    },
  });
}

/** Lets an API call the function that is its authorizer. */
export function permitAuthorizer(
  from: Resource,
  apiId: string,
  name: string,
  functionArn: unknown,
  expansion: Expansion,
): void {
  const id = `${apiId}${name}AuthorizerPermission`;
  permitApi(from, id, functionArn, apiId, "authorizers/*", expansion);
}

/** Where an authorizer finds who calls, each behind what the kind of API puts in front of it. */
export function identitySources(
  identity: Values,
  { request, own }: { request: string; own: string },
): string[] {
  const behind = (prefix: string, names: unknown) =>
    asList(names).map((name) => `${prefix}.${String(name)}`);
  return [
    ...behind(`${request}.header`, identity.Headers),
    ...behind(`${request}.querystring`, identity.QueryStrings),
    ...behind(`${own}stageVariables`, identity.StageVariables),
    ...behind(`${own}context`, identity.Context),
  ];
}

/** A path as it stands in an ARN: what varies is `*`. */
export function pathInArn(path: string): string {
  return path.replace(/\{[^}]*\}/g, "*").replace(/\/$/, "") || "/";
}

/** The key of a method in an OpenAPI document. */
function methodKey(method: unknown): string {
  const name = String(method ?? "any").toLowerCase();
  return name === "any" || name === "*" ? "x-amazon-apigateway-any-method" : name;
}

export function methodInArn(method: unknown): string {
  const name = String(method ?? "any").toUpperCase();
  return name === "ANY" ? "*" : name;
}

/**
 * Adds an operation to a document's paths; what the document says of it itself wins. A function that has a condition
 * has its routes under the same.
 */
export function withOperation(
  paths: Values,
  path: string,
  { properties, target }: ApiRoute,
  operation: Values,
): Values {
  const key = methodKey(properties.Method);
  const { condition } = target.resource;
  const item = inEachBranch(paths[path], (before) => {
    const whole = { ...operation, ...asValues(before[key]) };
    const made =
      condition === undefined ? whole : { "Fn::If": [condition, whole, { Ref: "AWS::NoValue" }] };
    return { ...before, [key]: made };
  });
  return { ...paths, [path]: item };
}

/** Changes a path of a document, in both branches of one that depends on a condition. */
export function inEachBranch(item: unknown, change: (item: Values) => Values): Values {
  const given = asValues(item);
  const branches = given["Fn::If"];
  if (!Array.isArray(branches)) return change(given);
  const [condition, ...both] = branches as unknown[];
  return {
    "Fn::If": [
      condition,
      ...both.map((one) =>
        isIntrinsic(one) && asValues(one)["Fn::If"] === undefined ? one : inEachBranch(one, change),
      ),
    ],
  };
}

/** The operations of a path that have no security of their own, with the API's. */
export function withSecurity(item: Values, security: Values): Values {
  return Object.fromEntries(
    Object.entries(item).map(([key, operation]) => [
      key,
      isMethod(key) && isValues(operation) && !isIntrinsic(operation)
        ? { ...security, ...operation }
        : operation,
    ]),
  );
}

/** Whether a key of a path in a document is a method, other than the OPTIONS of browsers. */
export const isMethod = (key: string): boolean =>
  /^(get|put|post|delete|head|patch|x-amazon-apigateway-any-method)$/.test(key);

/** The name of the authorizer of a route: its own, else the API's. `NONE` is none. */
export function authorizerOf(route: ApiRoute, auth: Values): string | undefined {
  const name = asValues(route.properties.Auth).Authorizer ?? auth.DefaultAuthorizer;
  return name === undefined ? undefined : String(name);
}

/** A stage's name as AWS's transform puts it into logical ids: where it is a plain word. */
export function stageWord(stageName: unknown): string {
  return typeof stageName === "string" && /^[A-Za-z0-9]+$/.test(stageName) ? stageName : "";
}
