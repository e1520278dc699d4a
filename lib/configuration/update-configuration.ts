import {
  type FunctionConfiguration as AwsConfiguration,
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { ConfigurationEdit } from "@/lib/model/configuration";
import type { Connection } from "@/lib/model/connection";
import {
  descriptionLimit,
  environmentNameError,
  environmentSizeBytes,
  environmentSizeLimitBytes,
  handlerLimit,
  rangeError,
} from "@/lib/model/function-limits";
import { layerLabel, layersProblem } from "@/lib/model/layers";
import { ProblemError } from "@/lib/model/problem";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { layerArns } from "./read-configuration";

/**
 * Changes several settings of a function in one call. `revisionId` is the one the user saw: AWS refuses the
 * change when somebody else was faster.
 */
export async function updateConfiguration(
  connection: Connection,
  functionName: string,
  edit: ConfigurationEdit,
  revisionId: string | undefined,
): Promise<{ change: Change }> {
  checkEdit(edit);
  const { lambda } = clientsFor(connection);
  const now = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  if (revisionId !== undefined && now.RevisionId !== undefined && revisionId !== now.RevisionId)
    throw new ProblemError({
      kind: "conflict",
      title: "Nothing was changed",
      detail: `${functionName} was changed in the meantime by somebody else.`,
      action: "Look at the present settings and decide again; what you typed is kept.",
    });
  const after = requestedSettings(edit, now);
  if (after.Environment) checkEnvironment(after.Environment.Variables ?? {});
  const before = presentSettings(after, now);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "configuration",
      title: titleOf(before, after),
      before,
      after,
      call: {
        service: "lambda",
        command: "UpdateFunctionConfiguration",
        input: { FunctionName: functionName, ...after },
      },
      undo: {
        service: "lambda",
        command: "UpdateFunctionConfiguration",
        input: { FunctionName: functionName, ...before },
      },
    },
    () =>
      lambda.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName: functionName,
          ...after,
          RevisionId: now.RevisionId,
        }),
      ),
  );
  return { change };
}

type Settings = Omit<UpdateFunctionConfigurationRequest, "FunctionName" | "RevisionId">;

function checkEdit(edit: ConfigurationEdit): void {
  for (const field of ["memoryMb", "timeoutSeconds", "ephemeralStorageMb"] as const) {
    const value = edit[field];
    const error = value === undefined ? undefined : rangeError(field, value);
    if (error) refuse(field, error);
  }
  if ((edit.description?.length ?? 0) > descriptionLimit)
    refuse("description", `A description has at most ${descriptionLimit} characters.`);
  if (edit.handler !== undefined && !new RegExp(`^\\S{1,${handlerLimit}}$`).test(edit.handler))
    refuse(
      "handler",
      `A handler has 1 to ${handlerLimit} characters and no spaces, like index.handler.`,
    );
  const layersError = layersProblem(edit.layers ?? []);
  if (layersError) refuse("layers", layersError);
  for (const name of Object.keys(edit.environment?.set ?? {})) {
    const error = environmentNameError(name);
    if (error) refuse("environment", error);
  }
  if (Object.values(edit).every((value) => value === undefined))
    refuse("configuration", "There is no change to save.");
}

function checkEnvironment(variables: Record<string, string>): void {
  const bytes = environmentSizeBytes(variables);
  if (bytes > environmentSizeLimitBytes)
    refuse(
      "environment",
      `The variables take ${bytes.toLocaleString("en-US")} bytes together; Lambda allows ${environmentSizeLimitBytes.toLocaleString("en-US")}.`,
    );
}

/** The edit in AWS's words. */
function requestedSettings(edit: ConfigurationEdit, now: AwsConfiguration): Settings {
  const settings: Settings = {
    MemorySize: edit.memoryMb,
    Timeout: edit.timeoutSeconds,
    EphemeralStorage:
      edit.ephemeralStorageMb === undefined ? undefined : { Size: edit.ephemeralStorageMb },
    Description: edit.description,
    Handler: edit.handler,
    Runtime: edit.runtime as Settings["Runtime"],
    TracingConfig: edit.tracingMode && { Mode: edit.tracingMode },
    Layers: edit.layers,
    LoggingConfig: edit.logging && {
      LogFormat: edit.logging.format,
      ApplicationLogLevel: (edit.logging.format === "JSON"
        ? edit.logging.applicationLogLevel
        : undefined) as NonNullable<Settings["LoggingConfig"]>["ApplicationLogLevel"],
      SystemLogLevel: (edit.logging.format === "JSON"
        ? edit.logging.systemLogLevel
        : undefined) as NonNullable<Settings["LoggingConfig"]>["SystemLogLevel"],
      LogGroup: edit.logging.logGroup,
    },
    Environment: edit.environment && { Variables: editedVariables(edit.environment, now) },
  };
  return withoutAbsent(settings);
}

function editedVariables(
  { set, remove }: NonNullable<ConfigurationEdit["environment"]>,
  now: AwsConfiguration,
): Record<string, string> {
  const variables = { ...now.Environment?.Variables, ...set };
  for (const name of remove) delete variables[name];
  return variables;
}

/** What the settings that will change are now: also what an undo sends back. */
function presentSettings(after: Settings, now: AwsConfiguration): Settings {
  const { LogFormat, ApplicationLogLevel, SystemLogLevel, LogGroup } = now.LoggingConfig ?? {};
  const present: Settings = {
    MemorySize: now.MemorySize,
    Timeout: now.Timeout,
    EphemeralStorage: { Size: now.EphemeralStorage?.Size ?? 512 },
    Description: now.Description ?? "",
    Handler: now.Handler,
    Runtime: now.Runtime,
    TracingConfig: { Mode: now.TracingConfig?.Mode ?? "PassThrough" },
    Layers: layerArns(now),
    LoggingConfig: withoutAbsent({ LogFormat, ApplicationLogLevel, SystemLogLevel, LogGroup }),
    Environment: { Variables: now.Environment?.Variables ?? {} },
  };
  const changed = Object.keys(after) as (keyof Settings)[];
  return Object.fromEntries(changed.map((name) => [name, present[name]]));
}

/** The settings that a title shows with their values; the others are only named, for they may hold secrets. */
const shown: Partial<Record<keyof Settings, { name: string; value(settings: Settings): string }>> =
  {
    MemorySize: { name: "memory", value: ({ MemorySize }) => `${MemorySize} MB` },
    Timeout: { name: "timeout", value: ({ Timeout }) => `${Timeout} s` },
    EphemeralStorage: {
      name: "ephemeral storage",
      value: (settings) => `${settings.EphemeralStorage?.Size} MB`,
    },
    Handler: { name: "handler", value: ({ Handler }) => `${Handler}` },
    Runtime: { name: "runtime", value: ({ Runtime }) => `${Runtime}` },
    Layers: {
      name: "layers",
      value: ({ Layers = [] }) => Layers.map(layerLabel).join(", ") || "none",
    },
    TracingConfig: { name: "tracing", value: ({ TracingConfig }) => `${TracingConfig?.Mode}` },
  };
const named: Partial<Record<keyof Settings, string>> = {
  Environment: "environment variables",
  LoggingConfig: "logging",
  Description: "description",
};

function titleOf(before: Settings, after: Settings): string {
  const parts = (Object.keys(after) as (keyof Settings)[]).map((key) => {
    const setting = shown[key];
    return setting
      ? `${setting.name} ${setting.value(before)} -> ${setting.value(after)}`
      : named[key];
  });
  const title = parts.join(", ");
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
