import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw } from "@/lib/engine/testing/send-raw";
import { SocketClient } from "@/lib/engine/testing/socket-client";
import { type DeployCloud, startDeployCloud } from "@/tests/start-deploy-cloud";
import { readStack } from "../read-stack";
import type { Cloud } from "./cloud";
import { deployStack, planStack } from "./deploy-stack";
import type { StackReport } from "./report";

let started: DeployCloud;
let engine: DeployCloud["engine"];
let cloud: Cloud;
let folder: string;

beforeAll(async () => {
  started = await startDeployCloud();
  ({ engine, cloud, folder } = started);
  writeFileSync(
    join(folder, "main.js"),
    `exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ id: event.pathParameters?.id, route: event.routeKey ?? event.requestContext.routeKey }) });
exports.guard = async (event) => ({ isAuthorized: event.headers.key === "right" });
`,
  );
});
afterAll(() => started.stop());

/** Deploys a template twice, the second time to no effect, and gives the first report. */
async function deployTwice(
  name: string,
  text: string,
  skipped: string[] = [],
): Promise<StackReport> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const read = () => readStack(file, cloud, { stackName: name.replace(".yaml", "") });
  const plan = await planStack(read(), cloud);
  const report = await deployStack(read(), cloud);
  expect(
    report.changes
      .filter(({ action }) => action === "fail" || action === "skip")
      .map(({ logicalId, reason }) => `${logicalId}: ${reason}`),
  ).toEqual(skipped);
  expect(plan.changes.map(({ action, logicalId }) => `${action} ${logicalId}`)).toEqual(
    report.changes.map(({ action, logicalId }) => `${action} ${logicalId}`),
  );
  const again = await deployStack(read(), cloud);
  expect(again.changes.filter(({ action }) => !/keep|skip/.test(action))).toEqual([]);
  return report;
}

/** Calls an address that a deployment told, whose name Node.js may not find. */
function call(
  address: string | undefined,
  path: string,
  { headers, ...init }: Parameters<typeof sendRaw>[1] = {},
) {
  const { host, pathname } = new URL(address ?? "");
  return sendRaw(engine.endpoint, {
    ...init,
    path: `${pathname.replace(/\/$/, "")}${path}`,
    headers: { host, ...headers },
  });
}

const addressOf = ({ changes }: StackReport, logicalId: string) =>
  changes.find((change) => change.logicalId === logicalId)?.address;

const inline = `
      Runtime: nodejs20.x
      Handler: index.handler
      InlineCode: |
        exports.handler = async (event) => ({
          statusCode: 200,
          body: JSON.stringify({ version: event.version, route: event.routeKey ?? event.resource, id: event.pathParameters?.id, url: process.env.URL, who: event.requestContext.authorizer }),
        });`;

