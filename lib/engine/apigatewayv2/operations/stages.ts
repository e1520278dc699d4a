import type {
  CreateDeploymentRequest,
  CreateStageRequest,
  GetDeploymentsRequest,
  GetStagesRequest,
  UpdateDeploymentRequest,
  UpdateStageRequest,
} from "@aws-sdk/client-apigatewayv2";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import {
  type ApiDeployment,
  type ApiRecord,
  type ApiStage,
  type ForgetStage,
  given,
  without,
} from "../api.ts";
import type { ApiStore } from "../api-store.ts";
import { badRequest, conflict, notFound } from "../errors.ts";
import { pageOfParts } from "../parts.ts";
import { checkTags } from "../tags.ts";

interface NamedStage {
  ApiId: string | undefined;
  StageName: string | undefined;
}
interface NamedDeployment {
  ApiId: string | undefined;
  DeploymentId: string | undefined;
}

const refusedFields = { ClientCertificateId: "there are no client certificates." };
const refusedRouteSettings = {
  DataTraceEnabled: "executions are not logged; a function's own log says what it got.",
  LoggingLevel: "executions are not logged; a function's own log says what it got.",
};

/** Where an API is served, and what is served there. */
export function stageOperations(store: ApiStore, forgetStage: ForgetStage) {
  const findStage = ({ ApiId, StageName }: NamedStage, { region }: CallContext) => {
    const api = store.api(region, ApiId);
    const stage = ownValue(api.stages, StageName ?? "");
    if (!stage) throw notFound("Invalid stage identifier specified");
    return { api, stage };
  };
  const findDeployment = ({ ApiId, DeploymentId }: NamedDeployment, { region }: CallContext) => {
    const api = store.api(region, ApiId);
    const deployment = store.findDeployment(api.apiId, DeploymentId);
    if (!deployment) throw notFound("Invalid deployment identifier specified");
    return { api, deployment };
  };
  const putStage = (api: ApiRecord, stage: ApiStage) => {
    const changed = { ...api, stages: { ...api.stages, [stage.StageName]: stage } };
    const kept = stage.AutoDeploy ? store.put(changed) : store.putUndeployed(changed);
    return describeStage(kept.stages[stage.StageName] ?? stage);
  };
  const changeStage = (named: NamedStage, context: CallContext, change: Partial<ApiStage>) => {
    const { api, stage } = findStage(named, context);
    return putStage(api, { ...stage, ...change, updatedMs: store.clock.now() });
  };
  return {
    CreateStage(input: CreateStageRequest, { region }: CallContext) {
      const api = store.api(region, input.ApiId);
      if (ownValue(api.stages, input.StageName ?? "")) throw conflict("Stage already exists");
      return putStage(api, newStage(store, api, input));
    },
    GetStage: (input: NamedStage, context: CallContext) =>
      describeStage(findStage(input, context).stage),
    GetStages(input: GetStagesRequest, { region }: CallContext) {
      const { items, ...rest } = pageOfParts(
        Object.values(store.api(region, input.ApiId).stages),
        ({ StageName }) => StageName,
        input,
      );
      return { Items: items.map(describeStage), ...rest };
    },
    UpdateStage(input: UpdateStageRequest, context: CallContext) {
      const { api, stage } = findStage(input, context);
      const { ApiId: _api, StageName: _name, StageVariables, ...changes } = input;
      const changed = {
        ...stage,
        ...given(changes),
        ...(StageVariables && {
          StageVariables: Object.fromEntries(
            Object.entries({ ...stage.StageVariables, ...StageVariables }).filter(
              ([, value]) => value !== "",
            ),
          ),
        }),
        RouteSettings: { ...stage.RouteSettings, ...changes.RouteSettings },
        DefaultRouteSettings: { ...stage.DefaultRouteSettings, ...changes.DefaultRouteSettings },
        updatedMs: store.clock.now(),
      } as ApiStage;
      checkStage(store, api, changed, changes.DeploymentId);
      return putStage(api, changed);
    },
    DeleteStage(input: NamedStage, context: CallContext) {
      const { api, stage } = findStage(input, context);
      store.putUndeployed({ ...api, stages: without(api.stages, stage.StageName) });
      forgetStage(api, stage.StageName);
    },
    DeleteRouteSettings(input: NamedStage & { RouteKey: string }, context: CallContext) {
      const { stage } = findStage(input, context);
      if (!stage.RouteSettings?.[input.RouteKey])
        throw notFound(
          `Unable to find Route by key ${input.RouteKey} within the provided RouteSettings`,
        );
      changeStage(input, context, { RouteSettings: without(stage.RouteSettings, input.RouteKey) });
    },
    DeleteAccessLogSettings(input: NamedStage, context: CallContext) {
      changeStage(input, context, { AccessLogSettings: undefined });
    },
    CreateDeployment(input: CreateDeploymentRequest, { region }: CallContext) {
      const api = store.api(region, input.ApiId);
      const { StageName, Description } = input;
      if (Object.keys(api.routes).length === 0)
        throw badRequest("At least one route is required before deploying the Api.");
      const stage = StageName === undefined ? undefined : ownValue(api.stages, StageName);
      if (StageName !== undefined && !stage) throw notFound("Invalid stage identifier specified");
      if (stage?.AutoDeploy)
        throw badRequest("Deployment ID cannot be set on stage with AutoDeploy enabled");
      const deployment = store.deploy(api, { AutoDeployed: false, Description });
      const { DeploymentId } = deployment.settings;
      if (stage) putStage(api, { ...stage, DeploymentId, updatedMs: store.clock.now() });
      return describeDeployment(deployment);
    },
    GetDeployment: (input: NamedDeployment, context: CallContext) =>
      describeDeployment(findDeployment(input, context).deployment),
    GetDeployments(input: GetDeploymentsRequest, { region }: CallContext) {
      const { items, ...rest } = pageOfParts(
        store.deployments(store.api(region, input.ApiId)),
        ({ settings }) => settings.DeploymentId,
        input,
      );
      return { Items: items.map(describeDeployment), ...rest };
    },
    UpdateDeployment(input: UpdateDeploymentRequest, context: CallContext) {
      const { deployment } = findDeployment(input, context);
      const { Description } = input;
      const settings = { ...deployment.settings, ...given({ Description }) };
      const changed = { ...deployment, settings };
      store.putDeployment(changed);
      return describeDeployment(changed);
    },
    DeleteDeployment(input: NamedDeployment, context: CallContext) {
      const { api, deployment } = findDeployment(input, context);
      const { DeploymentId } = deployment.settings;
      if (Object.values(api.stages).some((stage) => stage.DeploymentId === DeploymentId))
        throw badRequest("Active stages pointing to this deployment must be moved or deleted");
      store.deleteDeployment(deployment);
    },
  } satisfies Record<string, Operation>;
}

