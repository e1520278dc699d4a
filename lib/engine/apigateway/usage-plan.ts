import type {
  ApiKey,
  QuotaSettings,
  ThrottleSettings,
  UsagePlan,
} from "@aws-sdk/client-api-gateway";

/** A key that callers of APIs send. */
export interface ApiKeyRecord {
  region: string;
  id: string;
  value: string;
  enabled: boolean;
  createdMs: number;
  updatedMs: number;
  /** `API/STAGE`, as keys were tied to stages before there were plans: kept and answered, and lets nobody in. */
  stageKeys: readonly string[];
  settings: Pick<ApiKey, "name" | "description" | "customerId" | "tags">;
}

/** A stage that a plan opens to its keys, with limits of methods by `/path/METHOD`. */
export interface PlanStage {
  apiId: string;
  stage: string;
  throttle?: Readonly<Record<string, ThrottleSettings>>;
}

export interface UsagePlanRecord {
  region: string;
  id: string;
  createdMs: number;
  settings: Pick<UsagePlan, "name" | "description" | "productCode" | "tags">;
  apiStages: readonly PlanStage[];
  throttle?: ThrottleSettings;
  quota?: QuotaSettings;
  /** In the order in which they were added. */
  keyIds: readonly string[];
}

/** The stage of a plan, as patch operations and messages name it. */
export const stageName = ({ apiId, stage }: Pick<PlanStage, "apiId" | "stage">): string =>
  `${apiId}:${stage}`;
