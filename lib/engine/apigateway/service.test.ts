import * as sdk from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "../testing/start-engine.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const uri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
const send = <Output extends object>(command: { input: object }) =>
  engine.clients.restApis.send(command as never) as Promise<Output>;
const refused = (command: { input: object }, code: string, message: string | RegExp) =>
  expect(send(command)).rejects.toMatchObject({
    name: code,
    message: typeof message === "string" ? message : expect.stringMatching(message),
  });
const bad = "BadRequestException";

async function make(more: Partial<sdk.CreateRestApiCommandInput> = {}) {
  const api = await send<sdk.RestApi>(new sdk.CreateRestApiCommand({ name: "a", ...more }));
  const { id: restApiId = "", rootResourceId = "" } = api;
  const resource = async (parentId: string, pathPart: string) =>
    (await send<sdk.Resource>(new sdk.CreateResourceCommand({ restApiId, parentId, pathPart })))
      .id ?? "";
  const method = (resourceId = rootResourceId, input: Partial<sdk.PutMethodCommandInput> = {}) =>
    new sdk.PutMethodCommand({
      restApiId,
      resourceId,
      httpMethod: "GET",
      authorizationType: "NONE",
      ...input,
    });
  const integration = (input: Partial<sdk.PutIntegrationCommandInput> = {}) =>
    new sdk.PutIntegrationCommand({
      restApiId,
      resourceId: rootResourceId,
      httpMethod: "GET",
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri,
      ...input,
    });
  return { api, restApiId, rootId: rootResourceId, resource, method, integration };
}

test("an API has AWS's defaults and takes patches", async () => {
  const { api, restApiId } = await make({ description: "d" });
  expect(api).toMatchObject({
    apiKeySource: "HEADER",
    createdDate: expect.any(Date),
    description: "d",
    disableExecuteApiEndpoint: false,
    endpointConfiguration: { ipAddressType: "ipv4", types: ["EDGE"] },
    name: "a",
  });
  const update = (...patchOperations: sdk.PatchOperation[]) =>
    new sdk.UpdateRestApiCommand({ restApiId, patchOperations });
  expect(
    await send(
      update(
        { op: "add", path: "/binaryMediaTypes/image~1png" },
        { op: "replace", path: "/minimumCompressionSize", value: "10" },
        { op: "remove", path: "/description" },
      ),
    ),
  ).toMatchObject({ binaryMediaTypes: ["image/png"], minimumCompressionSize: 10, tags: {} });
  expect(await send(new sdk.GetRestApiCommand({ restApiId }))).not.toHaveProperty("description");
  await refused(
    update({ op: "add", path: "/minimumCompressionSize", value: "1" }),
    bad,
    "Invalid patch operation specified. Must be one of: [replace]",
  );
  await refused(
    update({ op: "replace", path: "/binaryMediaTypes" }),
    bad,
    "Invalid patch path /binaryMediaTypes",
  );
  await refused(
    new sdk.CreateRestApiCommand({ name: "a", description: "" }),
    bad,
    "Description cannot be an empty string",
  );
  await refused(
    new sdk.CreateRestApiCommand({
      name: "a",
      endpointConfiguration: { types: ["EDGE", "REGIONAL"] },
    }),
    bad,
    "Cannot create an api with multiple Endpoint Types.",
  );
  await send(new sdk.DeleteRestApiCommand({ restApiId }));
  await refused(
    new sdk.GetRestApiCommand({ restApiId }),
    "NotFoundException",
    `Invalid API identifier specified 000000000000:${restApiId}`,
  );
});

