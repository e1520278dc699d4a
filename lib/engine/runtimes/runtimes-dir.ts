import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folders, one a family, of the programs that run inside environments. */
export const programFolders = ["node", "python", "ruby", "java"] as const;

/**
 * The folder of the programs that run inside environments (`node/` and others): this one, or
 * `runtimes` beside a bundled engine or above a bundled benchmark that holds one.
 */
export function findRuntimesDir(): string {
  const places = [".", "./runtimes", "../runtimes"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const folder = places.find((place) => existsSync(`${place}/node/bootstrap.cjs`));
  if (!folder)
    throw new Error(`the engine's runtimes are missing: looked at ${places.join(" and ")}`);
  return folder.replace(/\/$/, "");
}
