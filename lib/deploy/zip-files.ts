import { zipSync, type Zippable } from "fflate";
import { largestUploadBytes } from "@/lib/model/code-zip";
import { entryOptions } from "@/lib/model/pack-code";
import { DeployError } from "./deploy-error";
import type { FolderFile } from "./read-folder";

/** Packs files so that equal files give equal bytes. Throws DeployError when the zip is over 50 MB. */
export function zipFiles(files: readonly FolderFile[]): Uint8Array {
  const entries: Zippable = {};
  for (const { path, content, executable } of files) {
    entries[path] = [content, entryOptions(executable)];
  }
  const zip = zipSync(entries, { level: 9 });
  if (zip.length > largestUploadBytes)
    throw new DeployError(
      `The zip has ${(zip.length / 1_048_576).toFixed(1)} MB; Lambda takes at most 50 MB in one upload. ` +
        "Leave files out with a .lambdaignore file.",
    );
  return zip;
}
