import { statSync } from "node:fs";
import { DeployError } from "../deploy/deploy-error.ts";
import { deployFunction } from "../deploy/deploy-function.ts";
import { functionNameOf, readFunctionFolder } from "../deploy/read-function-folder.ts";
import type { FolderFile } from "../deploy/read-folder.ts";
import { readStack } from "../deploy/read-stack.ts";
import { sourceTags } from "../deploy/source-tags.ts";
import { type Cloud, type CloudAddress, openCloud } from "../deploy/stack/cloud.ts";
import { deployStack } from "../deploy/stack/deploy-stack.ts";
import { findTemplate } from "../deploy/stack/find-template.ts";
import type { StackReport } from "../deploy/stack/report.ts";

/** A function for `deploy`: what is left out is guessed from its files, as `lambdeck deploy` does. */
export interface FunctionToDeploy {
  name: string;
  /** Its files in memory, by path, or... */
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** ...the folder that holds them. */
  folder?: string;
  /** Such as `nodejs22.x`. */
  runtime?: string;
  /** Such as `index.handler`. */
  handler?: string;
  memoryMb?: number;
  timeoutSeconds?: number;
  environment?: Readonly<Record<string, string>>;
}

export interface DeployOptions {
  /** Values for a template's Parameters. */
  parameters?: Readonly<Record<string, string>>;
  /** What the names of a template's resources begin with. */
  stackName?: string;
}

/**
 * Deploys a function, a folder (of a function, or with a template in it), or a template of SAM, CloudFormation or the
 * Serverless Framework. Resolves with what was made; rejects when a part of it was refused.
 */
export type Deploy = (
  what: string | FunctionToDeploy,
  options?: DeployOptions,
) => Promise<StackReport>;

/** `LocalEngine.deploy`, for an engine at an address. */
export async function deploy(
  address: CloudAddress,
  what: string | FunctionToDeploy,
  options: DeployOptions = {},
): Promise<StackReport> {
  const cloud = await openCloud(address);
  try {
    const template = typeof what === "string" ? templateAt(what) : undefined;
    if (template === undefined) return await deployOne(cloud, what);
    const report = await deployStack(readStack(template, cloud, options), cloud);
    const failed = report.changes.filter(({ action }) => action === "fail");
    if (failed.length > 0)
      throw new DeployError(
        failed.map(({ logicalId, reason }) => `${logicalId}: ${reason}`).join("\n"),
      );
    return report;
  } finally {
    cloud.close();
  }
}

/** The template that a path means: itself, or the one in the folder; undefined for a function's folder. */
function templateAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new DeployError(`There is neither a folder nor a template ${path}.`);
  return found.isDirectory() ? findTemplate(path) : path;
}

async function deployOne(cloud: Cloud, what: string | FunctionToDeploy): Promise<StackReport> {
  const wanted: FunctionToDeploy =
    typeof what === "string" ? { name: functionNameOf(what), folder: what } : what;
  const { name, files, folder, ...settings } = wanted;
  if ((files === undefined) === (folder === undefined))
    throw new DeployError(`Give either the files or the folder of ${name}.`);
  const source = folder === undefined ? undefined : await readFunctionFolder(folder, settings);
  const made = await deployFunction(cloud.lambda, {
    ...source,
    ...settings,
    code: source?.code ?? filesInMemory(files ?? {}),
    name: typeof what === "string" ? (source?.name ?? name) : name,
    environment: { ...source?.environment, ...settings.environment },
    defaultRole: `arn:aws:iam::${cloud.accountId}:role/lambdeck-local`,
    tags: sourceTags(folder),
  });
  return {
    source: folder ?? name,
    stackName: name,
    changes: [
      {
        logicalId: made.functionName,
        type: "AWS::Lambda::Function",
        name: made.functionName,
        arn: made.functionArn,
        action: made.created ? "create" : made.changed.length > 0 ? "update" : "keep",
        ...(made.changed.length > 0 ? { changes: made.changed } : {}),
      },
    ],
    outputs: {},
    notes: [],
  };
}

function filesInMemory(files: Readonly<Record<string, string | Uint8Array>>): FolderFile[] {
  return Object.entries(files).map(([path, content]) => ({
    path,
    content: typeof content === "string" ? Buffer.from(content) : content,
    executable: path === "bootstrap",
  }));
}
