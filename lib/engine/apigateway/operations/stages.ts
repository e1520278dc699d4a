import type {
  CreateDeploymentRequest,
  CreateStageRequest,
  DeleteDeploymentRequest,
  GetDeploymentRequest,
  GetDeploymentsRequest,
  GetStageRequest,
  GetStagesRequest,
  MethodSetting,
  PatchOperation,
  UpdateDeploymentRequest,
  UpdateStageRequest,
} from "@aws-sdk/client-api-gateway";
import { given, without } from "../../apigatewayv2/api.ts";
import { badRequest, conflict, notFound } from "../../apigatewayv2/errors.ts";
import { checkTags } from "../../apigatewayv2/tags.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import type { KeyStore } from "../key-store.ts";
import { pageOfItems } from "../lists.ts";
import { applyPatches, entries, readBoolean, setting } from "../patch.ts";
import type { RestApiRecord, RestDeployment, RestStage } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";

const refusedFields = {
  cacheClusterSize: "there is no cache of answers.",
  canarySettings: "all requests of a stage go to one deployment.",
  documentationVersion: "there is no documentation of APIs.",
};

/** Where an API is served, and what is served there. */
export function stageOperations(
  store: RestStore,
  keys: KeyStore,
  forgetAnswers: (apiId: string) => void,
) {
  const findDeployment = (
    { restApiId, deploymentId }: GetDeploymentRequest | DeleteDeploymentRequest,
    { region }: CallContext,
  ) => {
    const deployment = store.findDeployment(store.api(region, restApiId).apiId, deploymentId);
    if (!deployment) throw notFound("Invalid Deployment identifier specified");
    return deployment;
  };
  return {
    CreateDeployment(input: CreateDeploymentRequest, { region }: CallContext) {
      const api = store.api(region, input.restApiId);
      refuseStage(input);
      checkDeployable(api);
      const deployment = freeze(store, api, input.description);
      store.putDeployment(deployment);
      const { stageName, stageDescription: description, variables, tracingEnabled } = input;
      if (stageName) {
        const { id: deploymentId } = deployment.settings;
        const before = ownValue(api.stages, stageName);
        const stage = before
          ? { ...before, deploymentId, ...given({ description, variables }) }
          : newStage(store, {
              stageName,
              deploymentId,
              ...given({ description, variables, tracingEnabled }),
            });
        store.putStage(api, { ...stage, updatedMs: store.clock.now() });
      }
      return describeDeployment(deployment);
    },
    GetDeployment(input: GetDeploymentRequest, context: CallContext) {
      const deployment = findDeployment(input, context);
      const summary = input.embed?.includes("apisummary") && summaryOf(deployment);
      return { ...describeDeployment(deployment), ...(summary && { apiSummary: summary }) };
    },
    GetDeployments(input: GetDeploymentsRequest, { region }: CallContext) {
      const all = store.deployments(store.api(region, input.restApiId));
      const { items, ...rest } = pageOfItems(all, ({ settings }) => settings.id, input);
      return { items: items.map(describeDeployment), ...rest };
    },
    UpdateDeployment({ patchOperations, ...named }: UpdateDeploymentRequest, context: CallContext) {
      const deployment = findDeployment(named, context);
      const settings = { ...deployment.settings };
      applyPatches(patchOperations, { "/description": setting(settings, "description") }, "plain");
      store.putDeployment({ ...deployment, settings });
      return describeDeployment({ ...deployment, settings });
    },
    DeleteDeployment(input: DeleteDeploymentRequest, context: CallContext) {
      const { apiId, settings } = findDeployment(input, context);
      const { stages } = store.api(context.region, apiId);
      if (Object.values(stages).some(({ deploymentId }) => deploymentId === settings.id))
        throw badRequest("Active stages pointing to this deployment must be moved or deleted");
      store.deleteDeployment(apiId, settings.id);
    },
    CreateStage(input: CreateStageRequest, { region }: CallContext) {
      const { restApiId, deploymentId, ...members } = input;
      const api = store.api(region, restApiId);
      refuseStage(input);
      if (ownValue(api.stages, input.stageName ?? "")) throw conflict("Stage already exists");
      if (!store.findDeployment(api.apiId, deploymentId))
        throw badRequest("Deployment id does not exist");
      checkTags(input.tags ?? {});
      const stage = newStage(store, { deploymentId, ...given(members) });
      store.putStage(api, stage);
      return describeStage(stage);
    },
    GetStage: (input: GetStageRequest, { region }: CallContext) =>
      describeStage(store.stage(region, input).stage),
    GetStages({ restApiId, deploymentId }: GetStagesRequest, { region }: CallContext) {
      const stages = Object.values(store.api(region, restApiId).stages);
      return {
        item: stages
          .filter((stage) => deploymentId === undefined || stage.deploymentId === deploymentId)
          .map(describeStage),
      };
    },
    UpdateStage({ patchOperations = [], ...named }: UpdateStageRequest, { region }: CallContext) {
      const { api, stage } = store.stage(region, named);
      const changed = { ...stage, updatedMs: store.clock.now() };
      const access = { ...stage.accessLogSettings };
      const left = patchOperations.filter((one) => !patchMethodSetting(changed, one));
      applyPatches(
        left,
        {
          "/deploymentId": {
            ops: ["replace"],
            apply(value) {
              if (!store.findDeployment(api.apiId, value))
                throw badRequest("Deployment id does not exist");
              changed.deploymentId = value;
            },
          },
          "/description": setting(changed, "description"),
          "/variables/{name}": entries(changed, "variables"),
          "/tracingEnabled": setting(changed, "tracingEnabled", readBoolean),
          "/accessLogSettings/destinationArn": setting(access, "destinationArn"),
          "/accessLogSettings/format": setting(access, "format"),
          "/accessLogSettings": {
            ops: ["remove"],
            apply() {
              delete access.destinationArn;
              delete access.format;
            },
          },
        },
        "plain",
      );
      if (Object.keys(access).length > 0) changed.accessLogSettings = access;
      else delete changed.accessLogSettings;
      checkVariables(changed.variables);
      store.putStage(api, changed);
      return describeStage(changed);
    },
    DeleteStage(input: GetStageRequest, { region }: CallContext) {
      const { api, stage } = store.stage(region, input);
      store.put({ ...api, stages: without(api.stages, stage.stageName) });
      keys.forgetStage(region, api.apiId, stage.stageName);
    },
    FlushStageAuthorizersCache(input: GetStageRequest, { region }: CallContext) {
      forgetAnswers(store.stage(region, input).api.apiId);
    },
  } satisfies Record<string, Operation>;
}

