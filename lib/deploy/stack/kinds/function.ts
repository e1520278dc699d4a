import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionRecursionConfigCommand,
  PutRuntimeManagementConfigCommand,
} from "@aws-sdk/client-lambda";
import { type FunctionSettings, planFunction } from "../../deploy-function";
import { sourceTags } from "../../source-tags";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { readCode } from "../read-code";
import { asList, asValues, tagsOf, type Values } from "../template";

/** Passed on as they are; a resource that leaves one out leaves it as it is. */
const settings = [
  "Architectures",
  "EphemeralStorage",
  "TracingConfig",
  "DeadLetterConfig",
  "VpcConfig",
  "LoggingConfig",
  "SnapStart",
  "FileSystemConfigs",
];

export const functionKind: Kind = {
  nameProperty: "FunctionName",
  predict: (name, cloud) => ({
    ref: name,
    attributes: { Arn: arnOf(cloud, "lambda", `function:${name}`) },
  }),
  takes: [
    ...settings,
    "FunctionName",
    "Code",
    "Runtime",
    "Handler",
    "Description",
    "MemorySize",
    "Timeout",
    "Role",
    "Environment",
    "Layers",
    "KmsKeyArn",
    "Tags",
    "PackageType",
    "ReservedConcurrentExecutions",
    "RecursiveLoop",
    "RuntimeManagementConfig",
  ],
  async plan({ name, logicalId, properties, metadata, templateFolder, note }, cloud) {
    const { Runtime, Handler, Description, MemorySize, Timeout, Role, Layers, KmsKeyArn } =
      properties;
    const read = await readCode({
      logicalId,
      templateFolder,
      code: properties.Code ?? ".",
      runtime: textOf(Runtime),
      handler: textOf(Handler),
      metadata,
    });
    for (const sentence of read.notes) note(sentence);
    const planned = await planFunction(cloud.lambda, {
      name,
      code: read.code,
      runtime: textOf(Runtime),
      handler: textOf(Handler),
      description: textOf(Description) ?? "",
      memoryMb: Number(MemorySize ?? 128),
      timeoutSeconds: Number(Timeout ?? 3),
      role: textOf(Role),
      defaultRole: `arn:aws:iam::${cloud.accountId}:role/lambdeck-local`,
      environment: variablesOf(properties.Environment),
      exact: true,
      settings: {
        ...pick(properties, settings),
        ...(Layers === undefined ? {} : { Layers: asList(Layers).map(String) }),
        ...(KmsKeyArn === undefined ? {} : { KMSKeyArn: String(KmsKeyArn) }),
      } as FunctionSettings,
      tags: { ...tagsOf(properties.Tags), ...sourceTags(read.folder) },
    });
    const more = await planMore(name, properties, cloud, planned.existing !== undefined);
    const changes = [...planned.changed, ...more.map(({ change }) => change)];
    return {
      action: !planned.existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      part: name,
      async apply() {
        await planned.apply();
        for (const { apply } of more) await apply();
      },
    };
  },
};

interface More {
  change: string;
  apply(): Promise<unknown>;
}

/** What has operations of its own beside the configuration's. */
async function planMore(
  FunctionName: string,
  properties: Values,
  { lambda }: Parameters<Kind["plan"]>[1],
  exists: boolean,
): Promise<More[]> {
  const more: More[] = [];
  const reserved = properties.ReservedConcurrentExecutions;
  const has = exists
    ? (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })))
        .ReservedConcurrentExecutions
    : undefined;
  if (reserved !== undefined && Number(reserved) !== has)
    more.push({
      change: "ReservedConcurrentExecutions",
      apply: () =>
        lambda.send(
          new PutFunctionConcurrencyCommand({
            FunctionName,
            ReservedConcurrentExecutions: Number(reserved),
          }),
        ),
    });
  else if (reserved === undefined && has !== undefined)
    more.push({
      change: "ReservedConcurrentExecutions",
      apply: () => lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })),
    });
  const { RecursiveLoop, RuntimeManagementConfig } = properties;
  if (RecursiveLoop !== undefined && !exists)
    more.push({
      change: "RecursiveLoop",
      apply: () =>
        lambda.send(
          new PutFunctionRecursionConfigCommand({
            FunctionName,
            RecursiveLoop: RecursiveLoop as "Allow" | "Terminate",
          }),
        ),
    });
  if (RuntimeManagementConfig !== undefined && !exists)
    more.push({
      change: "RuntimeManagementConfig",
      apply: () =>
        ifThere(
          lambda.send(
            new PutRuntimeManagementConfigCommand({
              FunctionName,
              ...(asValues(RuntimeManagementConfig) as { UpdateRuntimeOn: "Auto" }),
            }),
          ),
        ),
    });
  return more;
}

function variablesOf(environment: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asValues(asValues(environment).Variables)).map(([key, value]) => [
      key,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(
    names.flatMap((name) => (name in values ? [[name, values[name]]] : [])),
  );
}
