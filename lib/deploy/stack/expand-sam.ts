import { DeployError } from "../deploy-error";
import { expandApis } from "./expand-apis";
import { expandEvent } from "./expand-events";
import { expandBucket, expandTopic } from "./expand-inline";
import { expandStateMachine } from "./expand-state-machine";
import { add, type Expansion } from "./expansion";
import { asValues, isIntrinsic, isValues, type Resource, type Values, without } from "./template";

/**
 * Carries out the transform AWS::Serverless-2016-10-31: its functions, layers, tables, APIs, state machines and events as resources of
 * CloudFormation, with `Globals` merged in. What it cannot carry over is left for the deployment to skip by name.
 */
export function expandSam(resources: Record<string, Resource>, globals: Values): Expansion {
  const expansion: Expansion = { resources: {}, notes: [], routes: [] };
  const apis = new Map<string, Resource>();
  const globalsOf = (type: string) => asValues(globals[type.replace("AWS::Serverless::", "")]);
  for (const [id, resource] of Object.entries(resources)) {
    const shared = globalsOf(resource.type);
    const properties = resource.type.startsWith("AWS::Serverless::")
      ? asValues(mergeGlobals(shared, resource.properties))
      : resource.properties;
    const own = { ...resource, properties };
    if (resource.type === "AWS::Serverless::Function") expandFunction(id, own, expansion);
    else if (resource.type === "AWS::Serverless::LayerVersion")
      add(expansion, own, id, "AWS::Lambda::LayerVersion", {
        ...without(properties, ["ContentUri", "RetentionPolicy", "LayerName"]),
        LayerName: properties.LayerName ?? id,
        Content: properties.ContentUri,
      });
    else if (resource.type === "AWS::Serverless::SimpleTable")
      add(expansion, own, id, "AWS::DynamoDB::Table", simpleTable(properties));
    else if (resource.type === "AWS::Serverless::StateMachine")
      expandStateMachine(id, own, expansion);
    else if (/^AWS::Serverless::(Http)?Api$/.test(resource.type)) apis.set(id, own);
    else if (resource.type === "AWS::S3::Bucket") expandBucket(id, own, expansion);
    else if (resource.type === "AWS::SNS::Topic") expandTopic(id, own, expansion);
    else expansion.resources[id] = own;
  }
  expandApis(apis, globalsOf, expansion);
  return expansion;
}

/** Properties of AWS::Serverless::Function that AWS::Lambda::Function has too, by the same name and shape. */
const sameInLambda = [
  "FunctionName",
  "Description",
  "Runtime",
  "Handler",
  "MemorySize",
  "Timeout",
  "Role",
  "Environment",
  "Layers",
  "Architectures",
  "EphemeralStorage",
  "VpcConfig",
  "KmsKeyArn",
  "ReservedConcurrentExecutions",
  "LoggingConfig",
  "SnapStart",
  "FileSystemConfigs",
  "PackageType",
  "ImageConfig",
  "CodeSigningConfigArn",
  "RecursiveLoop",
  "RuntimeManagementConfig",
  "TenancyConfig",
];
const carriedOver = [
  ...sameInLambda,
  "CodeUri",
  "InlineCode",
  "ImageUri",
  "Tracing",
  "DeadLetterQueue",
  "Tags",
  "Events",
  "EventInvokeConfig",
  "FunctionUrlConfig",
  "AutoPublishAlias",
  "ProvisionedConcurrencyConfig",
  "VersionDescription",
];
const notChecked = ["Policies", "PermissionsBoundary", "AssumeRolePolicyDocument", "RolePath"];

