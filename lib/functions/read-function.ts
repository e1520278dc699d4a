import { GetFunctionCommand, type GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { isoTime } from "@/lib/model/iso-time";
import { ownLogGroup } from "@/lib/model/log-group";
import { ownerOf } from "@/lib/model/owner";
import { ProblemError } from "@/lib/model/problem";
import { standInOf } from "@/lib/model/runtimes";

/**
 * Reads one function, or one version or alias of it, with a single GetFunction (100 calls a second, and it
 * brings tags and reserved concurrency along). Values of environment variables are left behind.
 */
export async function readFunction(
  connection: Connection,
  name: string,
  qualifier?: string,
): Promise<FunctionDetail> {
  const answer = await attempt(connection, `read the function ${name}`, () =>
    clientsFor(connection).lambda.send(
      new GetFunctionCommand({ FunctionName: name, Qualifier: qualifier }),
    ),
  );
  return shapeFunction(answer, connection, name);
}

/** Turns GetFunction's answer into what the pages show; AWS's defaults stand in for absent settings. */
export function shapeFunction(
  answer: Omit<GetFunctionCommandOutput, "$metadata">,
  connection: Connection,
  name: string,
): FunctionDetail {
  const configuration = answer.Configuration;
  if (!configuration)
    throw new ProblemError({
      kind: "unsupported",
      title: `Could not read the function ${name}`,
      detail: `${connection.label} answered GetFunction without a configuration.`,
    });
  const arn = (configuration.FunctionArn ?? "").split(":").slice(0, 7).join(":");
  const functionName = configuration.FunctionName ?? name;
  const ownGroup = ownLogGroup(functionName);
  const logging = configuration.LoggingConfig ?? {};
  const tags = answer.Tags ?? {};
  const reserved = answer.Concurrency?.ReservedConcurrentExecutions;
  return {
    name: functionName,
    arn,
    region: arn.split(":")[3] || connection.region,
    accountId: arn.split(":")[4] || (connection.accountId ?? ""),
    version: configuration.Version ?? "$LATEST",
    description: configuration.Description ?? "",
    packageType: configuration.PackageType === "Image" ? "Image" : "Zip",
    runtime: configuration.Runtime,
    runsOn: standInOf(configuration.RuntimeVersionConfig?.RuntimeVersionArn),
    runtimeProblem: configuration.RuntimeVersionConfig?.Error?.Message,
    handler: configuration.Handler,
    roleArn: configuration.Role,
    architecture: configuration.Architectures?.[0] === "arm64" ? "arm64" : "x86_64",
    memoryMb: configuration.MemorySize ?? 128,
    timeoutSeconds: configuration.Timeout ?? 3,
    ephemeralStorageMb: configuration.EphemeralStorage?.Size ?? 512,
    codeSizeBytes: configuration.CodeSize,
    codeSha256: configuration.CodeSha256,
    lastModified: isoTime(configuration.LastModified),
    revisionId: configuration.RevisionId,
    tracingMode: configuration.TracingConfig?.Mode === "Active" ? "Active" : "PassThrough",
    layers: (configuration.Layers ?? []).flatMap((layer) => layer.Arn ?? []),
    environmentNames: Object.keys(configuration.Environment?.Variables ?? {}).sort(),
    deadLetterTargetArn: configuration.DeadLetterConfig?.TargetArn || undefined,
    vpcId: configuration.VpcConfig?.VpcId || undefined,
    logging: {
      logGroup: logging.LogGroup || ownGroup,
      shared: Boolean(logging.LogGroup && logging.LogGroup !== ownGroup),
      format: logging.LogFormat === "JSON" ? "JSON" : "Text",
      applicationLogLevel: logging.ApplicationLogLevel,
      systemLogLevel: logging.SystemLogLevel,
    },
    state: configuration.State,
    stateReason: configuration.StateReason,
    lastUpdateStatus: configuration.LastUpdateStatus,
    lastUpdateStatusReason: configuration.LastUpdateStatusReason,
    tags,
    reservedConcurrency: reserved ?? null,
    owner: ownerOf(tags),
  };
}
