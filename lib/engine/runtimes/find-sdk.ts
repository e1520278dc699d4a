import { createRequire } from "node:module";
import { join, sep } from "node:path";

/** The folders that AWS's Node.js runtimes bring along for functions to import, by their scope's name. */
export function findSdk(): ReadonlyMap<string, string> {
  const entry = createRequire(import.meta.url).resolve("@aws-sdk/client-lambda");
  const modules = entry.slice(0, entry.lastIndexOf(join(sep, "@aws-sdk", sep)));
  return new Map(["@aws-sdk", "@smithy"].map((scope) => [scope, join(modules, scope)]));
}
