import { newApiId } from "../apigatewayv2/api-store.ts";
import { notFound } from "../apigatewayv2/errors.ts";
import type { Clock } from "../clock.ts";
import { ownValue } from "../own-value.ts";
import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import type {
  RestApiRecord,
  RestDeployment,
  RestMethod,
  RestResource,
  RestStage,
} from "./rest-api.ts";

interface Named {
  restApiId: string | undefined;
}
interface NamedResource extends Named {
  resourceId: string | undefined;
}
interface NamedMethod extends NamedResource {
  httpMethod: string | undefined;
}

export interface FoundMethod {
  api: RestApiRecord;
  resource: RestResource;
  method: RestMethod;
}

/** REST APIs in all regions, and what was deployed of them. */
export class RestStore {
  readonly #apis: DocumentTable<RestApiRecord>;
  readonly #deployments: DocumentTable<RestDeployment>;

  constructor(
    database: EngineDatabase,
    readonly clock: Clock,
    private readonly random: () => number,
    private readonly accountId: string,
  ) {
    this.#apis = new DocumentTable(database, "apigateway_apis");
    this.#deployments = new DocumentTable(database, "apigateway_deployments");
  }

  /** Ten characters for an API and its root, six for its parts. */
  newId(length: 6 | 10 = 6): string {
    return newApiId(this.random, length);
  }

  find(apiId: string): RestApiRecord | undefined {
    return this.#apis.get(apiId);
  }

  /** Throws NotFoundException when the region has no such API. */
  api(region: string, apiId: string | undefined): RestApiRecord {
    const api = this.find(apiId ?? "");
    if (!api || api.region !== region)
      throw notFound(`Invalid API identifier specified ${this.accountId}:${apiId}`);
    return api;
  }

  apis(region: string): RestApiRecord[] {
    return [...this.#apis.values()]
      .filter((api) => api.region === region)
      .toSorted((a, b) => a.createdMs - b.createdMs);
  }

  put(api: RestApiRecord): RestApiRecord {
    this.#apis.set(api.apiId, api);
    return api;
  }

  delete(api: RestApiRecord): void {
    this.#apis.delete(api.apiId);
    for (const { settings } of this.deployments(api)) this.deleteDeployment(api.apiId, settings.id);
  }

  /** Throws NotFoundException; AWS does not tell a missing API from a missing resource. */
  resource(region: string, { restApiId, resourceId }: NamedResource) {
    const api = this.find(restApiId ?? "");
    const resource = api?.region === region ? ownValue(api.resources, resourceId ?? "") : undefined;
    if (!api || !resource) throw notFound("Invalid Resource identifier specified");
    return { api, resource };
  }

  method(region: string, named: NamedMethod, missing = "Method"): FoundMethod {
    const { api, resource } = this.resource(region, named);
    const method = ownValue(resource.methods, named.httpMethod ?? "");
    if (!method) throw notFound(`Invalid ${missing} identifier specified`);
    return { api, resource, method };
  }

  putResource(api: RestApiRecord, resource: RestResource): void {
    this.put({ ...api, resources: { ...api.resources, [resource.id]: resource } });
  }

  putMethod({ api, resource }: Pick<FoundMethod, "api" | "resource">, method: RestMethod): void {
    const methods = { ...resource.methods, [method.httpMethod]: method };
    this.putResource(api, { ...resource, methods });
  }

  stage(region: string, { restApiId, stageName }: Named & { stageName: string | undefined }) {
    const api = this.api(region, restApiId);
    const stage = ownValue(api.stages, stageName ?? "");
    if (!stage) throw notFound("Invalid stage identifier specified");
    return { api, stage };
  }

  putStage(api: RestApiRecord, stage: RestStage): void {
    this.put({ ...api, stages: { ...api.stages, [stage.stageName]: stage } });
  }

  findDeployment(apiId: string, id: string | undefined): RestDeployment | undefined {
    return this.#deployments.get(`${apiId}/${id}`);
  }

  deployments({ apiId }: RestApiRecord): RestDeployment[] {
    return [...this.#deployments.values()]
      .filter((one) => one.apiId === apiId)
      .toSorted((a, b) => a.createdMs - b.createdMs);
  }

  putDeployment(deployment: RestDeployment): void {
    this.#deployments.set(`${deployment.apiId}/${deployment.settings.id}`, deployment);
  }

  deleteDeployment(apiId: string, id: string): void {
    this.#deployments.delete(`${apiId}/${id}`);
  }
}
