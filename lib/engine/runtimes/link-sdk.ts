import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join, sep } from "node:path";

/** What AWS's Node.js runtimes bring along, for `require` and `import`. */
const scopes = ["@aws-sdk", "@smithy"];

/**
 * Makes the project's AWS SDK importable from functions' code as on AWS, and nothing else of it: a
 * folder `node_modules` in the engine's home, above every deployment package, with one link a scope.
 */
export function linkSdk(homeDir: string): void {
  const entry = createRequire(import.meta.url).resolve("@aws-sdk/client-lambda");
  const modules = entry.slice(0, entry.lastIndexOf(join(sep, "@aws-sdk", sep)));
  const folder = join(homeDir, "node_modules");
  mkdirSync(folder, { recursive: true });
  for (const scope of scopes) {
    const link = join(folder, scope);
    rmSync(link, { force: true });
    symlinkSync(join(modules, scope), link);
  }
}