function expandFunction(id: string, resource: Resource, expansion: Expansion): void {
  const { properties } = resource;
  for (const name of Object.keys(properties))
    if (notChecked.includes(name))
      expansion.notes.push(`${id}.${name}: permissions are not checked here.`);
    else if (!carriedOver.includes(name))
      expansion.notes.push(`${id}.${name} is not carried over.`);
  const queue = asValues(properties.DeadLetterQueue);
  add(expansion, resource, id, "AWS::Lambda::Function", {
    ...Object.fromEntries(
      sameInLambda.flatMap((name) => (name in properties ? [[name, properties[name]]] : [])),
    ),
    Code: codeOf(properties),
    ...(properties.Tracing === undefined ? {} : { TracingConfig: { Mode: properties.Tracing } }),
    ...(queue.TargetArn === undefined ? {} : { DeadLetterConfig: { TargetArn: queue.TargetArn } }),
    ...(isValues(properties.Tags)
      ? { Tags: Object.entries(properties.Tags).map(([Key, Value]) => ({ Key, Value })) }
      : {}),
  });
  const alias = properties.AutoPublishAlias;
  const aliasId = typeof alias === "string" ? `${id}Alias${alias}` : undefined;
  if (alias !== undefined && aliasId === undefined)
    throw new DeployError(`${id}.AutoPublishAlias must be a name, not an expression.`);
  if (aliasId) {
    add(expansion, resource, `${id}Version`, "AWS::Lambda::Version", {
      FunctionName: { Ref: id },
      ...(properties.VersionDescription === undefined
        ? {}
        : { Description: properties.VersionDescription }),
    });
    add(expansion, resource, aliasId, "AWS::Lambda::Alias", {
      FunctionName: { Ref: id },
      FunctionVersion: { "Fn::GetAtt": [`${id}Version`, "Version"] },
      Name: alias,
      ...(properties.ProvisionedConcurrencyConfig === undefined
        ? {}
        : { ProvisionedConcurrencyConfig: properties.ProvisionedConcurrencyConfig }),
    });
  } else if (properties.ProvisionedConcurrencyConfig !== undefined)
    throw new DeployError(`${id}.ProvisionedConcurrencyConfig needs an AutoPublishAlias.`);
  // What calls the function calls the alias where there is one, as in AWS's transform.
  const target = { id, resource, arn: aliasId ? { Ref: aliasId } : { "Fn::GetAtt": [id, "Arn"] } };
  if (isValues(properties.EventInvokeConfig))
    expandEventInvokeConfig(id, resource, alias, properties.EventInvokeConfig, expansion);
  if (isValues(properties.FunctionUrlConfig))
    add(expansion, resource, `${id}Url`, "AWS::Lambda::Url", {
      TargetFunctionArn: { Ref: id },
      ...(alias === undefined ? {} : { Qualifier: alias }),
      ...properties.FunctionUrlConfig,
    });
  if (asValues(properties.FunctionUrlConfig).AuthType === "NONE")
    add(expansion, resource, `${id}UrlPublicPermissions`, "AWS::Lambda::Permission", {
      Action: "lambda:InvokeFunctionUrl",
      FunctionName: target.arn,
      Principal: "*",
      FunctionUrlAuthType: "NONE",
    });
  for (const [name, event] of Object.entries(asValues(properties.Events)))
    expandEvent(target, name, asValues(event), expansion);
}

function codeOf(properties: Values): unknown {
  if (properties.InlineCode !== undefined) return { ZipFile: properties.InlineCode };
  if (properties.ImageUri !== undefined) return { ImageUri: properties.ImageUri };
  const uri = properties.CodeUri ?? ".";
  if (!isValues(uri) || !("Bucket" in uri)) return uri;
  return { S3Bucket: uri.Bucket, S3Key: uri.Key, S3ObjectVersion: uri.Version };
}

function expandEventInvokeConfig(
  id: string,
  resource: Resource,
  alias: unknown,
  config: Values,
  expansion: Expansion,
): void {
  const destination = (name: "OnSuccess" | "OnFailure"): Values => {
    const wanted = asValues(asValues(config.DestinationConfig)[name]);
    if (Object.keys(wanted).length === 0) return {};
    if (wanted.Destination !== undefined) return { [name]: { Destination: wanted.Destination } };
    // The transform makes the queue that a destination of type SQS leaves out.
    const queueId = `${id}EventInvokeConfig${name}Queue`;
    if (wanted.Type !== "SQS")
      throw new DeployError(
        `${id}.EventInvokeConfig: ${name} of type ${String(wanted.Type)} needs a Destination.`,
      );
    add(expansion, resource, queueId, "AWS::SQS::Queue", {});
    return { [name]: { Destination: { "Fn::GetAtt": [queueId, "Arn"] } } };
  };
  add(expansion, resource, `${id}EventInvokeConfig`, "AWS::Lambda::EventInvokeConfig", {
    FunctionName: { Ref: id },
    Qualifier: alias ?? "$LATEST",
    ...without(config, ["DestinationConfig"]),
    ...(config.DestinationConfig === undefined
      ? {}
      : { DestinationConfig: { ...destination("OnSuccess"), ...destination("OnFailure") } }),
  });
}

const keyTypes: Readonly<Record<string, string>> = { String: "S", Number: "N", Binary: "B" };

function simpleTable(properties: Values): Values {
  const { Name: name = "id", Type: type = "String" } = asValues(properties.PrimaryKey);
  const throughput = properties.ProvisionedThroughput;
  return {
    ...without(properties, ["PrimaryKey", "ProvisionedThroughput", "Tags"]),
    AttributeDefinitions: [{ AttributeName: name, AttributeType: keyTypes[String(type)] ?? type }],
    KeySchema: [{ AttributeName: name, KeyType: "HASH" }],
    ...(throughput === undefined
      ? { BillingMode: "PAY_PER_REQUEST" }
      : { ProvisionedThroughput: throughput }),
  };
}

/** Globals' maps are added to, their lists come first, everything else is overruled by the resource. */
function mergeGlobals(shared: unknown, own: unknown): unknown {
  if (own === undefined) return shared;
  if (Array.isArray(shared) && Array.isArray(own)) return [...shared, ...own];
  if (!isValues(shared) || !isValues(own) || isIntrinsic(shared) || isIntrinsic(own)) return own;
  const names = [...new Set([...Object.keys(shared), ...Object.keys(own)])];
  return Object.fromEntries(names.map((name) => [name, mergeGlobals(shared[name], own[name])]));
}
