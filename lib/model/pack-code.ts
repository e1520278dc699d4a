import { strToU8, unzipSync, Zip, ZipDeflate } from "fflate";
import { type CodeFile, isReadToGuess } from "./guess-function";
import { readIgnoreRules } from "./ignore-rules";
import { refuse } from "./refuse";

/** A file by name and size. */
export interface ListedFile {
  path: string;
  sizeBytes: number;
}

const largestUnzippedBytes = 250 * 1024 * 1024;
const largestGuessedBytes = 1024 * 1024;
const unix = 3;

/**
 * Which files of a chosen folder belong into the function: those that neither the fixed rules (.git and the
 * like) nor the folder's .lambdaignore leave out. Refused when none is left or they are too large.
 */
export function chooseFiles<T extends ListedFile>(all: readonly T[], ignoreText: string): T[] {
  const isIgnored = readIgnoreRules(ignoreText);
  const isLeftOut = (path: string) => {
    const parts = path.split("/");
    return parts.some((_, at) =>
      isIgnored(parts.slice(0, at + 1).join("/"), at < parts.length - 1),
    );
  };
  const chosen = all.filter(({ path }) => !isLeftOut(path));
  if (chosen.length === 0) refuse("zip", "The folder has no files to deploy.");
  const bytes = chosen.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes > largestUnzippedBytes)
    refuse(
      "zip",
      `The folder has ${Math.ceil(bytes / 1024 / 1024)} MB; AWS allows 250 MB unzipped. Leave files out with a .lambdaignore file.`,
    );
  return chosen;
}

/** A zip entry's mode, and the earliest time there is, so that the same files always give the same zip. */
export function entryOptions(executable: boolean) {
  const attrs = ((executable ? 0o100755 : 0o100644) << 16) >>> 0;
  return { mtime: new Date(1980, 0, 1), os: unix, attrs };
}

/** Packs files; equal files give equal bytes. `pause` is awaited after each, so that a page stays alive. */
export async function packZip(
  files: readonly CodeFile[],
  pause: () => Promise<unknown>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const { path, content } of files) {
    const entry = new ZipDeflate(path, { level: 9 });
    zip.add(Object.assign(entry, entryOptions(isProgram(path, content))));
    entry.push(content, true);
    await pause();
  }
  zip.end();
  const packed = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

/** The names of a zip's files, with the content where guessing runtime and handler needs it. */
export function filesToGuess(zip: Uint8Array): CodeFile[] {
  const names: string[] = [];
  const read = unzipSync(zip, {
    filter: ({ name, originalSize }) => {
      names.push(name);
      return isReadToGuess(name) && originalSize <= largestGuessedBytes;
    },
  });
  return names.map((path) => ({ path, content: read[path] ?? nothing }));
}

/** The one folder that everything in a zip lies in: usually the folder was zipped instead of its content. */
export function wrappingFolder(files: readonly ListedFile[]): string | undefined {
  const [first = ""] = files[0]?.path.split("/") ?? [];
  return files.every(({ path }) => path.startsWith(`${first}/`)) ? first : undefined;
}

/** How a new zip differs from the deployed one, by name and size. */
export function compareFiles(
  before: readonly ListedFile[],
  after: readonly ListedFile[],
): { added: string[]; removed: string[]; resized: string[] } {
  const old = new Map(before.map(({ path, sizeBytes }) => [path, sizeBytes]));
  const now = new Map(after.map(({ path, sizeBytes }) => [path, sizeBytes]));
  return {
    added: [...now.keys()].filter((path) => !old.has(path)),
    removed: [...old.keys()].filter((path) => !now.has(path)),
    resized: [...now].flatMap(([path, size]) =>
      old.has(path) && old.get(path) !== size ? [path] : [],
    ),
  };
}

/** A browser does not say which files may be executed: those that start like a program or a script. */
function isProgram(path: string, content: Uint8Array): boolean {
  return (
    path === "bootstrap" ||
    [elfStart, scriptStart].some((start) => start.every((byte, at) => content[at] === byte))
  );
}

const nothing = new Uint8Array();
const elfStart = [0x7f, ...strToU8("ELF")];
const scriptStart = [...strToU8("#!")];
