import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import type { SettingDifference } from "@/lib/model/version";

/** The settings in which two versions differ. Environment variables are compared, their values not shown. */
export async function compareVersions(
  connection: Connection,
  functionName: string,
  left: string,
  right: string,
): Promise<SettingDifference[]> {
  const { lambda } = clientsFor(connection);
  const [first, second] = await Promise.all(
    [left, right].map((Qualifier) =>
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier })),
    ),
  );
  return [...settingDifferences(first!, second!), ...environmentDifferences(first!, second!)];
}

const settings: Record<string, (configuration: FunctionConfiguration) => unknown> = {
  "Code SHA-256": ({ CodeSha256 }) => CodeSha256,
  "Code size": ({ CodeSize }) => CodeSize && `${CodeSize.toLocaleString("en-US")} bytes`,
  Runtime: ({ Runtime }) => Runtime,
  Handler: ({ Handler }) => Handler,
  Memory: ({ MemorySize }) => MemorySize && `${MemorySize.toLocaleString("en-US")} MB`,
  Timeout: ({ Timeout }) => Timeout && `${Timeout} s`,
  "Ephemeral storage": ({ EphemeralStorage }) =>
    EphemeralStorage?.Size && `${EphemeralStorage.Size} MB`,
  Architecture: ({ Architectures }) => Architectures?.join(", "),
  Role: ({ Role }) => Role,
  Tracing: ({ TracingConfig }) => TracingConfig?.Mode,
  "Log format": ({ LoggingConfig }) => LoggingConfig?.LogFormat,
  "Log group": ({ LoggingConfig }) => LoggingConfig?.LogGroup,
  Layers: ({ Layers }) => Layers?.map(({ Arn }) => Arn).join(", "),
  "Dead-letter target": ({ DeadLetterConfig }) => DeadLetterConfig?.TargetArn,
  Description: ({ Description }) => Description,
};

function settingDifferences(
  first: FunctionConfiguration,
  second: FunctionConfiguration,
): SettingDifference[] {
  return Object.entries(settings)
    .map(([setting, read]) => ({ setting, left: text(read(first)), right: text(read(second)) }))
    .filter(({ left, right }) => left !== right);
}

function environmentDifferences(
  first: FunctionConfiguration,
  second: FunctionConfiguration,
): SettingDifference[] {
  const left = first.Environment?.Variables ?? {};
  const right = second.Environment?.Variables ?? {};
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return names
    .filter((name) => left[name] !== right[name])
    .map((name) => ({
      setting: `Variable ${name}`,
      left: name in left ? "set" : "none",
      right: name in right ? (name in left ? "set to another value" : "set") : "none",
    }));
}

function text(value: unknown): string {
  return value === undefined || value === "" ? "none" : String(value);
}
