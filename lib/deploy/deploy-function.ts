import { createHash } from "node:crypto";
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  ListTagsCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  type CreateFunctionCommandInput,
  type FunctionConfiguration,
  type FunctionCode,
  type LambdaClient,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { DeployError } from "./deploy-error";
import { differences } from "./differences";
import { checkHandler, guessFunction } from "./guess-function";
import type { FolderFile } from "./read-folder";
import { zipFiles } from "./zip-files";

/** What the caller asks for; what is left out is guessed for a new function and kept for an old one. */
export interface DeployRequest {
  name: string;
  /** The code's files, a zip of them, or where a bucket has that. */
  code: readonly FolderFile[] | Uint8Array | BucketCode;
  runtime?: string;
  handler?: string;
  description?: string;
  memoryMb?: number;
  timeoutSeconds?: number;
  /** The execution role; AWS needs one for a new function. */
  role?: string;
  /** What a new function gets without `role`, where no role is checked. */
  defaultRole?: string;
  /** Variables to set; others that the function has are kept, unless `exact` is set. */
  environment?: Readonly<Record<string, string>>;
  exact?: boolean;
  /** Settings that are passed on in AWS's own words. */
  settings?: FunctionSettings;
  /** Set or changed; others that the function has are kept. */
  tags?: Readonly<Record<string, string>>;
  publish?: boolean;
}

type BucketCode = Pick<FunctionCode, "S3Bucket" | "S3Key" | "S3ObjectVersion">;

export type FunctionSettings = Pick<
  CreateFunctionCommandInput,
  | "Architectures"
  | "Layers"
  | "EphemeralStorage"
  | "TracingConfig"
  | "DeadLetterConfig"
  | "VpcConfig"
  | "LoggingConfig"
  | "SnapStart"
  | "KMSKeyArn"
  | "FileSystemConfigs"
  | "ImageConfig"
>;

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

/** What a deployment would do, and the doing of it. */
export interface FunctionPlan {
  existing: FunctionConfiguration | undefined;
  /** What an update changes: "code", "memory"... */
  changed: string[];
  zipBytes: number;
  /** Creates or updates the function, and waits until it is usable. */
  apply(): Promise<void>;
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
  const plan = await planFunction(client, request);
  await plan.apply();
  const version = request.publish ? await publish(client, request.name) : undefined;
  const now = await client.send(
    new GetFunctionConfigurationCommand({ FunctionName: request.name }),
  );
  return {
    functionName: request.name,
    functionArn: now.FunctionArn ?? "",
    created: !plan.existing,
    changed: plan.changed,
    runtime: now.Runtime ?? "",
    handler: now.Handler ?? "",
    memoryMb: now.MemorySize ?? 0,
    timeoutSeconds: now.Timeout ?? 0,
    codeSha256: now.CodeSha256 ?? "",
    files: isFiles(request.code) ? request.code.length : 0,
    zipBytes: plan.zipBytes,
    ...(version ? { version } : {}),
  };
}

/** Finds out what a deployment would change, without changing anything. Throws like `deployFunction`. */
export async function planFunction(
  client: LambdaClient,
  request: DeployRequest,
): Promise<FunctionPlan> {
  const existing = await find(client, request.name);
  if (existing?.PackageType === "Image")
    throw new DeployError(`${request.name} runs a container image; a folder cannot replace it.`);
  const how = howToRun(request, existing);
  if (isFiles(request.code)) checkHandler(request.code, how);
  const code = packed(request.code);
  const zipBytes = code.ZipFile?.length ?? 0;
  const role = request.role ?? (existing ? undefined : request.defaultRole);
  const variables = existing?.Environment?.Variables ?? {};
  const environment = { ...(request.exact ? {} : variables), ...request.environment };
  const wanted = {
    ...how,
    description: request.description,
    memory: request.memoryMb,
    timeout: request.timeoutSeconds,
    role,
    environment,
    ...request.settings,
  };
  if (!existing) {
    if (!role)
      throw new DeployError(
        `${request.name} does not exist yet, and AWS needs an execution role to create it: give --role ARN. ` +
          "The role must trust lambda.amazonaws.com and should have the policy AWSLambdaBasicExecutionRole for its logs.",
      );
    const create = async () => {
      await client.send(
        new CreateFunctionCommand({
          ...inputOf(request.name, wanted),
          Role: role,
          Tags: request.tags ? { ...request.tags } : undefined,
          Code: code,
        }),
      );
      await settle(client, request.name, waitUntilFunctionActiveV2);
    };
    return { existing, changed: [], zipBytes, apply: create };
  }
  const { Architectures, ...settings } = wanted;
  const codeChanged =
    existing.CodeSha256 !== (await sha256Of(client, request.name, code)) ||
    differences({ Architectures: existing.Architectures }, { Architectures }).length > 0;
  const different = differences(settingsOf(existing), {
    ...settings,
    environment: sortedEntries(environment),
  });
  const tags = await newTags(client, existing, request.tags);
  const changed = [
    ...(codeChanged ? ["code"] : []),
    ...different,
    ...(Object.keys(tags).length > 0 ? ["tags"] : []),
  ];
  const update = async () => {
    const FunctionName = request.name;
    if (changed.length > 0 && existing.LastUpdateStatus !== "Successful")
      await settle(client, FunctionName, waitUntilFunctionUpdatedV2);
    // Tags come first: whoever sees new code can also see where it is from.
    if (Object.keys(tags).length > 0)
      await client.send(new TagResourceCommand({ Resource: unqualified(existing), Tags: tags }));
    if (codeChanged) {
      await client.send(new UpdateFunctionCodeCommand({ FunctionName, Architectures, ...code }));
      await settle(client, FunctionName, waitUntilFunctionUpdatedV2);
    }
    if (different.length === 0) return;
    await client.send(new UpdateFunctionConfigurationCommand(inputOf(FunctionName, settings)));
    await settle(client, FunctionName, waitUntilFunctionUpdatedV2);
  };
  return { existing, changed, zipBytes, apply: update };
}