test("events of SAM's functions become REST and HTTP APIs that answer at the addresses told", async () => {
  const report = await deployTwice(
    "sam-apis.yaml",
    `
Transform: AWS::Serverless-2016-10-31
Globals:
  Api: { Cors: "'*'" }
  HttpApi: { CorsConfiguration: { AllowOrigins: ["https://shop.example"], AllowMethods: [GET] } }
Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties:${inline}
      Events:
        Rest: { Type: Api, Properties: { Path: "/things/{id}", Method: get } }
        Http: { Type: HttpApi, Properties: { Path: "/things/{id}", Method: GET } }
        Any: { Type: HttpApi }
        Own: { Type: Api, Properties: { Path: /guarded, Method: any, RestApiId: !Ref Own } }
  Caller:
    Type: AWS::Serverless::Function
    Properties:${inline}
      Environment: { Variables: { URL: !Sub "https://\${ServerlessHttpApi}.execute-api.\${AWS::Region}.amazonaws.com/things" } }
  Guard:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: index.handler
      InlineCode: |
        exports.handler = async (event) => ({
          principalId: "ada",
          policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect: event.authorizationToken === "yes" ? "Allow" : "Deny", Resource: event.methodArn }] },
          context: { name: "Ada" },
        });
  Own:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      Name: own
      EndpointConfiguration: REGIONAL
      Auth:
        DefaultAuthorizer: Tokens
        Authorizers: { Tokens: { FunctionArn: !GetAtt Guard.Arn, Identity: { ReauthorizeEvery: 0 } } }
      GatewayResponses: { ACCESS_DENIED: { StatusCode: 418, ResponseParameters: { Headers: { x-why: "'no'" } } } }
Outputs:
  Rest: { Value: !Sub "https://\${ServerlessRestApi}.execute-api.\${AWS::Region}.amazonaws.com/Prod/things/1" }
  Http: { Value: !GetAtt ServerlessHttpApi.ApiEndpoint }
`,
  );
  const port = new URL(engine.endpoint).port;
  expect(report.outputs.Rest).toMatch(
    new RegExp(`^http://[a-z0-9]{10}\\.execute-api\\.us-east-1\\.localhost:${port}/Prod/things/1$`),
  );
  expect(report.outputs.Http).toMatch(/^http:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.localhost:/);
  const rest = addressOf(report, "ServerlessRestApiProdStage");
  expect(`${rest}/things/1`).toBe(report.outputs.Rest);
  expect(JSON.parse((await call(rest, "/things/7")).body)).toMatchObject({
    route: "/things/{id}",
    id: "7",
  });
  const preflight = await call(rest, "/things/7", { method: "OPTIONS" });
  expect(preflight.status).toBe(200);
  expect(preflight.headers["access-control-allow-origin"]).toBe("*");
  expect(preflight.headers["access-control-allow-methods"]).toBe("GET,OPTIONS");

  const http = addressOf(report, "ServerlessHttpApiApiGatewayDefaultStage");
  const answer = await call(http, "/things/8", { headers: { origin: "https://shop.example" } });
  expect(answer.headers["access-control-allow-origin"]).toBe("https://shop.example");
  expect(JSON.parse(answer.body)).toMatchObject({
    version: "2.0",
    route: "GET /things/{id}",
    id: "8",
  });
  expect(JSON.parse((await call(http, "/elsewhere", { method: "PUT" })).body)).toMatchObject({
    route: "$default",
  });

  const own = addressOf(report, "Ownv1Stage");
  const allowed = await call(own, "/guarded", { headers: { authorization: "yes" } });
  expect(JSON.parse(allowed.body)).toMatchObject({ who: { name: "Ada", principalId: "ada" } });
  const denied = await call(own, "/guarded", { headers: { authorization: "no" } });
  expect([denied.status, denied.headers["x-why"]]).toEqual([418, "no"]);
  expect((await call(own, "/guarded")).status).toBe(401);

  // Programs get an address that they find on every machine.
  const { Payload } = await engine.clients.lambda.send(
    new InvokeCommand({ FunctionName: "sam-apis-Caller", Payload: '{"requestContext":{}}' }),
  );
  const { body } = JSON.parse(Buffer.from(Payload ?? []).toString()) as { body: string };
  const { url } = JSON.parse(body) as { url: string };
  expect(url).toContain(`${engine.endpoint}/_lambdeck/execute-api/`);
  expect(await (await fetch(`${url}/9`)).json()).toMatchObject({ id: "9" });
}, 60_000);

test("a changed document or part of an API is deployed anew", async () => {
  const text = (path: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties:${inline}
      Environment: { Variables: { URL: !Sub "https://\${ServerlessRestApi}.execute-api.us-east-1.amazonaws.com" } }
      Events:
        Rest: { Type: Api, Properties: { Path: ${path}, Method: get } }
        Http: { Type: HttpApi, Properties: { Path: ${path}, Method: get } }
`;
  const before = await deployTwice("changed.yaml", text("/one"));
  const after = await deployTwice("changed.yaml", text("/two")).catch((error: unknown) => error);
  expect(after).not.toBeInstanceOf(Error);
  // AWS refuses that a function knows the API that calls it; here it may.
  const stage = addressOf(before, "ServerlessRestApiProdStage");
  const { url } = JSON.parse((await call(stage, "/two")).body) as { url: string };
  expect(url).toBe(
    `${engine.endpoint}/_lambdeck/execute-api/${new URL(stage ?? "").hostname.split(".")[0]}`,
  );
  const found = async (id: string, path: string) =>
    (await call(addressOf(before, id), path)).status;
  for (const id of ["ServerlessRestApiProdStage", "ServerlessHttpApiApiGatewayDefaultStage"])
    expect([(await found(id, "/one")) >= 400, await found(id, "/two")]).toEqual([true, 200]);
}, 60_000);

test("CloudFormation's parts of APIs make a REST, an HTTP and a WebSocket API", async () => {
  const report = await deployTwice(
    "parts.yaml",
    `
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: { Type: AWS::Serverless::Function, Properties: {${""}
      Runtime: nodejs20.x, Handler: index.handler, InlineCode: "exports.handler = async (event) => ({ statusCode: 200, body: event.body || event.httpMethod || 'none' })" } }
  Allow: { Type: AWS::Lambda::Permission, Properties: { Action: "lambda:InvokeFunction", FunctionName: !Ref Fn, Principal: apigateway.amazonaws.com } }
  Rest: { Type: AWS::ApiGateway::RestApi, Properties: { Name: parts } }
  Items: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: items } }
  ListItems:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Rest
      ResourceId: !Ref Items
      HttpMethod: GET
      AuthorizationType: NONE
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub "arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations"
  Mocked:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Rest
      ResourceId: !GetAtt Rest.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      MethodResponses: [{ StatusCode: 200, ResponseParameters: { method.response.header.x-mock: true } }]
      Integration:
        Type: MOCK
        RequestTemplates: { application/json: '{"statusCode": 200}' }
        IntegrationResponses: [{ StatusCode: 200, ResponseParameters: { method.response.header.x-mock: "'yes'" }, ResponseTemplates: { application/json: "made up" } }]
  Deployed: { Type: AWS::ApiGateway::Deployment, DependsOn: [ListItems, Mocked], Properties: { RestApiId: !Ref Rest } }
  Live: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Rest, DeploymentId: !Ref Deployed, StageName: live, Variables: { a: b }, MethodSettings: [{ ResourcePath: "/*", HttpMethod: "*", ThrottlingRateLimit: 50, ThrottlingBurstLimit: 20 }] } }
  Http: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: parts, ProtocolType: HTTP } }
  HttpToFn: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Http, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Fn.Arn, PayloadFormatVersion: "2.0", TimeoutInMillis: "5000" } }
  HttpRoute: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Http, RouteKey: "POST /echo", Target: !Sub "integrations/\${HttpToFn}" } }
  HttpStage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Http, StageName: $default, AutoDeploy: true } }
  Socket: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: socket, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
  SocketToFn: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Socket, IntegrationType: AWS_PROXY, IntegrationUri: !Sub "arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations" } }
  SocketDefault: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Socket, RouteKey: $default, RouteResponseSelectionExpression: $default, Target: !Sub "integrations/\${SocketToFn}" } }
  SocketAnswer: { Type: AWS::ApiGatewayV2::RouteResponse, Properties: { ApiId: !Ref Socket, RouteId: !Ref SocketDefault, RouteResponseKey: $default } }
  SocketDeployment: { Type: AWS::ApiGatewayV2::Deployment, DependsOn: SocketAnswer, Properties: { ApiId: !Ref Socket } }
  SocketStage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Socket, StageName: dev, DeploymentId: !Ref SocketDeployment } }
