import { posix } from "node:path";
import { promisify } from "node:util";
import type { ServiceError } from "../http/service.ts";
import { invalidParameter } from "./errors.ts";
import { readMember, readMembers, ZipError, type ZipMember } from "./zip-archive.ts";

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
 * Of two files with one path the later counts, as for `unzip`.
 */
export async function readZip(zip: Uint8Array): Promise<ZipEntry[]> {
  if (zip.length === 0) throw emptyZip();
  const entries = new Map<string, ZipEntry>();
  try {
    const members = readMembers(zip);
    const unzippedBytes = members.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (unzippedBytes >= unzippedLimitBytes)
      throw invalidParameter(`Unzipped size must be smaller than ${unzippedLimitBytes} bytes`);
    let sinceBreath = 0;
    for (const member of members) {
      const entry = await toEntry(member);
      entries.set(entry.path.replace(/\/$/, ""), entry);
      sinceBreath += member.sizeBytes + breathCostBytes;
      if (sinceBreath < breathBytes) continue;
      sinceBreath = 0;
      await breathe();
    }
  } catch (error) {
    if (error instanceof ZipError) throw notUnzippable();
    throw error;
  }
  if (entries.size === 0) throw emptyZip();
  return [...entries.values()];
}

/** A large package must not hold up those who invoke: after so many bytes, others have their turn. */
const breathBytes = 2 * 1024 * 1024;
/** What an entry costs beside its bytes. */
const breathCostBytes = 16 * 1024;
const breathe = promisify(setImmediate);

/** Linux's PATH_MAX: nothing with a longer path can be opened. */
const longestPath = 4096;

async function toEntry(member: ZipMember): Promise<ZipEntry> {
  const path = posix.normalize(member.name.replaceAll("\\", "/"));
  const outside = path.startsWith("/") || path === ".." || path.startsWith("../");
  if (outside || path.includes("\0") || path.length > longestPath) throw notUnzippable();
  const isFolder = path.endsWith("/") || path === ".";
  const content = await readMember(member);
  const isLink = !isFolder && (member.mode & 0o170000) === 0o120000;
  if (isLink && leadsOutside(path, Buffer.from(content).toString("utf8"))) throw notUnzippable();
  return {
    path,
    kind: isLink ? "link" : isFolder ? "folder" : "file",
    executable: (member.mode & 0o111) !== 0,
    content,
  };
}

/** A step up after a name may start from elsewhere, since the name may be another link: refused, too. */
function leadsOutside(path: string, target: string): boolean {
  const resolved = posix.normalize(posix.join(posix.dirname(path), target));
  const up = /^(?:\.{1,2}(?:\/+|$))*/.exec(target)?.[0].length ?? 0;
  const upAgain = target.slice(up).split("/").includes("..");
  const outside = resolved === ".." || resolved.startsWith("../");
  return target === "" || target.startsWith("/") || target.includes("\0") || outside || upAgain;
}

const emptyZip = (): ServiceError => invalidParameter("Uploaded file must be a non-empty zip");

/** The error for whatever cannot be unpacked, in AWS's words. */
export function notUnzippable(): ServiceError {
  return invalidParameter(
    "Could not unzip uploaded file. Please check your file, then try to upload again.",
  );
}
