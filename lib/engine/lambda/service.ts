import type { CallContext, Service } from "../http/service.ts";
import { lambdaConstraints } from "./constraints.ts";
import { lambdaDifferences } from "./differences.ts";
import type { LambdaDeps } from "./lambda-deps.ts";
import type { InvokeOperations, LambdaOperations } from "./lambda-operations.ts";
import { addLayerVersionPermission } from "./operations/add-layer-version-permission.ts";
import { addPermission } from "./operations/add-permission.ts";
import { createAlias } from "./operations/create-alias.ts";
import { createCodeSigningConfig } from "./operations/create-code-signing-config.ts";
import { createEventSourceMapping } from "./operations/create-event-source-mapping.ts";
import { createFunction } from "./operations/create-function.ts";
import { createFunctionUrlConfig } from "./operations/create-function-url-config.ts";
import { deleteAlias } from "./operations/delete-alias.ts";
import { deleteCodeSigningConfig } from "./operations/delete-code-signing-config.ts";
import { deleteEventSourceMapping } from "./operations/delete-event-source-mapping.ts";
import { deleteFunctionCodeSigningConfig } from "./operations/delete-function-code-signing-config.ts";
import { deleteFunctionConcurrency } from "./operations/delete-function-concurrency.ts";
import { deleteFunctionEventInvokeConfig } from "./operations/delete-function-event-invoke-config.ts";
import { deleteFunctionUrlConfig } from "./operations/delete-function-url-config.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { deleteLayerVersion } from "./operations/delete-layer-version.ts";
import { deleteProvisionedConcurrencyConfig } from "./operations/delete-provisioned-concurrency-config.ts";
import { getAccountSettings } from "./operations/get-account-settings.ts";
import { getAlias } from "./operations/get-alias.ts";
import { getCodeSigningConfig } from "./operations/get-code-signing-config.ts";
import { getEventSourceMapping } from "./operations/get-event-source-mapping.ts";
import { getFunctionCodeSigningConfig } from "./operations/get-function-code-signing-config.ts";
import { getFunctionConcurrency } from "./operations/get-function-concurrency.ts";
import { getFunctionConfiguration } from "./operations/get-function-configuration.ts";
import { getFunctionEventInvokeConfig } from "./operations/get-function-event-invoke-config.ts";
import { getFunctionRecursionConfig } from "./operations/get-function-recursion-config.ts";
import { getFunctionUrlConfig } from "./operations/get-function-url-config.ts";
import { getFunction } from "./operations/get-function.ts";
import { getLayerVersionByArn } from "./operations/get-layer-version-by-arn.ts";
import { getLayerVersionPolicy } from "./operations/get-layer-version-policy.ts";
import { getLayerVersion } from "./operations/get-layer-version.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { getProvisionedConcurrencyConfig } from "./operations/get-provisioned-concurrency-config.ts";
import { getRuntimeManagementConfig } from "./operations/get-runtime-management-config.ts";
import { listAliases } from "./operations/list-aliases.ts";
import { listCodeSigningConfigs } from "./operations/list-code-signing-configs.ts";
import { listEventSourceMappings } from "./operations/list-event-source-mappings.ts";
import { listFunctionEventInvokeConfigs } from "./operations/list-function-event-invoke-configs.ts";
import { listFunctionUrlConfigs } from "./operations/list-function-url-configs.ts";
import { listFunctionsByCodeSigningConfig } from "./operations/list-functions-by-code-signing-config.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { listLayerVersions } from "./operations/list-layer-versions.ts";
import { listLayers } from "./operations/list-layers.ts";
import { listProvisionedConcurrencyConfigs } from "./operations/list-provisioned-concurrency-configs.ts";
import { listTags } from "./operations/list-tags.ts";
import { listVersionsByFunction } from "./operations/list-versions-by-function.ts";
import { publishLayerVersion } from "./operations/publish-layer-version.ts";
import { publishVersion } from "./operations/publish-version.ts";
import { putFunctionCodeSigningConfig } from "./operations/put-function-code-signing-config.ts";
import { putFunctionConcurrency } from "./operations/put-function-concurrency.ts";
import { putFunctionEventInvokeConfig } from "./operations/put-function-event-invoke-config.ts";
import { putFunctionRecursionConfig } from "./operations/put-function-recursion-config.ts";
import { putProvisionedConcurrencyConfig } from "./operations/put-provisioned-concurrency-config.ts";
import { putRuntimeManagementConfig } from "./operations/put-runtime-management-config.ts";
import { removeLayerVersionPermission } from "./operations/remove-layer-version-permission.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateAlias } from "./operations/update-alias.ts";
import { updateCodeSigningConfig } from "./operations/update-code-signing-config.ts";
import { updateEventSourceMapping } from "./operations/update-event-source-mapping.ts";
import { updateFunctionCode } from "./operations/update-function-code.ts";
import { updateFunctionConfiguration } from "./operations/update-function-configuration.ts";
import { updateFunctionEventInvokeConfig } from "./operations/update-function-event-invoke-config.ts";
import { updateFunctionUrlConfig } from "./operations/update-function-url-config.ts";

const managedInstances = { refused: "there are no managed instances." };
const durable = { refused: "durable executions are not imitated." };
const resourcePolicies = { refused: "use AddPermission, RemovePermission and GetPolicy." };

