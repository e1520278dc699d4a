import { zipSync, type Zippable } from "fflate";
import { inspectZip, type ZipContent } from "@/lib/model/code-zip";
import { ProblemError } from "@/lib/model/problem";

/** A zip that is ready to be deployed, or the reason why it is not. */
export interface Upload extends ZipContent {
  /** The file's or folder's name. */
  name: string;
  zip: Uint8Array;
}

/** Never part of a function. */
const leftOut = /(^|\/)(\.git|__pycache__|\.DS_Store|node_modules\/\.cache)(\/|$)/;
/** The earliest time a zip can hold: the same files always give the same zip. */
const fixedTime = new Date(1980, 0, 1);
const unix = 3;

/** The bytes of a zip file. */
export async function readZipFile(file: File): Promise<Upload> {
  const zip = new Uint8Array(await read(file));
  return { name: file.name, zip, ...inspectZip(zip) };
}

/** Zips the files of a chosen folder; paths start inside it. */
export async function zipFolder(files: readonly File[]): Promise<Upload> {
  const entries: Zippable = {};
  let folder = "folder";
  for (const file of files) {
    const [top = "", ...rest] = file.webkitRelativePath.split("/");
    const path = rest.join("/") || file.name;
    folder = top || folder;
    if (leftOut.test(path)) continue;
    entries[path] = [new Uint8Array(await read(file)), entryOptions(path)];
  }
  const zip = zipSync(entries, { level: 9 });
  return { name: folder, zip, ...inspectZip(zip) };
}

/** A zip of texts, for the starters. */
export function zipTexts(files: Readonly<Record<string, string>>): Uint8Array {
  const encoder = new TextEncoder();
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        [encoder.encode(text), entryOptions(path)],
      ]),
    ),
  );
}

/** A browser does not tell which files may be executed; a custom runtime's program must be. */
function entryOptions(path: string) {
  const mode = path === "bootstrap" ? 0o100755 : 0o100644;
  return { mtime: fixedTime, os: unix, attrs: (mode << 16) >>> 0 };
}

export function toBase64(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result).replace(/^[^,]*,/, "")));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("unreadable")));
    reader.readAsDataURL(new Blob([bytes.slice()]));
  });
}

async function read(file: File): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (error) {
    throw new ProblemError(
      {
        kind: "invalid",
        title: "A file cannot be read",
        detail: `${file.webkitRelativePath || file.name}: ${error instanceof Error ? error.message : String(error)}`,
        action: "Choose the folder again; it may have changed meanwhile.",
      },
      { cause: error },
    );
  }
}
