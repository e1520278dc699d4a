import type { Clock } from "../clock.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import type { ApiDeployment, ApiRecord, ApiStage } from "./api.ts";
import { notFound } from "./errors.ts";

const deploymentKey = (apiId: string, deploymentId: string): string => `${apiId}/${deploymentId}`;
const digits = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Random small letters and digits. */
export function newApiId(random: () => number, length: number): string {
  return Array.from({ length }, () => digits[Math.floor(random() * digits.length)] ?? "a").join("");
}

/** HTTP and WebSocket APIs in all regions, and what was deployed of them. */
export class ApiStore {
  readonly #apis: DocumentTable<ApiRecord>;
  readonly #deployments: DocumentTable<ApiDeployment>;

  constructor(
    database: EngineDatabase,
    readonly clock: Clock,
    private readonly random: () => number,
    private readonly accountId: string,
  ) {
    this.#apis = new DocumentTable(database, "apigatewayv2_apis");
    this.#deployments = new DocumentTable(database, "apigatewayv2_deployments");
  }

  /** An id as AWS gives it: ten characters for an API, seven for its parts. */
  newId(length: 7 | 10 = 7): string {
    return newApiId(this.random, length);
  }

  find(apiId: string): ApiRecord | undefined {
    return this.#apis.get(apiId);
  }

  /** Throws NotFoundException when the region has no such API. */
  api(region: string, apiId: string | undefined): ApiRecord {
    const api = this.find(apiId ?? "");
    if (!api || api.region !== region)
      throw notFound(`Invalid API identifier specified ${this.accountId}:${apiId}`);
    return api;
  }

  /** A region's APIs in the order in which they were made. */
  apis(region: string): ApiRecord[] {
    return [...this.#apis.values()]
      .filter((api) => api.region === region)
      .toSorted((a, b) => a.createdMs - b.createdMs);
  }

  /** Keeps an API as it is, and deploys it to the stages that follow its changes. */
  put(api: ApiRecord): ApiRecord {
    const followers = Object.values(api.stages).filter(({ AutoDeploy }) => AutoDeploy);
    if (followers.length === 0) return this.putUndeployed(api);
    const deployment = this.deploy(api, { AutoDeployed: true });
    const { DeploymentId } = deployment.settings;
    const moved = followers.map((stage): ApiStage => ({
      ...stage,
      DeploymentId,
      LastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${DeploymentId}'`,
      updatedMs: this.clock.now(),
    }));
    return this.putUndeployed({
      ...api,
      stages: { ...api.stages, ...Object.fromEntries(moved.map((one) => [one.StageName, one])) },
    });
  }

  /** Keeps an API of which only what is never deployed has changed: a stage, a name, tags. */
  putUndeployed(api: ApiRecord): ApiRecord {
    this.#apis.set(api.apiId, api);
    this.#dropUnused(api);
    return api;
  }

  /** Freezes what an API is now. */
  deploy(
    { apiId, routes, integrations, authorizers }: ApiRecord,
    { AutoDeployed, Description }: { AutoDeployed: boolean; Description?: string | undefined },
  ): ApiDeployment {
    const deployment: ApiDeployment = {
      apiId,
      createdMs: this.clock.now(),
      settings: {
        DeploymentId: this.newId(),
        AutoDeployed,
        DeploymentStatus: "DEPLOYED",
        ...(Description !== undefined && { Description }),
      },
      routes,
      integrations,
      authorizers,
    };
    this.putDeployment(deployment);
    return deployment;
  }

  putDeployment(deployment: ApiDeployment): void {
    const { apiId, settings } = deployment;
    this.#deployments.set(deploymentKey(apiId, settings.DeploymentId), deployment);
  }

  findDeployment(apiId: string, deploymentId: string | undefined): ApiDeployment | undefined {
    return this.#deployments.get(deploymentKey(apiId, deploymentId ?? ""));
  }

  /** Newest first, as AWS lists them. */
  deployments({ apiId }: ApiRecord): ApiDeployment[] {
    return [...this.#deployments.values()]
      .filter((one) => one.apiId === apiId)
      .toSorted((a, b) => b.createdMs - a.createdMs);
  }

  deleteDeployment({ apiId, settings }: ApiDeployment): void {
    this.#deployments.delete(deploymentKey(apiId, settings.DeploymentId));
  }

  delete(api: ApiRecord): void {
    this.#apis.delete(api.apiId);
    for (const deployment of this.deployments(api)) this.deleteDeployment(deployment);
  }

  /** Each change makes a deployment of its own: those that no stage serves any longer would pile up. */
  #dropUnused(api: ApiRecord): void {
    const used = new Set(Object.values(api.stages).map(({ DeploymentId }) => DeploymentId));
    for (const deployment of this.deployments(api))
      if (deployment.settings.AutoDeployed && !used.has(deployment.settings.DeploymentId))
        this.deleteDeployment(deployment);
  }
}
