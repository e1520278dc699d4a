import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { FileView } from "./file-view.ts";

/**
 * The view where a process cannot have mounts of its own: functions see this machine's paths, and what
 * they log or throw is rewritten to /var/task and /opt. The SDK is found in the engine's home, above the packages.
 */
export function plainView(
  homeDir: string,
  runtimesDir: string,
  sdkScopes: ReadonlyMap<string, string>,
): FileView {
  const modules = join(homeDir, "node_modules");
  mkdirSync(modules, { recursive: true });
  for (const [scope, folder] of sdkScopes) {
    rmSync(join(modules, scope), { force: true });
    symlinkSync(folder, join(modules, scope));
  }
  return {
    endsTogether: false,
    runtimeDir: runtimesDir,
    hasMemoryTmp: false,
    hostPath: (folder) => folder,
    taskRoot: (codeDir) => codeDir,
    tmpDir: (realTmpDir) => realTmpDir,
    optDir: (realOptDir) => realOptDir,
    keptInOpt: () => new Map(),
    wrap: (spec) => spec,
    tell: () => undefined,
    rewrite: (text, { codeDir, optDir }) => {
      const rewritten = text
        .replaceAll(codeDir, "/var/task")
        .replaceAll(runtimesDir, "/var/runtime");
      return optDir ? rewritten.replaceAll(optDir, "/opt") : rewritten;
    },
  };
}
