import { newApiId } from "../apigatewayv2/api-store.ts";
import { conflict, notFound } from "../apigatewayv2/errors.ts";
import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import type { ApiKeyRecord, UsagePlanRecord } from "./usage-plan.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** API keys and the plans that say what they may do, in all regions. */
export class KeyStore {
  readonly #keys: DocumentTable<ApiKeyRecord>;
  readonly #plans: DocumentTable<UsagePlanRecord>;
  /** The ids of keys by region and value. */
  readonly #byValue = new Map<string, string>();

  constructor(
    database: EngineDatabase,
    readonly clock: Clock,
    private readonly random: () => number,
  ) {
    this.#keys = new DocumentTable(database, "apigateway_api_keys");
    this.#plans = new DocumentTable(database, "apigateway_usage_plans");
    for (const key of this.#keys.values()) this.#byValue.set(valueOf(key), key.id);
  }

  /** Ten characters for a key, six for a plan. */
  newId(length: 6 | 10): string {
    return newApiId(this.random, length);
  }

  /** Forty letters and digits. */
  newValue(): string {
    return Array.from(
      { length: 40 },
      () => letters[Math.floor(this.random() * letters.length)] ?? "A",
    ).join("");
  }

  keys(region: string): ApiKeyRecord[] {
    return ofRegion(this.#keys.values(), region);
  }

  /** Throws NotFoundException when the region has no such key. */
  key(region: string, id: string | undefined): ApiKeyRecord {
    const key = this.#keys.get(id ?? "");
    if (key?.region !== region) throw notFound("Invalid API Key identifier specified");
    return key;
  }

  findByValue(region: string, value: string): ApiKeyRecord | undefined {
    return this.#keys.get(this.#byValue.get(valueOf({ region, value })) ?? "");
  }

  /** Throws ConflictException when another key of the region has its value. */
  putKey(key: ApiKeyRecord): void {
    const known = this.#byValue.get(valueOf(key));
    if (known !== undefined && known !== key.id) throw conflict("API Key already exists");
    this.#keys.set(key.id, key);
    this.#byValue.set(valueOf(key), key.id);
  }

  deleteKey(key: ApiKeyRecord): void {
    for (const plan of this.plans(key.region))
      if (plan.keyIds.includes(key.id))
        this.putPlan({ ...plan, keyIds: plan.keyIds.filter((id) => id !== key.id) });
    this.#keys.delete(key.id);
    this.#byValue.delete(valueOf(key));
  }

  plans(region: string): UsagePlanRecord[] {
    return ofRegion(this.#plans.values(), region);
  }

  /** Throws NotFoundException when the region has no such plan. */
  plan(region: string, id: string | undefined): UsagePlanRecord {
    const plan = this.#plans.get(id ?? "");
    if (plan?.region !== region) throw notFound("Invalid Usage Plan ID specified");
    return plan;
  }

  /** The plan by which a key reaches a stage. */
  planOf(key: ApiKeyRecord, apiId: string, stage: string): UsagePlanRecord | undefined {
    return this.plans(key.region).find(
      ({ keyIds, apiStages }) =>
        keyIds.includes(key.id) &&
        apiStages.some((one) => one.apiId === apiId && one.stage === stage),
    );
  }

  putPlan(plan: UsagePlanRecord): UsagePlanRecord {
    this.#plans.set(plan.id, plan);
    return plan;
  }

  deletePlan({ id }: UsagePlanRecord): void {
    this.#plans.delete(id);
  }

  /** A stage that has gone, or all of an API's, belongs to no plan any more. */
  forgetStage(region: string, apiId: string, stage?: string): void {
    for (const plan of this.plans(region)) {
      const apiStages = plan.apiStages.filter(
        (one) => one.apiId !== apiId || (stage !== undefined && one.stage !== stage),
      );
      if (apiStages.length < plan.apiStages.length) this.putPlan({ ...plan, apiStages });
    }
  }
}

const valueOf = ({ region, value }: { region: string; value: string }): string =>
  `${region}\n${value}`;

const ofRegion = <One extends { region: string; createdMs: number }>(
  all: Iterable<One>,
  region: string,
): One[] =>
  [...all].filter((one) => one.region === region).toSorted((a, b) => a.createdMs - b.createdMs);
