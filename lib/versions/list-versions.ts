import {
  type AliasConfiguration,
  type FunctionConfiguration,
  type LambdaClient,
  paginateListAliases,
  paginateListVersionsByFunction,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import type { Alias, Version, VersionsAndAliases } from "@/lib/model/version";

/** All versions, newest first with $LATEST on top, and all aliases by name. */
export async function listVersions(
  connection: Connection,
  functionName: string,
): Promise<VersionsAndAliases> {
  const { lambda } = clientsFor(connection);
  const [versions, aliases] = await Promise.all([
    readVersions(lambda, functionName),
    readAliases(lambda, functionName),
  ]);
  return { versions: versions.map(versionOf).sort(newestFirst), aliases };
}

export async function readAliases(lambda: LambdaClient, functionName: string): Promise<Alias[]> {
  const found: Alias[] = [];
  for await (const page of paginateListAliases({ client: lambda }, { FunctionName: functionName }))
    found.push(...(page.Aliases ?? []).map(aliasOf));
  return found.sort((left, right) => left.name.localeCompare(right.name));
}

/** Every version as AWS lists it. */
export async function readVersions(
  lambda: LambdaClient,
  functionName: string,
): Promise<FunctionConfiguration[]> {
  const found: FunctionConfiguration[] = [];
  const pages = paginateListVersionsByFunction({ client: lambda }, { FunctionName: functionName });
  for await (const page of pages) found.push(...(page.Versions ?? []));
  return found;
}

function versionOf(aws: FunctionConfiguration): Version {
  return {
    version: aws.Version ?? "",
    description: aws.Description ?? "",
    lastModified: aws.LastModified,
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
  return version === "$LATEST" ? Number.MAX_SAFE_INTEGER : Number(version);
}
