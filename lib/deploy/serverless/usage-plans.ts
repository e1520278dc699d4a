import { stageWord } from "../stack/api-parts";
import { asList, asValues, isValues, type Resource, type Values } from "../stack/template";
import { restApiId } from "./api-events";
import { named, pascal } from "./words";

interface Plan {
  /** Of several plans; the only one has none. */
  name: string;
  settings: Values;
}

/**
 * The keys and plans of `provider.apiGateway.apiKeys` and `usagePlan`, with the framework's ids: one plan with all
 * keys, or plans by name with keys under the same names.
 */
export function usagePlanResources(
  provider: Values,
  { service, stage, notes }: { service: string; stage: string; notes: string[] },
): Record<string, Resource> {
  const settings = asValues(provider.apiGateway);
  const apiKeys = asList(settings.apiKeys ?? provider.apiKeys);
  const usagePlan = settings.usagePlan ?? provider.usagePlan;
  if (apiKeys.length === 0 && usagePlan === undefined) return {};
  const resources: Record<string, Resource> = {};
  const stageId = `${restApiId}${stageWord(stage)}Stage`;
  const make = (id: string, type: string, properties: Values) => {
    resources[id] = {
      type: `AWS::ApiGateway::${type}`,
      properties,
      dependsOn: type === "UsagePlan" ? [stageId] : [],
    };
  };
  const plans = plansOf(usagePlan);
  for (const { name, settings: plan } of plans) {
    for (const member of Object.keys(plan))
      if (!["quota", "throttle"].includes(member))
        notes.push(`provider.apiGateway.usagePlan: ${member} is not carried over.`);
    const quota = asValues(plan.quota);
    make(`ApiGatewayUsagePlan${pascal(name)}`, "UsagePlan", {
      ApiStages: [{ ApiId: { Ref: restApiId }, Stage: stage }],
      Description: `Usage plan ${name === "" ? "" : `"${name}" `}for ${service} ${stage} stage`,
      UsagePlanName: `${service}${name === "" ? "" : `-${name}`}-${stage}`,
      ...(plan.quota === undefined
        ? {}
        : { Quota: named(quota, { limit: "Limit", offset: "Offset", period: "Period" }) }),
      ...(plan.throttle === undefined
        ? {}
        : {
            Throttle: named(asValues(plan.throttle), {
              burstLimit: "BurstLimit",
              rateLimit: "RateLimit",
            }),
          }),
    });
  }
  const numbers = new Map<string, number>();
  for (const { plan, key } of keysOf(apiKeys, plans)) {
    const number = (numbers.get(plan) ?? 0) + 1;
    numbers.set(plan, number);
    const keyId = `ApiGatewayApiKey${pascal(plan)}${number}`;
    const given = isValues(key) ? key : { name: key };
    make(keyId, "ApiKey", {
      Enabled: given.enabled ?? true,
      ...named(given, {
        name: "Name",
        value: "Value",
        description: "Description",
        customerId: "CustomerId",
      }),
    });
    make(`ApiGatewayUsagePlanKey${pascal(plan)}${number}`, "UsagePlanKey", {
      KeyId: { Ref: keyId },
      KeyType: "API_KEY",
      UsagePlanId: { Ref: `ApiGatewayUsagePlan${pascal(plan)}` },
    });
  }
  return resources;
}

/** `usagePlan: [{ free: {...} }]` are plans by name. */
function plansOf(usagePlan: unknown): Plan[] {
  if (!Array.isArray(usagePlan)) return [{ name: "", settings: asValues(usagePlan) }];
  return usagePlan.flatMap((one) =>
    Object.entries(asValues(one)).map(([name, settings]) => ({
      name,
      settings: asValues(settings),
    })),
  );
}

function keysOf(apiKeys: readonly unknown[], plans: readonly Plan[]) {
  return apiKeys.flatMap((one) => {
    const [[name, keys] = []] = isValues(one) ? Object.entries(one) : [];
    return name !== undefined && plans.some((plan) => plan.name === name)
      ? asList(keys).map((key) => ({ plan: name, key }))
      : [{ plan: plans[0]?.name ?? "", key: one }];
  });
}
