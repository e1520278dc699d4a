import { createHash } from "node:crypto";
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  ResourceNotFoundException,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  type FunctionConfiguration,
  type LambdaClient,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { DeployError } from "./deploy-error";
import { checkHandler, guessFunction } from "./guess-function";
import type { FolderFile } from "./read-folder";
import { zipFiles } from "./zip-files";

/** What the caller asks for; what is left out is guessed for a new function and kept for an old one. */
export interface DeployRequest {
  name: string;
  files: readonly FolderFile[];
  runtime?: string;
  handler?: string;
  description?: string;
  memoryMb?: number;
  timeoutSeconds?: number;
  /** The execution role; AWS needs one for a new function. */
  role?: string;
  /** What a new function gets without `role`, where no role is checked. */
  defaultRole?: string;
  /** Variables to set; others that the function has are kept. */
  environment?: Readonly<Record<string, string>>;
  /** Set on a new function only. */
  tags?: Readonly<Record<string, string>>;
  publish?: boolean;
}

export interface Deployment {
  functionName: string;
  functionArn: string;
  created: boolean;
  /** What an update changed: "code", "memory"...; empty when everything was as wanted already. */
  changed: string[];
  runtime: string;
  handler: string;
  memoryMb: number;
  timeoutSeconds: number;
  codeSha256: string;
  files: number;
  zipBytes: number;
  /** The published version, when asked for. */
  version?: string;
}

const longestWaitSeconds = 300;

/**
 * Creates a function or updates the one of this name, and waits until it is usable. Throws DeployError for
 * what the caller can mend, and the SDK's errors.
 */
export async function deployFunction(
  client: LambdaClient,
  request: DeployRequest,
): Promise<Deployment> {
  const existing = await find(client, request.name);
  const runtime = request.runtime ?? existing?.Runtime;
  const handler = request.handler ?? existing?.Handler;
  const how =
    runtime && handler
      ? { runtime, handler }
      : {
          ...guessFunction(request.files),
          ...(runtime && { runtime }),
          ...(handler && { handler }),
        };
  checkHandler(request.files, how);
  const zip = zipFiles(request.files);
  const settled = { ...request, ...how };
  const changed = existing ? await update(client, existing, settled, zip) : [];
  if (!existing) await create(client, settled, zip);
  const version = request.publish ? await publish(client, request.name) : undefined;
  const now = await client.send(
    new GetFunctionConfigurationCommand({ FunctionName: request.name }),
  );
  return {
    functionName: request.name,
    functionArn: now.FunctionArn ?? "",
    created: !existing,
    changed,
    runtime: now.Runtime ?? how.runtime,
    handler: now.Handler ?? how.handler,
    memoryMb: now.MemorySize ?? 0,
    timeoutSeconds: now.Timeout ?? 0,
    codeSha256: now.CodeSha256 ?? "",
    files: request.files.length,
    zipBytes: zip.length,
    ...(version ? { version } : {}),
  };
}

async function find(
  client: LambdaClient,
  name: string,
): Promise<FunctionConfiguration | undefined> {
  try {
    return await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

type SettledRequest = DeployRequest & { runtime: string; handler: string };

async function create(
  client: LambdaClient,
  request: SettledRequest,
  zip: Uint8Array,
): Promise<void> {
  const role = request.role ?? request.defaultRole;
  if (!role)
    throw new DeployError(
      `${request.name} does not exist yet, and AWS needs an execution role to create it: give --role ARN. ` +
        "The role must trust lambda.amazonaws.com and should have the policy AWSLambdaBasicExecutionRole for its logs.",
    );
  await client.send(
    new CreateFunctionCommand({
      FunctionName: request.name,
      Role: role,
      Runtime: request.runtime as Runtime,
      Handler: request.handler,
      Description: request.description,
      MemorySize: request.memoryMb,
      Timeout: request.timeoutSeconds,
      Environment: request.environment ? { Variables: { ...request.environment } } : undefined,
      Tags: request.tags ? { ...request.tags } : undefined,
      Code: { ZipFile: zip },
    }),
  );
  await settle(client, request.name, waitUntilFunctionActiveV2);
}

async function update(
  client: LambdaClient,
  existing: FunctionConfiguration,
  request: SettledRequest,
  zip: Uint8Array,
): Promise<string[]> {
  if (existing.PackageType === "Image")
    throw new DeployError(`${request.name} runs a container image; a folder cannot replace it.`);
  const changed: string[] = [];
  await settle(client, request.name, waitUntilFunctionUpdatedV2);
  const sha256 = createHash("sha256").update(zip).digest("base64");
  if (existing.CodeSha256 !== sha256) {
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: request.name, ZipFile: zip }));
    await settle(client, request.name, waitUntilFunctionUpdatedV2);
    changed.push("code");
  }
  const variables = existing.Environment?.Variables ?? {};
  const environment = { ...variables, ...request.environment };
  const settings = [
    ["runtime", existing.Runtime, request.runtime],
    ["handler", existing.Handler, request.handler],
    ["description", existing.Description, request.description],
    ["memory", existing.MemorySize, request.memoryMb],
    ["timeout", existing.Timeout, request.timeoutSeconds],
    ["role", existing.Role, request.role],
    ["environment", sortedJson(variables), sortedJson(environment)],
  ] as const;
  const different = settings.filter(([, now, next]) => next !== undefined && now !== next);
  if (different.length === 0) return changed;
  await client.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: request.name,
      Runtime: request.runtime as Runtime,
      Handler: request.handler,
      Description: request.description,
      MemorySize: request.memoryMb,
      Timeout: request.timeoutSeconds,
      Role: request.role,
      Environment: { Variables: environment },
    }),
  );
  await settle(client, request.name, waitUntilFunctionUpdatedV2);
  return [...changed, ...different.map(([name]) => name)];
}

async function publish(client: LambdaClient, name: string): Promise<string | undefined> {
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName: name }));
  return Version;
}

async function settle(
  client: LambdaClient,
  FunctionName: string,
  wait: typeof waitUntilFunctionActiveV2,
): Promise<void> {
  try {
    await wait(
      { client, maxWaitTime: longestWaitSeconds, minDelay: 0.2, maxDelay: 5 },
      { FunctionName },
    );
  } catch (error) {
    const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName }),
    );
    const reason = LastUpdateStatusReason ?? StateReason ?? (error as Error).message;
    throw new DeployError(
      `${FunctionName} did not become usable (state ${State}, last update ${LastUpdateStatus}): ${reason}`,
      { cause: error },
    );
  }
}

function sortedJson(values: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