test("resources are a tree", async () => {
  const { restApiId, rootId, resource } = await make();
  const pets = await resource(rootId, "pets");
  const one = await resource(pets, "{id}");
  const create = (parentId: string, pathPart: string) =>
    new sdk.CreateResourceCommand({ restApiId, parentId, pathPart });
  await refused(
    create(rootId, "pets"),
    "ConflictException",
    "Another resource with the same parent already has this name: pets",
  );
  await refused(
    create(pets, "{other}"),
    bad,
    "A sibling ({id}) of this resource already has a variable path part -- only one is allowed",
  );
  await refused(create(rootId, "a b"), bad, /path part only allow/);
  const greedy = await resource(one, "{rest+}");
  await refused(
    create(greedy, "x"),
    bad,
    "Cannot create a child of a resource with a greedy path variable: {rest+}",
  );
  const patch = (resourceId: string, path: string, value: string, op: sdk.Op = "replace") =>
    new sdk.UpdateResourceCommand({
      restApiId,
      resourceId,
      patchOperations: [{ op, path, value }],
    });
  await refused(patch(pets, "/parentId", one), bad, "Resources cannot be cyclical.");
  await refused(
    patch(pets, "/none", "x"),
    bad,
    "Invalid patch path  '/none' specified for op 'replace'. Must be one of: [/parentId, /pathPart]",
  );
  await refused(
    patch(pets, "/pathPart", "x", "add"),
    bad,
    "Invalid patch path  '/pathPart' specified for op 'add'. Please choose supported operations",
  );
  await send(patch(pets, "/pathPart", "dogs"));
  const { items = [] } = await send<sdk.GetResourcesCommandOutput>(
    new sdk.GetResourcesCommand({ restApiId }),
  );
  expect(items.map(({ path }) => path)).toEqual(["/", "/dogs", "/dogs/{id}", "/dogs/{id}/{rest+}"]);
  const page = await send<sdk.GetResourcesCommandOutput>(
    new sdk.GetResourcesCommand({ restApiId, limit: 3 }),
  );
  expect(page.position).toEqual(expect.any(String));
  await send(new sdk.DeleteResourceCommand({ restApiId, resourceId: pets }));
  await refused(
    new sdk.GetResourceCommand({ restApiId, resourceId: one }),
    "NotFoundException",
    "Invalid Resource identifier specified",
  );
});

test("methods lead to integrations and say what they answer", async () => {
  const { restApiId, rootId, method, integration } = await make();
  const named = { restApiId, resourceId: rootId, httpMethod: "GET" };
  await refused(integration(), "NotFoundException", "Invalid Method identifier specified");
  await refused(
    method(rootId, { httpMethod: "FETCH" }),
    bad,
    "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY",
  );
  await refused(method(rootId, { authorizationType: "CUSTOM" }), bad, /Invalid authorizer ID/);
  expect(await send(method())).toMatchObject({ apiKeyRequired: false, authorizationType: "NONE" });
  await refused(method(), "ConflictException", "Method already exists for this resource");
  await refused(
    new sdk.GetIntegrationCommand(named),
    "NotFoundException",
    "Invalid Integration identifier specified",
  );
  await refused(
    integration({ integrationHttpMethod: undefined }),
    bad,
    "Enumeration value for HttpMethod must be non-empty",
  );
  await refused(integration({ uri: "arn:aws:apigateway:x" }), bad, /must contain path or action/);
  await refused(
    integration({ requestTemplates: { "application/json": "#if($a)" } }),
    bad,
    /cannot read the mapping template: .* no #end/,
  );
  expect(await send(integration())).toMatchObject({
    cacheKeyParameters: [],
    cacheNamespace: rootId,
    httpMethod: "POST",
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: 29_000,
    type: "AWS_PROXY",
    uri,
  });
  const status = { ...named, statusCode: "200" };
  await send(new sdk.PutMethodResponseCommand(status));
  await send(
    new sdk.UpdateMethodResponseCommand({
      ...status,
      patchOperations: [
        { op: "add", path: "/responseModels/application~1json", value: "Empty" },
        { op: "add", path: "/responseParameters/method.response.header.x", value: "true" },
      ],
    }),
  );
  await refused(
    new sdk.UpdateMethodResponseCommand({
      ...status,
      patchOperations: [{ op: "remove", path: "/responseParameters/none" }],
    }),
    "NotFoundException",
    "Invalid parameter name specified",
  );
  await send(new sdk.PutIntegrationResponseCommand({ ...status, selectionPattern: "" }));
  expect(await send(new sdk.GetMethodCommand(named))).toMatchObject({
    methodIntegration: { integrationResponses: { 200: { statusCode: "200" } } },
    methodResponses: {
      200: {
        responseModels: { "application/json": "Empty" },
        responseParameters: { "method.response.header.x": true },
      },
    },
  });
  await refused(
    new sdk.GetIntegrationResponseCommand({ ...named, statusCode: "404" }),
    "NotFoundException",
    "Invalid Response status code specified",
  );
  await refused(
    new sdk.PutIntegrationResponseCommand({ ...named, statusCode: "wrong" }),
    "ValidationException",
    String.raw`1 validation error detected: Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d`,
  );
  const embedded = await send<sdk.GetResourcesCommandOutput>(
    new sdk.GetResourcesCommand({ restApiId, embed: ["methods"] }),
  );
  expect(embedded.items?.[0]?.resourceMethods?.GET?.methodIntegration?.uri).toBe(uri);
});

