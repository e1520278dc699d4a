import { readFileSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  DescribeStateMachineCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { DeployError } from "../../deploy-error";
import { arnOf, type Cloud, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { parseTemplateText } from "../parse-document";
import { asList, asValues, isValues, tagsOf, type Values } from "../template";

export const stateMachineKind: Kind = {
  nameProperty: "StateMachineName",
  defaultName: (stackName, logicalId) => `${stackName}-${logicalId}`.slice(0, 80),
  predict: (name, cloud) => facts(cloud, name),
  takes: [
    "StateMachineName",
    "StateMachineType",
    "RoleArn",
    "Definition",
    "DefinitionString",
    "DefinitionS3Location",
    "DefinitionSubstitutions",
    "LoggingConfiguration",
    "TracingConfiguration",
    "Tags",
  ],
  async plan({ name, properties, templateFolder }, cloud) {
    const { sfn } = cloud;
    const stateMachineArn = arnOf(cloud, "states", `stateMachine:${name}`);
    const existing = await ifThere(sfn.send(new DescribeStateMachineCommand({ stateMachineArn })));
    const definition = readDefinition(properties, templateFolder);
    const roleArn = String(
      properties.RoleArn ?? `arn:aws:iam::${cloud.accountId}:role/lambdeck-local`,
    );
    const logging = loggingOf(properties.LoggingConfiguration);
    const enabled = asValues(properties.TracingConfiguration).Enabled;
    const tracing =
      enabled === undefined
        ? {}
        : { tracingConfiguration: { enabled: String(enabled) === "true" } };
    const changes = existing
      ? [
          ...(isSameJson(existing.definition, definition) ? [] : ["definition"]),
          ...(existing.roleArn === roleArn ? [] : ["role"]),
        ]
      : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      ...(existing ? { facts: facts(cloud, name, existing.revisionId) } : {}),
      async apply() {
        if (existing) {
          const { revisionId } = await sfn.send(
            new UpdateStateMachineCommand({
              stateMachineArn,
              definition,
              roleArn,
              ...tracing,
              ...logging,
            }),
          );
          return facts(cloud, name, revisionId);
        }
        await sfn.send(
          new CreateStateMachineCommand({
            name,
            type: (properties.StateMachineType ??
              "STANDARD") as CreateStateMachineCommandInput["type"],
            definition,
            roleArn,
            ...tracing,
            ...logging,
            tags: Object.entries(tagsOf(properties.Tags)).map(([key, value]) => ({ key, value })),
          }),
        );
        return undefined;
      },
    };
  },
};

/** The definition's text with `${Name}` replaced by its substitution. Throws DeployError. */
function readDefinition(properties: Values, folder: string): string {
  const { Definition, DefinitionString, DefinitionS3Location: location } = properties;
  const substitutions = asValues(properties.DefinitionSubstitutions);
  const text = isValues(Definition)
    ? JSON.stringify(Definition)
    : DefinitionString !== undefined
      ? String(DefinitionString)
      : typeof location === "string"
        ? readLocal(location, folder)
        : undefined;
  if (text === undefined)
    throw new DeployError(
      "its definition is neither in the template nor in a local file: definitions in buckets are not read",
    );
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) => {
    const value = substitutions[name];
    // Inside the JSON's texts a substitution is one too.
    return value === undefined ? whole : JSON.stringify(String(value)).slice(1, -1);
  });
}

function readLocal(location: string, folder: string): string {
  if (location.startsWith("s3://"))
    throw new DeployError(`its definition is in ${location}: definitions in buckets are not read`);
  const file = isAbsolute(location) ? location : resolve(folder, location);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new DeployError(`its definition ${location} cannot be read`, { cause: error });
  }
  return file.endsWith(".json") ? text : JSON.stringify(parseTemplateText(text, file));
}

function isSameJson(one: string | undefined, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one ?? "")) === JSON.stringify(JSON.parse(other));
  } catch {
    return one === other;
  }
}

function loggingOf(logging: unknown): Pick<CreateStateMachineCommandInput, "loggingConfiguration"> {
  if (!isValues(logging)) return {};
  const { Level, IncludeExecutionData, Destinations } = logging;
  return {
    loggingConfiguration: {
      ...(Level === undefined ? {} : { level: Level as "ALL" }),
      ...(IncludeExecutionData === undefined
        ? {}
        : { includeExecutionData: String(IncludeExecutionData) === "true" }),
      destinations: asList(Destinations).map((one) => ({
        cloudWatchLogsLogGroup: {
          logGroupArn: String(asValues(asValues(one).CloudWatchLogsLogGroup).LogGroupArn),
        },
      })),
    },
  };
}

function facts(cloud: Cloud, name: string, revision = "INITIAL") {
  const arn = arnOf(cloud, "states", `stateMachine:${name}`);
  return {
    ref: arn,
    attributes: { Arn: arn, Name: name, StateMachineRevisionId: revision },
  };
}