/** AWS Lambda of the local cloud. `invocations` are the operations that run functions. */
export function createLambdaService(deps: LambdaDeps, invocations: InvokeOperations): Service {
  const bind =
    <Input>(
      run: (deps: LambdaDeps, input: Input, context: CallContext) => Promise<object> | object,
    ) =>
    (input: Input, context: CallContext) =>
      run(deps, input, context);
  const operations: LambdaOperations = {
    ...invocations,
    AddLayerVersionPermission: bind(addLayerVersionPermission),
    AddPermission: bind(addPermission),
    CheckpointDurableExecution: durable,
    CreateAlias: bind(createAlias),
    CreateCapacityProvider: managedInstances,
    CreateCodeSigningConfig: bind(createCodeSigningConfig),
    CreateEventSourceMapping: bind(createEventSourceMapping),
    CreateFunction: bind(createFunction),
    CreateFunctionUrlConfig: bind(createFunctionUrlConfig),
    DeleteAlias: bind(deleteAlias),
    DeleteCapacityProvider: managedInstances,
    DeleteCodeSigningConfig: bind(deleteCodeSigningConfig),
    DeleteEventSourceMapping: bind(deleteEventSourceMapping),
    DeleteFunction: bind(deleteFunction),
    DeleteFunctionCodeSigningConfig: bind(deleteFunctionCodeSigningConfig),
    DeleteFunctionConcurrency: bind(deleteFunctionConcurrency),
    DeleteFunctionEventInvokeConfig: bind(deleteFunctionEventInvokeConfig),
    DeleteFunctionUrlConfig: bind(deleteFunctionUrlConfig),
    DeleteLayerVersion: bind(deleteLayerVersion),
    DeleteProvisionedConcurrencyConfig: bind(deleteProvisionedConcurrencyConfig),
    DeleteResourcePolicy: resourcePolicies,
    GetAccountSettings: bind(getAccountSettings),
    GetAlias: bind(getAlias),
    GetCapacityProvider: managedInstances,
    GetCodeSigningConfig: bind(getCodeSigningConfig),
    GetDurableExecution: durable,
    GetDurableExecutionHistory: durable,
    GetDurableExecutionState: durable,
    GetEventSourceMapping: bind(getEventSourceMapping),
    GetFunction: bind(getFunction),
    GetFunctionCodeSigningConfig: bind(getFunctionCodeSigningConfig),
    GetFunctionConcurrency: bind(getFunctionConcurrency),
    GetFunctionConfiguration: bind(getFunctionConfiguration),
    GetFunctionEventInvokeConfig: bind(getFunctionEventInvokeConfig),
    GetFunctionRecursionConfig: bind(getFunctionRecursionConfig),
    GetFunctionScalingConfig: managedInstances,
    GetFunctionUrlConfig: bind(getFunctionUrlConfig),
    GetLayerVersion: bind(getLayerVersion),
    GetLayerVersionByArn: bind(getLayerVersionByArn),
    GetLayerVersionPolicy: bind(getLayerVersionPolicy),
    GetPolicy: bind(getPolicy),
    GetProvisionedConcurrencyConfig: bind(getProvisionedConcurrencyConfig),
    GetResourcePolicy: resourcePolicies,
    GetRuntimeManagementConfig: bind(getRuntimeManagementConfig),
    ListAliases: bind(listAliases),
    ListCapacityProviders: managedInstances,
    ListCodeSigningConfigs: bind(listCodeSigningConfigs),
    ListDurableExecutionsByFunction: durable,
    ListEventSourceMappings: bind(listEventSourceMappings),
    ListFunctionEventInvokeConfigs: bind(listFunctionEventInvokeConfigs),
    ListFunctionUrlConfigs: bind(listFunctionUrlConfigs),
    ListFunctionVersionsByCapacityProvider: managedInstances,
    ListFunctions: bind(listFunctions),
    ListFunctionsByCodeSigningConfig: bind(listFunctionsByCodeSigningConfig),
    ListLayerVersions: bind(listLayerVersions),
    ListLayers: bind(listLayers),
    ListProvisionedConcurrencyConfigs: bind(listProvisionedConcurrencyConfigs),
    ListTags: bind(listTags),
    ListVersionsByFunction: bind(listVersionsByFunction),
    PublishLayerVersion: bind(publishLayerVersion),
    PublishVersion: bind(publishVersion),
    PutFunctionCodeSigningConfig: bind(putFunctionCodeSigningConfig),
    PutFunctionConcurrency: bind(putFunctionConcurrency),
    PutFunctionEventInvokeConfig: bind(putFunctionEventInvokeConfig),
    PutFunctionRecursionConfig: bind(putFunctionRecursionConfig),
    PutFunctionScalingConfig: managedInstances,
    PutProvisionedConcurrencyConfig: bind(putProvisionedConcurrencyConfig),
    PutResourcePolicy: resourcePolicies,
    PutRuntimeManagementConfig: bind(putRuntimeManagementConfig),
    RemoveLayerVersionPermission: bind(removeLayerVersionPermission),
    RemovePermission: bind(removePermission),
    SendDurableExecutionCallbackFailure: durable,
    SendDurableExecutionCallbackHeartbeat: durable,
    SendDurableExecutionCallbackSuccess: durable,
    StopDurableExecution: durable,
    TagResource: bind(tagResource),
    UntagResource: bind(untagResource),
    UpdateAlias: bind(updateAlias),
    UpdateCapacityProvider: managedInstances,
    UpdateCodeSigningConfig: bind(updateCodeSigningConfig),
    UpdateEventSourceMapping: bind(updateEventSourceMapping),
    UpdateFunctionCode: bind(updateFunctionCode),
    UpdateFunctionConfiguration: bind(updateFunctionConfiguration),
    UpdateFunctionEventInvokeConfig: bind(updateFunctionEventInvokeConfig),
    UpdateFunctionUrlConfig: bind(updateFunctionUrlConfig),
  };
  return {
    id: "lambda",
    signingName: "lambda",
    schemas: () => import("@aws-sdk/client-lambda"),
    protocols: ["restJson1"],
    constraints: lambdaConstraints,
    operations,
    differences: lambdaDifferences,
  };
}
