import {
  type FunctionConfiguration as AwsConfiguration,
  type FunctionEventInvokeConfig,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Configuration } from "@/lib/model/configuration";
import type { Connection } from "@/lib/model/connection";
import type { Problem } from "@/lib/model/problem";

/** A function's (or version's) settings as the pages show them; values of environment variables stay here. */
export async function readConfiguration(
  connection: Connection,
  functionName: string,
  qualifier?: string,
): Promise<Configuration> {
  const { lambda } = clientsFor(connection);
  const aws = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: qualifier }),
  );
  const problems: Problem[] = [];
  const tolerated = <T>(reading: Promise<T>, action: string): Promise<T | undefined> =>
    reading.catch((error: unknown) => {
      problems.push(problemFrom(error, { connection, action }));
      return undefined;
    });
  const logGroup = aws.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`;
  const [asynchronous, retention] = await Promise.all([
    tolerated(
      readAsynchronous(connection, functionName, qualifier),
      "read the settings for asynchronous calls",
    ),
    tolerated(readRetention(connection, logGroup), "read the log retention"),
  ]);
  return { ...configurationOf(aws, logGroup), asynchronous, retention, problems };
}

function configurationOf(
  aws: AwsConfiguration,
  logGroup: string,
): Omit<Configuration, "asynchronous" | "retention" | "problems"> {
  return {
    functionArn: aws.FunctionArn ?? "",
    revisionId: aws.RevisionId,
    memoryMb: aws.MemorySize ?? 128,
    timeoutSeconds: aws.Timeout ?? 3,
    ephemeralStorageMb: aws.EphemeralStorage?.Size ?? 512,
    description: aws.Description ?? "",
    handler: aws.Handler,
    runtime: aws.Runtime,
    role: aws.Role,
    architecture: aws.Architectures?.[0] ?? "x86_64",
    packageType: aws.PackageType ?? "Zip",
    tracingMode: aws.TracingConfig?.Mode ?? "PassThrough",
    layers: layerArns(aws),
    environmentNames: Object.keys(aws.Environment?.Variables ?? {}).sort(),
    logging: {
      format: aws.LoggingConfig?.LogFormat ?? "Text",
      applicationLogLevel: aws.LoggingConfig?.ApplicationLogLevel,
      systemLogLevel: aws.LoggingConfig?.SystemLogLevel,
      logGroup,
    },
    deadLetterTargetArn: aws.DeadLetterConfig?.TargetArn || undefined,
    state: aws.State,
    stateReason: aws.StateReason,
    lastUpdateStatus: aws.LastUpdateStatus,
    lastUpdateStatusReason: aws.LastUpdateStatusReason,
    lastModified: aws.LastModified,
  };
}

/** The ARNs of a function's layers, in their order. */
export function layerArns({ Layers = [] }: AwsConfiguration): string[] {
  return Layers.flatMap(({ Arn }) => Arn ?? []);
}

async function readAsynchronous(
  connection: Connection,
  functionName: string,
  qualifier: string | undefined,
): Promise<Configuration["asynchronous"]> {
  try {
    const config = await clientsFor(connection).lambda.send(
      new GetFunctionEventInvokeConfigCommand({ FunctionName: functionName, Qualifier: qualifier }),
    );
    return asynchronousOf(config);
  } catch (error) {
    // AWS answers 404 for a function that keeps the defaults.
    if (problemFrom(error).kind === "not-found") return asynchronousOf({});
    throw error;
  }
}

function asynchronousOf(
  config: FunctionEventInvokeConfig,
): NonNullable<Configuration["asynchronous"]> {
  return {
    maximumRetryAttempts: config.MaximumRetryAttempts ?? 2,
    maximumEventAgeSeconds: config.MaximumEventAgeInSeconds ?? 21_600,
    onSuccessArn: config.DestinationConfig?.OnSuccess?.Destination || undefined,
    onFailureArn: config.DestinationConfig?.OnFailure?.Destination || undefined,
  };
}

/** The retention of a log group; `exists: false` when the function has not logged yet. */
export async function readRetention(
  connection: Connection,
  logGroup: string,
): Promise<NonNullable<Configuration["retention"]>> {
  const { logGroups } = await clientsFor(connection).logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroup, limit: 50 }),
  );
  const group = logGroups?.find(({ logGroupName }) => logGroupName === logGroup);
  return { exists: group !== undefined, days: group?.retentionInDays ?? null };
}
