import type { IncomingHttpHeaders } from "node:http";
import type { Labels } from "./codec.ts";
import { readBucketAddress } from "./bucket-address.ts";
import { BucketRouter } from "./bucket-router.ts";
import { PathRouter } from "./path-router.ts";
import { type OperationPlan, planOf, type ServicePlan } from "./plan.ts";
import { type Protocol, type Service, ServiceError } from "./service.ts";

/** What is known of a call once its operation is found, or once it is clear that there is none. */
export interface Route {
  protocol: Protocol;
  service?: ServicePlan;
  operation?: OperationPlan;
  labels: Labels;
  /** Why there is no operation. */
  problem?: ServiceError;
}

const noLabels: Labels = {};

/**
 * Finds the operation a request means: by its bucket (S3), by target header (JSON), by its path (CBOR and
 * REST), by the form's Action and Version (Query). The same service may speak several protocols.
 */
export class OperationFinder {
  readonly #byTarget = new Map<string, Service>();
  readonly #byVersion = new Map<string, Service>();
  readonly #bySigningName = new Map<string, Service>();
  readonly #rest: readonly Service[];
  readonly #paths = new Map<Service, PathRouter>();
  readonly #bucketService: Service | undefined;
  #buckets: BucketRouter | undefined;

  constructor(services: readonly Service[]) {
    for (const service of services) {
      this.#bySigningName.set(service.signingName, service);
      if (service.targetPrefix) this.#byTarget.set(service.targetPrefix, service);
      if (service.queryVersion) this.#byVersion.set(service.queryVersion, service);
    }
    this.#rest = services.filter(({ protocols }) => protocols.includes("restJson1"));
    this.#bucketService = services.find(({ protocols }) => protocols.includes("restXml"));
  }

  /** The route as far as the head of a request tells it; undefined when only its form can. `scope` as below. */
  async byHead(
    method: string,
    path: string,
    query: URLSearchParams,
    headers: IncomingHttpHeaders,
    scope: string,
  ): Promise<Route | undefined> {
    const bucketRoute = await this.#byBucket(method, path, query, headers, scope);
    if (bucketRoute) return bucketRoute;
    const target = headers["x-amz-target"];
    if (typeof target === "string") return this.#byTargetHeader(target, headers);
    const rpc = /^\/service\/([^/]+)\/operation\/([^/]+)\/?$/.exec(path);
    if (rpc) return this.#named("rpcv2Cbor", rpc[1] ?? "", rpc[2] ?? "");
    return this.#byPath(method, path, query, scope);
  }

  /** `form` holds the parameters of the body or, for a GET, of the query; `scope` the signing name. */
  async byForm(
    form: URLSearchParams,
    scope: string,
    method: string,
    path: string,
    headers: IncomingHttpHeaders,
  ): Promise<Route> {
    const action = form.get("Action");
    if (!action) return this.#unmatched(scope, method, path, headers);
    const version = form.get("Version") ?? "";
    const signed = this.#bySigningName.get(scope);
    const found = this.#byVersion.get(version) ?? (signed?.queryVersion ? signed : undefined);
    const service = found && (await planOf(found));
    const operation = service?.operations.get(action);
    const problem = operation
      ? undefined
      : new ServiceError(
          service ? "InvalidAction" : "NoSuchVersion",
          service
            ? `Could not find operation ${action} for version ${version}`
            : `The local engine has no service with the API version '${version}' for the action ${action}`,
          400,
        );
    return { protocol: "awsQuery", service, operation, labels: noLabels, problem };
  }

  /**
   * Where several services have the same path, such as `/tags/{ResourceArn}`, the one that the request was signed for
   * is meant.
   */
  async #byPath(
    method: string,
    path: string,
    query: URLSearchParams,
    scope: string,
  ): Promise<Route | undefined> {
    for (const isSigned of [true, false])
      for (const service of this.#rest) {
        if ((service.signingName === scope) !== isSigned) continue;
        const plan = await planOf(service);
        let router = this.#paths.get(service);
        if (!router) this.#paths.set(service, (router = new PathRouter(plan.operations.values())));
        const match = router.match(method, path, query);
        if (match) return { protocol: "restJson1", service: plan, ...match };
      }
    return undefined;
  }

  async #byBucket(
    method: string,
    path: string,
    query: URLSearchParams,
    headers: IncomingHttpHeaders,
    scope: string,
  ): Promise<Route | undefined> {
    if (!this.#bucketService) return undefined;
    let service: ServicePlan | undefined;
    try {
      const address = readBucketAddress(path, query, headers, scope);
      if (!address) return undefined;
      service = await planOf(this.#bucketService);
      this.#buckets ??= new BucketRouter(service.operations.values());
      const operation = this.#buckets.match(method, address, query, headers);
      const labels = { Bucket: address.bucket ?? "", Key: address.key ?? "" };
      const problem = new ServiceError(
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        405,
      );
      return { protocol: "restXml", service, operation, labels, ...(!operation && { problem }) };
    } catch (problem) {
      if (!(problem instanceof ServiceError)) throw problem;
      service ??= await planOf(this.#bucketService);
      return { protocol: "restXml", service, labels: noLabels, problem };
    }
  }

  #byTargetHeader(target: string, headers: IncomingHttpHeaders): Promise<Route> {
    const dot = target.lastIndexOf(".");
    const prefix = target.slice(0, dot);
    const contentType = headers["content-type"] ?? "";
    const name = target.slice(dot + 1);
    if (contentType.startsWith("application/x-amz-cbor-1.1"))
      return this.#named("awsCbor1.1", prefix, name);
    const said = /json-(1\.[01])/.exec(contentType)?.[1];
    const spoken = this.#byTarget.get(prefix)?.protocols[0];
    const version = said ?? (spoken === "awsJson1.0" ? "1.0" : "1.1");
    return this.#named(version === "1.0" ? "awsJson1.0" : "awsJson1.1", prefix, name);
  }

  async #named(protocol: Protocol, prefix: string, name: string): Promise<Route> {
    const found = this.#byTarget.get(prefix);
    const service = found && (await planOf(found));
    const operation = service?.operations.get(name);
    if (operation) return { protocol, service, operation, labels: noLabels };
    const message = service
      ? `The service ${service.service.id} has no operation ${name}`
      : `The local engine does not offer the service '${prefix}' (operation ${name})`;
    const problem = new ServiceError("UnknownOperationException", message, service ? 400 : 501);
    return { protocol, service, labels: noLabels, problem };
  }

  async #unmatched(
    scope: string,
    method: string,
    path: string,
    headers: IncomingHttpHeaders,
  ): Promise<Route> {
    const signed = this.#bySigningName.get(scope);
    const service = signed && (await planOf(signed));
    const offered = service || scope === "";
    const problem = new ServiceError(
      "UnknownOperationException",
      offered
        ? `No operation answers to ${method} ${path}`
        : `The local engine does not offer the service '${scope}' (${method} ${path})`,
      offered ? 404 : 501,
    );
    const protocols = service?.service.protocols ?? ["restJson1"];
    const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
    const protocol = isForm && protocols.includes("awsQuery") ? "awsQuery" : protocols[0];
    return { protocol: protocol ?? "restJson1", service, labels: noLabels, problem };
  }
}
