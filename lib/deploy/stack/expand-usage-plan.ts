import { stageWord } from "./api-parts";
import { add, type Expansion, noteOthers, pick } from "./expansion";
import { asValues, type Resource, type Values } from "./template";

const known = ["CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"];

/** Whether a plan comes with an API, or with all of them together, as its `Auth.UsagePlan` says. */
export function expandUsagePlan(
  id: string,
  resource: Resource,
  auth: Values,
  expansion: Expansion,
): void {
  const plan = asValues(auth.UsagePlan);
  const { CreateUsagePlan: how } = plan;
  if (how !== "PER_API" && how !== "SHARED") return;
  noteOthers(`${id}.Auth.UsagePlan`, plan, known, expansion);
  const { StageName } = resource.properties;
  const stageId = `${id}${stageWord(StageName)}Stage`;
  const from = { ...resource, dependsOn: [...resource.dependsOn, stageId] };
  const prefix = how === "SHARED" ? "Serverless" : id;
  const planId = `${prefix}UsagePlan`;
  const keyId = `${prefix}ApiKey`;
  const before = how === "SHARED" ? expansion.resources[planId] : undefined;
  const beforeKey = how === "SHARED" ? expansion.resources[keyId] : undefined;
  const stages = [
    ...((before?.properties.ApiStages as Values[] | undefined) ?? []),
    { ApiId: { Ref: id }, Stage: StageName },
  ];
  const shared = before ? { ...from, dependsOn: [...before.dependsOn, stageId] } : from;
  add(expansion, shared, planId, "AWS::ApiGateway::UsagePlan", {
    ...before?.properties,
    ...pick(plan, known.slice(1)),
    ApiStages: stages,
  });
  const stageKeys = [
    ...((beforeKey?.properties.StageKeys as Values[] | undefined) ?? []),
    { RestApiId: { Ref: id }, StageName },
  ];
  add(expansion, shared, keyId, "AWS::ApiGateway::ApiKey", { Enabled: true, StageKeys: stageKeys });
  add(expansion, shared, `${prefix}UsagePlanKey`, "AWS::ApiGateway::UsagePlanKey", {
    KeyId: { Ref: keyId },
    KeyType: "API_KEY",
    UsagePlanId: { Ref: planId },
  });
}
