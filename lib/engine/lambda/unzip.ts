import { posix } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import type { ServiceError } from "../http/service.ts";
import { invalidParameter } from "./errors.ts";

/** AWS's limit on the sum of the unpacked files. */
export const unzippedLimitBytes = 262_144_000;

export interface ZipEntry {
  /** Relative, with forward slashes, never leaving the folder it is unpacked in. */
  path: string;
  kind: "file" | "folder" | "link";
  executable: boolean;
  /** A file's content or a link's target. */
  content: Uint8Array;
}

/**
 * Reads a deployment package. Throws AWS's InvalidParameterValueException when it is no zip, is too
 * big unpacked (sizes are checked before anything is inflated) or has a path that leads outside.
 */
export function readZip(zip: Uint8Array): ZipEntry[] {
  if (zip.length === 0) throw invalidParameter("Uploaded file must be a non-empty zip");
  const modes = readModes(zip);
  let unzippedBytes = 0;
  let contents: Record<string, Uint8Array>;
  try {
    contents = unzipSync(zip, {
      filter: ({ originalSize }) => {
        unzippedBytes += originalSize;
        return unzippedBytes < unzippedLimitBytes;
      },
    });
  } catch {
    throw notUnzippable();
  }
  if (unzippedBytes >= unzippedLimitBytes)
    throw invalidParameter(`Unzipped size must be smaller than ${unzippedLimitBytes} bytes`);
  const entries = Object.entries(contents).map(([name, content]) =>
    toEntry(name, content, modes.get(name) ?? 0),
  );
  if (entries.length === 0) throw invalidParameter("Uploaded file must be a non-empty zip");
  return entries;
}

function toEntry(name: string, content: Uint8Array, mode: number): ZipEntry {
  const path = posix.normalize(name.replaceAll("\\", "/"));
  if (path.startsWith("/") || path === ".." || path.startsWith("../") || path.includes("\0"))
    throw notUnzippable();
  const isLink = (mode & 0o170000) === 0o120000;
  if (isLink && leadsOutside(path, strFromU8(content))) throw notUnzippable();
  return {
    path,
    kind: isLink ? "link" : path.endsWith("/") || path === "." ? "folder" : "file",
    executable: (mode & 0o111) !== 0,
    content,
  };
}

function leadsOutside(path: string, target: string): boolean {
  const resolved = posix.normalize(posix.join(posix.dirname(path), target));
  return target.startsWith("/") || resolved === ".." || resolved.startsWith("../");
}

/** Unix modes by entry name, from the zip's central directory: the library does not hand them out. */
function readModes(zip: Uint8Array): Map<string, number> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const modes = new Map<string, number>();
  let end = zip.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw notUnzippable();
  let offset = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (offset + 46 > zip.length || view.getUint32(offset, true) !== 0x02014b50)
      throw notUnzippable();
    const nameLength = view.getUint16(offset + 28, true);
    const isUtf8 = (view.getUint16(offset + 8, true) & 2048) !== 0;
    const name = strFromU8(zip.subarray(offset + 46, offset + 46 + nameLength), !isUtf8);
    modes.set(name, view.getUint32(offset + 38, true) >>> 16);
    offset +=
      46 + nameLength + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true);
  }
  return modes;
}

/** The error for whatever cannot be unpacked, in AWS's words. */
export function notUnzippable(): ServiceError {
  return invalidParameter(
    "Could not unzip uploaded file. Please check your file, then try to upload again.",
  );
}
