import {
  type AliasConfiguration,
  type FunctionConfiguration,
  type LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import { isoTime } from "@/lib/model/iso-time";
import type { Problem } from "@/lib/model/problem";
import type { Alias, Version, VersionsAndAliases } from "@/lib/model/version";

/** All versions, newest first with $LATEST on top, and all aliases by name, as far as they can be read. */
export async function listVersions(
  connection: Connection,
  functionName: string,
): Promise<VersionsAndAliases> {
  const { lambda } = clientsFor(connection);
  const problems: Problem[] = [];
  const [versions, aliases] = await Promise.all([
    attempt(connection, `list the versions of ${functionName}`, () =>
      readVersions(lambda, functionName),
    ),
    readAliases(lambda, functionName).catch((error: unknown) => {
      problems.push(problemFrom(error, { connection, action: "list the aliases" }));
      return [];
    }),
  ]);
  return { versions: versions.map(versionOf).sort(newestFirst), aliases, problems };
}

export async function readAliases(lambda: LambdaClient, functionName: string): Promise<Alias[]> {
  const found = await allOf(async (Marker) => {
    const page = await lambda.send(new ListAliasesCommand({ FunctionName: functionName, Marker }));
    return { items: page.Aliases, next: page.NextMarker };
  });
  return found.map(aliasOf).sort((left, right) => left.name.localeCompare(right.name));
}

/** Every version as AWS lists it. */
export async function readVersions(
  lambda: LambdaClient,
  functionName: string,
): Promise<FunctionConfiguration[]> {
  return allOf(async (Marker) => {
    const page = await lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName: functionName, Marker }),
    );
    return { items: page.Versions, next: page.NextMarker };
  });
}

function versionOf(aws: FunctionConfiguration): Version {
  return {
    version: aws.Version ?? "",
    description: aws.Description ?? "",
    lastModified: isoTime(aws.LastModified),
    codeSha256: aws.CodeSha256,
    codeSizeBytes: aws.CodeSize,
    memoryMb: aws.MemorySize,
    timeoutSeconds: aws.Timeout,
    runtime: aws.Runtime,
    handler: aws.Handler,
    state: aws.State,
  };
}

export function aliasOf(aws: AliasConfiguration): Alias {
  const [extra] = Object.entries(aws.RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    name: aws.Name ?? "",
    description: aws.Description ?? "",
    version: aws.FunctionVersion ?? "",
    routing: extra && { version: extra[0], weight: extra[1] },
    revisionId: aws.RevisionId,
  };
}

function newestFirst(left: Version, right: Version): number {
  return order(right) - order(left);
}

function order({ version }: Version): number {
  return version === "$LATEST" ? Number.MAX_SAFE_INTEGER : Number(version) || 0;
}
