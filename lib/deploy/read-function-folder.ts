import { basename, resolve } from "node:path";
import { bundleTypeScript, findTypeScript } from "./bundle-typescript";
import type { DeployRequest } from "./deploy-function";
import { readFolder } from "./read-folder";
import { readManifest } from "./read-manifest";

/** A folder that holds one function, with what its lambdeck.json says. A handler in TypeScript is bundled. */
export async function readFunctionFolder(
  directory: string,
  { handler: wantedHandler }: { handler?: string } = {},
): Promise<Partial<DeployRequest> & Pick<DeployRequest, "code">> {
  const { name, description, runtime, handler, memoryMb, timeoutSeconds, environment } =
    readManifest(directory);
  const entry = wantedHandler ?? handler;
  const candidates = entry === undefined ? ["index.handler", "src/index.handler"] : [entry];
  const found = candidates.find((candidate) => findTypeScript(directory, candidate));
  const source = found && findTypeScript(directory, found);
  return {
    name,
    description,
    memoryMb,
    timeoutSeconds,
    environment,
    runtime,
    handler: source ? found : handler,
    code: source ? await bundleTypeScript(directory, found, source) : readFolder(directory),
  };
}

/** The name of a function that gives none: its folder's, with what a name cannot hold replaced. */
export function functionNameOf(directory: string): string {
  return basename(resolve(directory))
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .slice(0, 64);
}