/** A stage with AWS's defaults. Throws where the API cannot have it. */
export function newStage(store: ApiStore, api: ApiRecord, input: CreateStageRequest): ApiStage {
  const { ApiId: _api, ...members } = input;
  const nowMs = store.clock.now();
  const stage = {
    AutoDeploy: false,
    StageVariables: {},
    Tags: {},
    ...given(members),
    DefaultRouteSettings: { DetailedMetricsEnabled: false, ...members.DefaultRouteSettings },
    RouteSettings: { ...members.RouteSettings },
    createdMs: nowMs,
    updatedMs: nowMs,
  } as ApiStage;
  checkStage(store, api, stage, members.DeploymentId);
  return stage;
}

function checkStage(
  store: ApiStore,
  api: ApiRecord,
  stage: ApiStage,
  deploymentId: string | undefined,
): void {
  const { StageName, StageVariables = {}, RouteSettings = {}, DefaultRouteSettings } = stage;
  const isDefault = StageName === "$default" && api.settings.ProtocolType === "HTTP";
  if (!isDefault && !/^[\w-]{1,128}$/.test(StageName))
    throw badRequest(
      "Stage name only allows alphanumeric characters, hyphens and underscores; of HTTP APIs also $default",
    );
  refuseFields("BadRequestException", stage, refusedFields);
  for (const settings of [DefaultRouteSettings ?? {}, ...Object.values(RouteSettings)])
    refuseFields(
      "BadRequestException",
      // Turned off is how they are.
      { ...settings, ...offAsAbsent(settings) },
      refusedRouteSettings,
    );
  const keys = Object.values(api.routes).map(({ RouteKey }) => RouteKey);
  for (const key of Object.keys(RouteSettings))
    if (!keys.includes(key))
      throw notFound(`Unable to find Route by key ${key} within the provided RouteSettings`);
  for (const [name, value] of Object.entries(StageVariables))
    if (!/^\w+$/.test(name) || !/^[A-Za-z0-9\-._~:/?#&=,]*$/.test(value))
      throw badRequest(
        `Stage variable '${name}' may hold alphanumeric characters and underscores, its value [A-Za-z0-9-._~:/?#&=,]`,
      );
  checkTags(stage.Tags ?? {});
  const { AccessLogSettings } = stage;
  if (
    AccessLogSettings &&
    !/^arn:aws:logs:[^:]+:\d+:log-group:/.test(AccessLogSettings.DestinationArn ?? "")
  )
    throw badRequest(
      "The local engine writes access logs to log groups only: give a log group's ARN",
    );
  if (deploymentId === undefined) return;
  if (stage.AutoDeploy)
    throw badRequest("Deployment ID cannot be set on stage with AutoDeploy enabled");
  if (!store.findDeployment(api.apiId, deploymentId))
    throw badRequest(`Deployment id ${deploymentId} does not exist`);
}

function offAsAbsent({
  DataTraceEnabled,
  LoggingLevel,
}: {
  DataTraceEnabled?: boolean | undefined;
  LoggingLevel?: string | undefined;
}) {
  return {
    ...(DataTraceEnabled === false && { DataTraceEnabled: undefined }),
    ...(LoggingLevel === "OFF" && { LoggingLevel: undefined }),
  };
}

const describeStage = ({ createdMs, updatedMs, ...stage }: ApiStage) => ({
  ...stage,
  CreatedDate: new Date(createdMs),
  LastUpdatedDate: new Date(updatedMs),
});

const describeDeployment = ({ settings, createdMs }: ApiDeployment) => ({
  ...settings,
  CreatedDate: new Date(createdMs),
});
