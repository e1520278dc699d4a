import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { DeployError } from "./deploy-error";
import type { FolderFile } from "./read-folder";

/** What SAM's `Metadata.BuildProperties` or the Serverless Framework's `build.esbuild` say. */
export interface BundleOptions {
  format?: "esm" | "cjs";
  target?: string;
  minify?: boolean;
  sourcemap?: boolean;
  external?: readonly string[];
}

const endings = [".ts", ".mts", ".cts", ".tsx"];

/** The TypeScript source of a handler such as `src/app.handler`; undefined when there is none. */
export function findTypeScript(folder: string, handler: string): string | undefined {
  const name = handler.slice(0, Math.max(handler.lastIndexOf("."), 0));
  if (name === "") return undefined;
  const isBuilt = [".js", ".mjs", ".cjs"].some((ending) => existsSync(join(folder, name + ending)));
  return isBuilt
    ? undefined
    : endings.map((ending) => join(folder, name + ending)).find((file) => existsSync(file));
}

/** The part of esbuild's interface that is used: the one the user's project has installed. */
interface Esbuild {
  build(options: Record<string, unknown>): Promise<{
    outputFiles: { path: string; contents: Uint8Array }[];
  }>;
}

/**
 * Bundles a handler written in TypeScript with the esbuild of the user's own project. Throws DeployError when that has
 * none, or the source is wrong.
 */
export async function bundleTypeScript(
  folder: string,
  handler: string,
  source: string,
  options: BundleOptions = {},
): Promise<FolderFile[]> {
  const esbuild = findEsbuild(folder, source);
  const name = handler.slice(0, handler.lastIndexOf("."));
  const format = options.format ?? "cjs";
  const outdir = resolve(folder);
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: { [name]: source },
      outdir,
      outExtension: { ".js": format === "esm" ? ".mjs" : ".js" },
      absWorkingDir: outdir,
      bundle: true,
      write: false,
      platform: "node",
      target: options.target ?? "node20",
      format,
      minify: options.minify ?? false,
      sourcemap: options.sourcemap ?? false,
      // AWS's runtimes bring the SDK along, and so does the local engine.
      external: [...(options.external ?? []), "@aws-sdk/*", "@smithy/*"],
      logLevel: "silent",
    });
    return outputFiles.map(({ path, contents }) => ({
      path: path.slice(outdir.length + 1).replaceAll("\\", "/"),
      content: contents,
      executable: false,
    }));
  } catch (error) {
    throw new DeployError((error as Error).message, { cause: error });
  }
}

function findEsbuild(folder: string, source: string): Esbuild {
  try {
    return createRequire(join(resolve(folder), "package.json"))("esbuild") as Esbuild;
  } catch (error) {
    throw new DeployError(
      `${source} is TypeScript and has not been built. Build it (for SAM: sam build), or install esbuild where it is ` +
        "(npm install --save-dev esbuild) and deploy again: it is then bundled on the way.",
      { cause: error },
    );
  }
}
