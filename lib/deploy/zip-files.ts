import { zipSync, type Zippable } from "fflate";
import { DeployError } from "./deploy-error";
import type { FolderFile } from "./read-folder";

/** Lambda's limit for a zip that is uploaded directly, in bytes. */
const maximumZipBytes = 52_428_800;
/** The earliest time a zip can hold, so that the same files always give the same zip. */
const fixedTime = new Date(1980, 0, 1);
const unix = 3;

/** Packs files so that equal files give equal bytes. Throws DeployError when the zip is over 50 MB. */
export function zipFiles(files: readonly FolderFile[]): Uint8Array {
  const entries: Zippable = {};
  for (const { path, content, executable } of files) {
    const attrs = ((executable ? 0o100755 : 0o100644) << 16) >>> 0;
    entries[path] = [content, { mtime: fixedTime, os: unix, attrs }];
  }
  const zip = zipSync(entries, { level: 9 });
  if (zip.length > maximumZipBytes)
    throw new DeployError(
      `The zip has ${(zip.length / 1_048_576).toFixed(1)} MB; Lambda takes at most 50 MB in one upload. ` +
        "Leave files out with a .lambdaignore file.",
    );
  return zip;
}
