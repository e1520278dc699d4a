import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readTemplate } from "./read-template";
import { asValues } from "./template";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "expand-apis-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = join(folder, "template.yaml");
  writeFileSync(file, `Transform: AWS::Serverless-2016-10-31\n${text}`);
  return readTemplate(file);
}

const inside = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((at, name) => asValues(at)[name], value);

const code = "CodeUri: s3://bucket/key, Handler: index.handler, Runtime: nodejs20.x";

test("a condition of a function is one of its routes, and a document's own condition gets what all routes get", () => {
  const { resources } = read(`
Conditions: { Big: !Equals [a, a] }
Globals: { Api: { Cors: { "Fn::Join": [",", [a, b]] } } }
Resources:
  Fn: { Type: AWS::Serverless::Function, Condition: Big, Properties: { ${code}, Events: { Get: { Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref Own } } } } }
  Own:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth: { DefaultAuthorizer: AWS_IAM }
      DefinitionBody:
        swagger: "2.0"
        info: { title: own, version: "1" }
        paths: { /y: { "Fn::If": [Big, { post: { responses: {} } }, { Ref: "AWS::NoValue" }] } }
`);
  const paths = inside(resources.Own?.properties, "Body", "paths");
  expect(inside(paths, "/x", "get")).toEqual({
    "Fn::If": ["Big", expect.objectContaining({ responses: {} }), { Ref: "AWS::NoValue" }],
  });
  expect(inside(paths, "/y")).toEqual({
    "Fn::If": [
      "Big",
      {
        options: expect.objectContaining({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
        post: { responses: {}, "x-amazon-apigateway-auth": { type: "AWS_IAM" } },
      },
      { Ref: "AWS::NoValue" },
    ],
  });
  expect(resources.FnGetPermissiondev).toMatchObject({
    type: "AWS::Lambda::Permission",
    condition: "Big",
  });
});

test("authorizers of HTTP APIs, parameters as settings, and names are AWS's", () => {
  const { resources, notes } = read(`
Parameters: { Cors: { Type: String, Default: true }, Stage: { Type: String, Default: Prod } }
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs20.x
      CodeUri: s3://bucket/key
      Events:
        Open: { Type: HttpApi, Properties: { ApiId: !Ref Web, Path: /open, Method: get, Auth: { Authorizer: NONE } } }
        Any: { Type: HttpApi, Properties: { ApiId: Web, RouteSettings: { ThrottlingBurstLimit: 3 } } }
        Elsewhere: { Type: Api, Properties: { Path: /z, Method: get, RestApiId: someid } }
  Web:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: !Ref Stage
      CorsConfiguration: !Ref Cors
      Domain: { DomainName: example.com }
      Auth:
        DefaultAuthorizer: Tokens
        Authorizers: { Tokens: { AuthorizationScopes: [read], JwtConfiguration: { issuer: "https://issuer.example", audience: [me] } } }
`);
  expect(Object.keys(resources).sort()).toEqual([
    "Fn",
    "FnAnyPermission",
    "FnElsewhere",
    "FnOpenPermission",
    "Web",
    "WebProdStage",
  ]);
  const body = resources.Web?.properties.Body;
  expect(inside(body, "x-amazon-apigateway-cors")).toEqual({ allowOrigins: ["*"] });
  expect(inside(body, "paths", "/open", "get", "security")).toEqual([]);
  expect(inside(body, "paths", "/$default", "x-amazon-apigateway-any-method")).toMatchObject({
    security: [{ Tokens: ["read"] }],
    isDefaultRoute: true,
  });
  expect(resources.WebProdStage?.properties).toMatchObject({
    StageName: "Prod",
    RouteSettings: { $default: { ThrottlingBurstLimit: 3 } },
  });
  expect(resources.FnElsewhere?.properties.why).toContain("AWS::Serverless::Api");
  expect(notes).toEqual(["Web.Domain is not carried over."]);
});

test("a REST API asks for keys, brings its plan and holds bodies against its models", () => {
  const { resources, notes } = read(`
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      ${code.replaceAll(", ", "\n      ")}
      Events:
        Add: { Type: Api, Properties: { Path: /pets, Method: post, RestApiId: !Ref Shop, RequestModel: { Model: Pet, Required: true, ValidateBody: true } } }
        Open: { Type: Api, Properties: { Path: /open, Method: get, RestApiId: !Ref Shop, Auth: { ApiKeyRequired: false }, RequestModel: { Model: None } } }
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Cors: "'*'"
      Models: { Pet: { type: object, required: [name] } }
      Auth:
        ApiKeyRequired: true
        UsagePlan: { CreateUsagePlan: PER_API, Quota: { Limit: 5, Period: DAY } }
`);
  const body = resources.Shop?.properties.Body;
  expect(inside(body, "paths", "/pets", "post")).toMatchObject({
    security: [{ api_key: [] }],
    parameters: [
      { in: "body", name: "pet", required: true, schema: { $ref: "#/definitions/Pet" } },
    ],
    "x-amazon-apigateway-request-validator": "body-only",
  });
  expect(inside(body, "paths", "/open", "get", "security")).toEqual([]);
  expect(inside(body, "paths", "/pets", "options")).not.toHaveProperty("security");
  expect(inside(body, "definitions", "Pet")).toEqual({ type: "object", required: ["name"] });
  expect(inside(body, "securityDefinitions", "api_key")).toMatchObject({ name: "x-api-key" });
  expect(resources.ShopUsagePlan).toMatchObject({
    type: "AWS::ApiGateway::UsagePlan",
    properties: {
      ApiStages: [{ ApiId: { Ref: "Shop" }, Stage: "dev" }],
      Quota: { Limit: 5, Period: "DAY" },
    },
    dependsOn: ["ShopdevStage"],
  });
  expect(resources.ShopApiKey?.properties).toMatchObject({ Enabled: true });
  expect(resources.ShopUsagePlanKey?.properties).toMatchObject({
    KeyId: { Ref: "ShopApiKey" },
    UsagePlanId: { Ref: "ShopUsagePlan" },
  });
  expect(notes).toEqual([
    "Fn.Events.Open.RequestModel: the API has no model None; bodies are not checked.",
  ]);
});