Outputs:
  Socket: { Value: !Sub "wss://\${Socket}.execute-api.\${AWS::Region}.amazonaws.com/\${SocketStage}" }
`,
  );
  const live = addressOf(report, "Live");
  expect((await call(live, "/items")).body).toBe("GET");
  const mocked = await call(live, "/");
  expect([mocked.headers["x-mock"], mocked.body]).toEqual(["yes", "made up"]);
  const echoed = await call(addressOf(report, "HttpStage"), "/echo", {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: "hi",
  });
  expect(echoed.body).toBe("hi");
  expect(report.outputs.Socket).toMatch(/^ws:\/\/.*\.localhost:\d+\/dev$/);
  expect(addressOf(report, "SocketStage")).toBe(report.outputs.Socket);
  const { host, pathname } = new URL(report.outputs.Socket ?? "");
  const socket = await SocketClient.open(engine.endpoint, { path: pathname, headers: { host } });
  socket.send('{"action":"greet"}');
  expect(await socket.next()).toEqual({ text: '{"action":"greet"}' });
  socket.destroy();
}, 60_000);

test("a Serverless Framework file's http, httpApi and websocket events answer, with authorizers and CORS", async () => {
  const report = await deployTwice(
    "serverless.yml",
    `
service: web
provider:
  name: aws
  runtime: nodejs20.x
  httpApi:
    cors: true
    authorizers: { keys: { type: request, functionName: guard, identitySource: [$request.header.key], enableSimpleResponses: true } }
functions:
  main:
    handler: main.handler
    events:
      - http: { path: "items/{id}", method: post, cors: { origin: "https://shop.example" } }
      - httpApi: { path: /items, method: get, authorizer: keys }
      - httpApi: "*"
      - websocket: { route: $default, routeResponseSelectionExpression: $default }
      - alb: { listenerArn: x, priority: 1 }
  guard: { handler: main.guard }
`,
    [
      "MainLambdaFunctionAlb5: there are no load balancers here; an event of type HttpApi gives a function an address",
    ],
  );
  const { ServiceEndpoint, HttpApiUrl, ServiceEndpointWebsocket } = report.outputs;
  const posted = await call(ServiceEndpoint, "/items/3", { method: "POST", body: "x" });
  expect(JSON.parse(posted.body)).toMatchObject({ id: "3" });
  const preflight = await call(ServiceEndpoint, "/items/3", { method: "OPTIONS" });
  expect(preflight.headers).toMatchObject({
    "access-control-allow-origin": "https://shop.example",
    "access-control-allow-methods": "OPTIONS,POST",
  });
  expect((await call(HttpApiUrl, "/items")).status).toBe(401);
  expect((await call(HttpApiUrl, "/items", { headers: { key: "wrong" } })).status).toBe(403);
  expect((await call(HttpApiUrl, "/items", { headers: { key: "right" } })).status).toBe(200);
  expect(JSON.parse((await call(HttpApiUrl, "/other")).body)).toMatchObject({ route: "$default" });
  const { host, pathname } = new URL(ServiceEndpointWebsocket ?? "");
  const socket = await SocketClient.open(engine.endpoint, { path: pathname, headers: { host } });
  socket.send("hello");
  expect(await socket.next()).toMatchObject({ text: expect.stringContaining("$default") });
  socket.destroy();
}, 60_000);
