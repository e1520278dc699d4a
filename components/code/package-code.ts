import { inspectZip, type ZipContent } from "@/lib/model/code-zip";
import { type GuessedFunction, guessFunction } from "@/lib/model/guess-function";
import { chooseFiles, filesToGuess, type ListedFile, packZip } from "@/lib/model/pack-code";
import { refuse } from "@/lib/model/refuse";

/** Code that can be deployed, packed in the browser. */
export interface CodePackage extends Omit<ZipContent, "problem"> {
  /** What was chosen: a file's or a folder's name. */
  label: string;
  zip: Uint8Array<ArrayBuffer>;
  /** As AWS names code; absent where the page may not compute it (plain HTTP to another machine). */
  codeSha256: string | undefined;
  guess: GuessedFunction | undefined;
  /** Files of the folder that do not belong into a function. */
  leftOutFiles: number;
}

/** A file on its way into a zip. */
export interface LocalFile extends ListedFile {
  file: Blob;
}

/** A zip the user has made. Throws ProblemError when AWS would not take it. */
export async function packageZip(file: File): Promise<CodePackage> {
  return describe(file.name, new Uint8Array(await file.arrayBuffer()), 0);
}

/** Packs the files of a folder but what .git, caches and .lambdaignore leave out. Throws ProblemError. */
export async function packageFolder(
  label: string,
  all: readonly LocalFile[],
): Promise<CodePackage> {
  const ignore = all.find(({ path }) => path === ".lambdaignore");
  const chosen = chooseFiles(all, (await ignore?.file.text()) ?? "");
  const files = await Promise.all(
    chosen.map(async ({ path, file }) => ({ path, content: await contentOf(path, file) })),
  );
  return describe(label, await packZip(files, nextTask), all.length - chosen.length);
}

/** One file as a zip: a starter. */
export async function packageText(path: string, text: string): Promise<CodePackage> {
  const content = new TextEncoder().encode(text);
  return describe(path, await packZip([{ path, content }], nextTask), 0);
}

/** Bytes as JSON can carry them. */
export function toBase64(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(new Blob([bytes]));
  });
}

async function describe(
  label: string,
  zip: Uint8Array<ArrayBuffer>,
  leftOutFiles: number,
): Promise<CodePackage> {
  const { problem, ...contents } = inspectZip(zip);
  if (problem) refuse("zip", problem);
  return {
    ...contents,
    label,
    zip,
    codeSha256: await sha256(zip),
    guess: guess(zip),
    leftOutFiles,
  };
}

function guess(zip: Uint8Array): GuessedFunction | undefined {
  try {
    return guessFunction(filesToGuess(zip));
  } catch {
    // A package.json that is not JSON says nothing about the handler.
    return undefined;
  }
}

async function contentOf(path: string, file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    refuse("zip", `${path} could not be read; it may have been changed or removed meanwhile.`);
  }
}

/** Browsers offer `crypto.subtle` to HTTPS and to this machine only. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  if (!isSecureContext) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}

function nextTask(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