test("deployments freeze an API for its stages", async () => {
  const { restApiId, method, integration } = await make();
  const deploy = (more: object = {}) => new sdk.CreateDeploymentCommand({ restApiId, ...more });
  await refused(deploy(), bad, "The REST API doesn't contain any methods");
  await send(method());
  await refused(deploy(), bad, "No integration defined for method");
  await send(integration());
  const { id: deploymentId } = await send<sdk.Deployment>(
    deploy({ stageName: "dev", description: "first" }),
  );
  expect(await send(new sdk.GetStageCommand({ restApiId, stageName: "dev" }))).toMatchObject({
    deploymentId,
    cacheClusterStatus: "NOT_AVAILABLE",
    methodSettings: {},
    tracingEnabled: false,
  });
  await refused(
    new sdk.DeleteDeploymentCommand({ restApiId, deploymentId }),
    bad,
    "Active stages pointing to this deployment must be moved or deleted",
  );
  await refused(
    new sdk.CreateStageCommand({ restApiId, stageName: "x", deploymentId: "none" }),
    bad,
    "Deployment id does not exist",
  );
  await refused(
    new sdk.CreateStageCommand({ restApiId, stageName: "dev", deploymentId }),
    "ConflictException",
    "Stage already exists",
  );
  const embed = ["apisummary"];
  expect(
    await send(new sdk.GetDeploymentCommand({ restApiId, deploymentId, embed })),
  ).toMatchObject({ apiSummary: { "/": { GET: { authorizationType: "NONE" } } } });
  expect(
    await send(
      new sdk.UpdateStageCommand({
        restApiId,
        stageName: "dev",
        patchOperations: [
          { op: "replace", path: "/variables/a", value: "b" },
          { op: "replace", path: "/~1/GET/throttling/rateLimit", value: "5" },
        ],
      }),
    ),
  ).toMatchObject({
    variables: { a: "b" },
    methodSettings: { "/GET": { throttlingRateLimit: 5 } },
  });
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}/stages/dev`;
  await send(new sdk.TagResourceCommand({ resourceArn, tags: { a: "1" } }));
  expect(await send(new sdk.GetTagsCommand({ resourceArn }))).toMatchObject({ tags: { a: "1" } });
});

test("gateway responses, validators and models are the API's", async () => {
  const { restApiId } = await make();
  const { items = [] } = await send<sdk.GetGatewayResponsesCommandOutput>(
    new sdk.GetGatewayResponsesCommand({ restApiId }),
  );
  expect(items).toHaveLength(21);
  const responseType = "MISSING_AUTHENTICATION_TOKEN" as const;
  const get = new sdk.GetGatewayResponseCommand({ restApiId, responseType });
  expect(await send(get)).toMatchObject({
    defaultResponse: true,
    responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
    statusCode: "403",
  });
  await send(new sdk.PutGatewayResponseCommand({ restApiId, responseType, statusCode: "404" }));
  expect(await send(get)).toMatchObject({ defaultResponse: false, statusCode: "404" });
  expect(
    await send(
      new sdk.CreateRequestValidatorCommand({ restApiId, name: "v", validateRequestBody: true }),
    ),
  ).toMatchObject({ validateRequestBody: true, validateRequestParameters: false });
  const models = await send<sdk.GetModelsCommandOutput>(new sdk.GetModelsCommand({ restApiId }));
  expect(models.items?.map(({ name }) => name)).toEqual(["Empty", "Error"]);
  await refused(
    new sdk.CreateModelCommand({
      restApiId,
      name: "Empty",
      contentType: "application/json",
      schema: "{}",
    }),
    "ConflictException",
    "Model name already exists for this REST API",
  );
});
