import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { DeployError } from "./deploy-error";
import { readIgnoreRules } from "@/lib/model/ignore-rules";

export interface FolderFile {
  /** Relative to the folder, with `/`. */
  path: string;
  content: Uint8Array;
  executable: boolean;
}

/** Lambda's limit for a function's unpacked code, in bytes. */
const maximumUnzippedBytes = 262_144_000;

export interface FolderChoice {
  /** More lines as in .lambdaignore, before the folder's own. */
  ignore?: readonly string[];
  /** Which of the files that are left belong into the function. */
  takes?: (path: string) => boolean;
}

/**
 * Every file of a folder that belongs into the function, by path. Links are followed. Throws DeployError
 * for a folder that is missing, empty or too large.
 */
export function readFolder(directory: string, choice: FolderChoice = {}): FolderFile[] {
  const found = statSync(directory, { throwIfNoEntry: false });
  if (!found) throw new DeployError(`There is no folder ${directory}.`);
  if (!found.isDirectory())
    throw new DeployError(`${directory} is not a folder. Give the folder that holds your code.`);
  const isIgnored = ignoredIn(directory, choice.ignore);
  const files: FolderFile[] = [];
  let bytes = 0;
  const visit = (folder: string, prefix: string, parents: readonly string[]) => {
    const real = realpathSync(folder);
    // A link to a folder above would never end.
    if (parents.includes(real)) return;
    for (const name of readdirSync(folder).sort()) {
      const path = `${prefix}${name}`;
      const full = join(folder, name);
      const stat = statSync(full, { throwIfNoEntry: false });
      if (!stat || isIgnored(path, stat.isDirectory())) continue;
      if (stat.isDirectory()) visit(full, `${path}/`, [...parents, real]);
      else if (stat.isFile() && choice.takes?.(path) !== false) {
        bytes += stat.size;
        if (bytes > maximumUnzippedBytes)
          throw new DeployError(
            `The folder is larger than the 250 MB a function may have unpacked (reached at ${path}). ` +
              "Leave files out with a .lambdaignore file.",
          );
        const executable = (stat.mode & 0o111) !== 0 || path === "bootstrap";
        files.push({ path, content: readFileSync(full), executable });
      }
    }
  };
  visit(directory, "", []);
  if (files.length === 0) throw new DeployError(`The folder ${directory} has no files to deploy.`);
  return files;
}

/** What a folder's .lambdaignore, and `more` lines before it, leave out; paths are relative to the folder. */
export function ignoredIn(
  directory: string,
  more: readonly string[] = [],
): (path: string, isFolder: boolean) => boolean {
  const file = join(directory, ".lambdaignore");
  const own = existsSync(file) ? readFileSync(file, "utf8") : "";
  return readIgnoreRules([...more, own].join("\n"));
}