function isFiles(code: DeployRequest["code"]): code is readonly FolderFile[] {
  return Array.isArray(code);
}

function packed(code: DeployRequest["code"]): FunctionCode {
  if (isFiles(code)) return { ZipFile: zipFiles(code) };
  return code instanceof Uint8Array ? { ZipFile: code } : code;
}

function howToRun(
  { runtime, handler, code }: DeployRequest,
  existing: FunctionConfiguration | undefined,
): { runtime: string; handler: string } {
  const known = { runtime: runtime ?? existing?.Runtime, handler: handler ?? existing?.Handler };
  if (known.runtime?.startsWith("provided")) known.handler ??= "bootstrap";
  if (known.runtime && known.handler) return { runtime: known.runtime, handler: known.handler };
  if (!isFiles(code))
    throw new DeployError(
      "Code that is packed already needs a runtime and a handler: it is not looked into.",
    );
  const guessed = guessFunction(code);
  return { runtime: known.runtime ?? guessed.runtime, handler: known.handler ?? guessed.handler };
}

interface Wanted extends FunctionSettings {
  runtime: string;
  handler: string;
  description?: string;
  memory?: number;
  timeout?: number;
  role?: string;
  environment: Readonly<Record<string, string>>;
}

function inputOf(FunctionName: string, wanted: Wanted) {
  const { runtime, handler, description, memory, timeout, role, environment, ...settings } = wanted;
  return {
    ...settings,
    FunctionName,
    Runtime: runtime as Runtime,
    Handler: handler,
    Description: description,
    MemorySize: memory,
    Timeout: timeout,
    Role: role,
    Environment: { Variables: { ...environment } },
  };
}

/** What a function has, in the words and shapes in which it is asked for. */
function settingsOf(existing: FunctionConfiguration): Record<string, unknown> {
  return {
    runtime: existing.Runtime,
    handler: existing.Handler,
    description: existing.Description ?? "",
    memory: existing.MemorySize,
    timeout: existing.Timeout,
    role: existing.Role,
    environment: sortedEntries(existing.Environment?.Variables ?? {}),
    Layers: (existing.Layers ?? []).map(({ Arn }) => Arn),
    EphemeralStorage: existing.EphemeralStorage,
    TracingConfig: existing.TracingConfig,
    DeadLetterConfig: existing.DeadLetterConfig ?? { TargetArn: "" },
    VpcConfig: existing.VpcConfig,
    LoggingConfig: existing.LoggingConfig,
    SnapStart: existing.SnapStart,
    KMSKeyArn: existing.KMSKeyArn ?? "",
    FileSystemConfigs: existing.FileSystemConfigs ?? [],
  };
}

/** All of a map counts: a variable too many is a difference as well. */
function sortedEntries(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The hash that the code will have; of a zip in a bucket AWS says it without taking it over. */
async function sha256Of(
  client: LambdaClient,
  FunctionName: string,
  code: FunctionCode,
): Promise<string | undefined> {
  if (code.ZipFile) return createHash("sha256").update(code.ZipFile).digest("base64");
  const answer = await client.send(
    new UpdateFunctionCodeCommand({ FunctionName, DryRun: true, ...code }),
  );
  return answer.CodeSha256;
}

async function newTags(
  client: LambdaClient,
  existing: FunctionConfiguration,
  tags: DeployRequest["tags"],
): Promise<Record<string, string>> {
  if (!tags) return {};
  const { Tags = {} } = await client.send(new ListTagsCommand({ Resource: unqualified(existing) }));
  return Object.fromEntries(Object.entries(tags).filter(([key, value]) => Tags[key] !== value));
}

/** A function's ARN without a version. */
function unqualified({ FunctionArn = "" }: FunctionConfiguration): string {
  return FunctionArn.split(":").slice(0, 7).join(":");
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
