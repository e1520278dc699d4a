import { statSync } from "node:fs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { DeployError } from "../deploy/deploy-error.ts";
import { deployFunction } from "../deploy/deploy-function.ts";
import { functionNameOf, readFunctionFolder } from "../deploy/read-function-folder.ts";
import type { FolderFile } from "../deploy/read-folder.ts";
import { sourceTags } from "../deploy/source-tags.ts";
import { findTemplate } from "../deploy/stack/find-template.ts";
import type { StackReport } from "../deploy/stack/report.ts";
import type { DeployOptions, FunctionToDeploy } from "./deploy-words.ts";

interface Address {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** Local engines check no roles, but every function needs the name of one. */
const unusedRole = "arn:aws:iam::000000000000:role/lambdeck-local";

/** `LocalEngine.deploy`, for an engine at an address. */
export async function deploy(
  address: Address,
  what: string | FunctionToDeploy,
  options: DeployOptions = {},
): Promise<StackReport> {
  const template = typeof what === "string" ? templateAt(what) : undefined;
  if (template === undefined) return deployOne(address, what);
  // Only a template needs the clients of all the services.
  const { deployTemplate } = await import("./deploy-template.ts");
  return deployTemplate(address, template, options);
}

/** The template that a path means: itself, or the one in the folder; undefined for a function's folder. */
function templateAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new DeployError(`There is neither a folder nor a template ${path}.`);
  return found.isDirectory() ? findTemplate(path) : path;
}

async function deployOne(address: Address, what: string | FunctionToDeploy): Promise<StackReport> {
  const wanted: FunctionToDeploy =
    typeof what === "string" ? { name: functionNameOf(what), folder: what } : what;
  const { name, files, folder, ...settings } = wanted;
  if ((files === undefined) === (folder === undefined))
    throw new DeployError(`Give either the files or the folder of ${name}.`);
  const source = folder === undefined ? undefined : await readFunctionFolder(folder, settings);
  const client = new LambdaClient(address);
  try {
    const made = await deployFunction(client, {
      ...source,
      ...settings,
      code: source?.code ?? filesInMemory(files ?? {}),
      name: typeof what === "string" ? (source?.name ?? name) : name,
      environment: { ...source?.environment, ...settings.environment },
      defaultRole: unusedRole,
      tags: sourceTags(folder),
    });
    const change = {
      logicalId: made.functionName,
      type: "AWS::Lambda::Function",
      name: made.functionName,
      arn: made.functionArn,
      action: made.created ? "create" : made.changed.length > 0 ? "update" : "keep",
      ...(made.changed.length > 0 ? { changes: made.changed } : {}),
    } as const;
    return { source: folder ?? name, stackName: name, changes: [change], outputs: {}, notes: [] };
  } finally {
    client.destroy();
  }
}

function filesInMemory(files: Readonly<Record<string, string | Uint8Array>>): FolderFile[] {
  return Object.entries(files).map(([path, content]) => ({
    path,
    content: typeof content === "string" ? Buffer.from(content) : content,
    executable: path === "bootstrap",
  }));
}