function refuseStage(input: { cacheClusterEnabled?: boolean | undefined }): void {
  refuseFields("BadRequestException", input, refusedFields);
  if (input.cacheClusterEnabled)
    throw badRequest(
      "The local engine does not support cacheClusterEnabled: there is no cache of answers.",
    );
}

function checkDeployable({ resources }: RestApiRecord): void {
  const methods = Object.values(resources).flatMap((resource) => Object.values(resource.methods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some(({ methodIntegration }) => !methodIntegration))
    throw badRequest("No integration defined for method");
}

function freeze(
  store: RestStore,
  api: RestApiRecord,
  description: string | undefined,
): RestDeployment {
  const { apiId, resources, authorizers, validators, models, gatewayResponses, settings } = api;
  return {
    apiId,
    createdMs: store.clock.now(),
    settings: { id: store.newId(), ...given({ description }) },
    resources,
    authorizers,
    validators,
    models,
    gatewayResponses,
    binaryMediaTypes: settings.binaryMediaTypes ?? [],
    ...given({
      minimumCompressionBytes: settings.minimumCompressionSize,
      apiKeySource: settings.apiKeySource,
    }),
  };
}

function newStage(
  store: RestStore,
  members: Partial<RestStage> & Pick<CreateStageRequest, "stageName" | "deploymentId">,
): RestStage {
  const { stageName = "", variables } = members;
  if (!/^[\w-]{1,128}$/.test(stageName)) throw badRequest("Stage name only allows a-zA-Z0-9_-");
  checkVariables(variables);
  const nowMs = store.clock.now();
  return {
    cacheClusterEnabled: false,
    cacheClusterStatus: "NOT_AVAILABLE",
    methodSettings: {},
    tracingEnabled: false,
    ...members,
    stageName,
    deploymentId: members.deploymentId ?? "",
    createdMs: nowMs,
    updatedMs: nowMs,
  };
}

function checkVariables(variables: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(variables))
    if (!/^\w+$/.test(name) || !/^[A-Za-z0-9\-._~:/?#&=,]*$/.test(value))
      throw badRequest(
        `Stage variable '${name}' may hold alphanumeric characters and underscores, its value [A-Za-z0-9-._~:/?#&=,]`,
      );
}

/** `/*\/*\/throttling/rateLimit`, `/~1pets/GET/metrics/enabled`; false where the path is no method's setting. */
function patchMethodSetting(
  stage: RestStage,
  { op, path = "", value = "" }: PatchOperation,
): boolean {
  const [, resource, method, name] =
    /^\/([^/]+)\/([^/]+)(?:\/(throttling\/rateLimit|throttling\/burstLimit|metrics\/enabled|logging\/\w+|caching\/\w+))?$/.exec(
      path,
    ) ?? [];
  if (resource === undefined || method === undefined || resource === "variables") return false;
  if (resource === "accessLogSettings") return false;
  const key = `${resource.replaceAll("~1", "/").replace(/^\//, "")}/${method}`;
  if (name === undefined) {
    if (op !== "remove") return false;
    stage.methodSettings = without(stage.methodSettings ?? {}, key);
    return true;
  }
  const off = value === "false" || value.toUpperCase() === "OFF";
  if ((name.startsWith("logging/") || name.startsWith("caching/")) && !off)
    throw badRequest(
      `The local engine does not support ${name}: there are no execution logs and no cache of answers.`,
    );
  const settings: MethodSetting = { ...stage.methodSettings?.[key] };
  if (name === "throttling/rateLimit") settings.throttlingRateLimit = Number(value);
  if (name === "throttling/burstLimit") settings.throttlingBurstLimit = Number(value);
  if (name === "metrics/enabled") settings.metricsEnabled = value === "true";
  stage.methodSettings = { ...stage.methodSettings, [key]: settings };
  return true;
}

function summaryOf({ resources }: RestDeployment) {
  return Object.fromEntries(
    Object.values(resources)
      .filter(({ methods }) => Object.keys(methods).length > 0)
      .map(({ path, methods }) => [
        path,
        Object.fromEntries(
          Object.values(methods).map(({ httpMethod, authorizationType, apiKeyRequired }) => [
            httpMethod,
            { authorizationType, apiKeyRequired },
          ]),
        ),
      ]),
  );
}

const describeDeployment = ({ settings, createdMs }: RestDeployment) => ({
  ...settings,
  createdDate: new Date(createdMs),
});

const describeStage = ({ createdMs, updatedMs, ...stage }: RestStage) => ({
  ...stage,
  createdDate: new Date(createdMs),
  lastUpdatedDate: new Date(updatedMs),
});
