import { strToU8, zipSync } from "fflate";

/** A deployment package with the given texts by path. */
export function zipFiles(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])),
  );
}
