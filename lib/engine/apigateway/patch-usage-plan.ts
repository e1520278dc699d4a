import type { ApiStage, QuotaSettings, ThrottleSettings } from "@aws-sdk/client-api-gateway";
import { without } from "../apigatewayv2/api.ts";
import { badRequest } from "../apigatewayv2/errors.ts";
import { ownValue } from "../own-value.ts";
import { type PatchRule, type PatchRules, setting } from "./patch.ts";
import { type PlanStage, stageName, type UsagePlanRecord } from "./usage-plan.ts";

const methodPath = "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>";

/** The patches of a usage plan, in AWS's order and spelling of their paths; they change `plan` itself. */
export function planPatches(
  plan: UsagePlanRecord,
  findStage: (given: ApiStage) => PlanStage,
): PatchRules {
  const settings = (plan.settings = { ...plan.settings });
  const quota = (member: keyof QuotaSettings, read: (value: string) => unknown): PatchRule => ({
    ops: ["add", "replace"],
    apply(value) {
      plan.quota = { offset: 0, ...plan.quota, [member]: read(value) };
    },
  });
  const throttle = (member: keyof ThrottleSettings): PatchRule => ({
    ops: ["add", "replace"],
    apply(value) {
      plan.throttle = { ...plan.throttle, [member]: numberOf(value) };
    },
  });
  /** A stage of the plan with other limits of its methods. */
  const changeStage = (
    name: string,
    change: (limits: Readonly<Record<string, ThrottleSettings>>) => PlanStage["throttle"],
  ): void => {
    if (!plan.apiStages.some((one) => stageName(one) === name))
      throw badRequest("Invalid API Stage specified");
    plan.apiStages = plan.apiStages.map((one) => {
      if (stageName(one) !== name) return one;
      const { throttle: before = {}, ...stage } = one;
      const limits = change(before);
      return { ...stage, ...(limits && Object.keys(limits).length > 0 && { throttle: limits }) };
    });
  };
  const methodLimit = (member: keyof ThrottleSettings): PatchRule => ({
    ops: ["add", "replace"],
    apply(value, stage, _op, [, path = "", method = ""]) {
      changeStage(stage, (limits) => {
        const key = `${path}/${method}`;
        return { ...limits, [key]: { ...ownValue(limits, key), [member]: numberOf(value) } };
      });
    },
  });
  return {
    "/name": setting(settings, "name"),
    "/description": setting(settings, "description"),
    "/apiStages": {
      ops: ["add", "remove"],
      apply(value, _name, op) {
        const [apiId = "", stage = ""] = value.split(":");
        const isKnown = plan.apiStages.some((one) => stageName(one) === value);
        if (op === "remove") {
          if (!isKnown) throw badRequest("Invalid API Stage specified");
          plan.apiStages = plan.apiStages.filter((one) => stageName(one) !== value);
        } else {
          const found = findStage({ apiId, stage });
          if (!isKnown) plan.apiStages = [...plan.apiStages, found];
        }
      },
    },
    "/quota": {
      ops: ["remove"],
      apply() {
        delete plan.quota;
      },
    },
    "/quota/limit": quota("limit", numberOf),
    "/quota/offset": quota("offset", numberOf),
    "/quota/period": quota("period", (value) => {
      if (!["DAY", "WEEK", "MONTH"].includes(value))
        throw badRequest("Usage Plan quota period must be one of DAY, WEEK, MONTH");
      return value;
    }),
    "/throttle": {
      ops: ["remove"],
      apply() {
        delete plan.throttle;
      },
    },
    "/throttle/rateLimit": throttle("rateLimit"),
    "/throttle/burstLimit": throttle("burstLimit"),
    "/productCode": setting(settings, "productCode", undefined, ["add", "remove", "replace"]),
    [methodPath]: {
      ops: ["remove"],
      apply(_value, stage, _op, [, path = "", method = ""]) {
        changeStage(stage, (limits) => without(limits, `${path}/${method}`));
      },
    },
    "/apiStages/<apidId:stageName>/throttle": {
      ops: ["replace", "remove"],
      apply(value, stage, op) {
        changeStage(stage, () => (op === "remove" ? undefined : readLimits(value)));
      },
    },
    [`${methodPath}/rateLimit`]: methodLimit("rateLimit"),
    [`${methodPath}/burstLimit`]: methodLimit("burstLimit"),
  };
}

function numberOf(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number))
    throw badRequest(`Invalid patch value specified: ${value}`);
  return number;
}

/** `{"/pets/GET": {"rateLimit": 1, "burstLimit": 2}}`. */
function readLimits(text: string): Readonly<Record<string, ThrottleSettings>> {
  try {
    const value = JSON.parse(text) as Record<string, ThrottleSettings>;
    return Object.fromEntries(
      Object.entries(value).map(([key, { rateLimit, burstLimit }]) => [
        key,
        {
          ...(burstLimit !== undefined && { burstLimit: numberOf(String(burstLimit)) }),
          ...(rateLimit !== undefined && { rateLimit: numberOf(String(rateLimit)) }),
        },
      ]),
    );
  } catch {
    throw badRequest(`Invalid patch value specified: ${text}`);
  }
}
