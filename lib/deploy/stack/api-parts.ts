import { add, type ApiRoute, type Expansion } from "./expansion";
import { asValues, isIntrinsic, isValues, type Resource, type Values } from "./template";

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

const isMethod = (key: string) =>
  /^(get|put|post|delete|head|patch|x-amazon-apigateway-any-method)$/.test(key);

/** The name of the authorizer of a route: its own, else the API's. `NONE` is none. */
export function authorizerOf(route: ApiRoute, auth: Values): string | undefined {
  const name = asValues(route.properties.Auth).Authorizer ?? auth.DefaultAuthorizer;
  return name === undefined ? undefined : String(name);
}

/** A stage's logical id, as AWS's transform names it: with the stage's name where that is a plain word. */
export function stageIdOf(apiId: string, stageName: unknown): string {
  return typeof stageName === "string" && /^[A-Za-z0-9]+$/.test(stageName)
    ? `${apiId}${stageName}Stage`
    : `${apiId}Stage`;
}
