import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetApiKeysCommand, GetUsagePlansCommand } from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw } from "@/lib/engine/testing/send-raw";
import { type DeployCloud, startDeployCloud } from "@/tests/start-deploy-cloud";
import { readStack } from "../read-stack";
import { deployStack, planStack } from "./deploy-stack";

let started: DeployCloud;
beforeAll(async () => {
  started = await startDeployCloud();
});
afterAll(() => started.stop());

const template = ({ limit = 2, value = "a-value-of-twenty-characters", rate = 50 } = {}) => `
Resources:
  Shop: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }
  Pet: { Type: AWS::ApiGateway::Model, Properties: { RestApiId: !Ref Shop, Name: Pet, ContentType: application/json, Schema: { type: object, required: [name] } } }
  Bodies: { Type: AWS::ApiGateway::RequestValidator, Properties: { RestApiId: !Ref Shop, Name: bodies, ValidateRequestBody: true } }
  Add:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Shop
      ResourceId: !GetAtt Shop.RootResourceId
      HttpMethod: POST
      AuthorizationType: NONE
      ApiKeyRequired: true
      RequestModels: { application/json: !Ref Pet }
      RequestValidatorId: !Ref Bodies
      Integration:
        Type: MOCK
        RequestTemplates: { application/json: '{"statusCode": 200}' }
        IntegrationResponses: [{ StatusCode: "200" }]
  Deployed: { Type: AWS::ApiGateway::Deployment, DependsOn: Add, Properties: { RestApiId: !Ref Shop } }
  Live: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Shop, DeploymentId: !Ref Deployed, StageName: live } }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      UsagePlanName: basic
      ApiStages: [{ ApiId: !Ref Shop, Stage: !Ref Live, Throttle: { "//POST": { RateLimit: ${rate}, BurstLimit: 50 } } }]
      Quota: { Limit: "${limit}", Period: MONTH }
  Key: { Type: AWS::ApiGateway::ApiKey, Properties: { Name: mine, Enabled: "true", Value: ${value}, StageKeys: [{ RestApiId: !Ref Shop, StageName: !Ref Live }] } }
  KeyOfPlan: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan } }
`;

async function deploy(text: string) {
  const { cloud, folder } = started;
  const file = join(folder, "keys.yaml");
  writeFileSync(file, text);
  const read = () => readStack(file, cloud, { stackName: "keys" });
  const plan = await planStack(read(), cloud);
  const report = await deployStack(read(), cloud);
  const actions = ({ changes }: typeof report) =>
    changes.map(({ action, logicalId, reason }) => `${action} ${logicalId} ${reason ?? ""}`);
  expect(actions(plan)).toEqual(actions(report));
  expect(report.notes).toEqual([]);
  return {
    address: report.changes.find(({ logicalId }) => logicalId === "Live")?.address ?? "",
    changed: report.changes.flatMap(({ action, logicalId }) =>
      action === "keep" ? [] : [`${action} ${logicalId}`],
    ),
  };
}

test("keys, plans, models and validators of a template are made, kept and changed", async () => {
  const made = await deploy(template());
  expect(made.changed).toHaveLength(9);
  const post = async (body: object, key = "a-value-of-twenty-characters") => {
    const { host, pathname } = new URL(made.address);
    const headers = { host, "content-type": "application/json", "x-api-key": key };
    const sent = { method: "POST", path: pathname, headers, body: JSON.stringify(body) };
    return (await sendRaw(started.engine.endpoint, sent)).status;
  };
  expect(await post({ name: "Rex" }, "none")).toBe(403);
  expect([await post({}), await post({ name: "Rex" }), await post({ name: "Rex" })]).toEqual([
    400, 200, 429,
  ]);
  expect((await deploy(template())).changed).toEqual([]);
  expect((await deploy(template({ limit: 3, rate: 60 }))).changed).toEqual(["update Plan"]);
  expect([await post({ name: "Rex" }), await post({ name: "Rex" })]).toEqual([200, 429]);
  const { restApis } = started.engine.clients;
  const { items } = await restApis.send(new GetUsagePlansCommand({}));
  expect(items?.[0]?.apiStages?.[0]?.throttle).toEqual({
    "//POST": { rateLimit: 60, burstLimit: 50 },
  });
  const value = "another-value-of-twenty-characters";
  const replaced = await deploy(template({ limit: 3, rate: 60, value }));
  expect(replaced.changed).toEqual(["update Key", "create KeyOfPlan"]);
  const { items: keys } = await restApis.send(new GetApiKeysCommand({ includeValues: true }));
  expect(keys?.map((one) => one.value)).toEqual([value]);
  expect(await post({ name: "Rex" }, value)).toBe(200);
}, 60_000);
