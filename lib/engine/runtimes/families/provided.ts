import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { LaunchError } from "../launch-error.ts";

/** Machines by their number in the head of a Linux program, and Node.js's names for them. */
const machines: Readonly<Record<number, NodeJS.Architecture>> = {
  0x3e: "x64",
  0xb7: "arm64",
};

/** Where an OS-only runtime may have its program: as the function sees the folder, and as it is here. */
export interface BootstrapPlace {
  shown: string;
  folder: string;
}

/**
 * The program of an OS-only runtime: `bootstrap` of the first place that has one. Throws AWS's
 * Runtime.InvalidEntrypoint, with the words of its launcher, when none can be started.
 */
export function providedCommand(places: readonly BootstrapPlace[]): string[] {
  const found = places.find(({ folder }) => existsSync(join(folder, "bootstrap")));
  if (!found)
    throw new LaunchError(
      "Runtime.InvalidEntrypoint",
      `Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]`,
    );
  const problem = problemOf(join(found.folder, "bootstrap"));
  if (problem)
    throw new LaunchError(
      "Runtime.InvalidEntrypoint",
      `fork/exec ${found.shown}/bootstrap: ${problem}`,
    );
  return [`${found.shown}/bootstrap`];
}

/** Why the system would refuse to run a file, in the system's words. */
export function problemOf(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return "permission denied";
  }
  // Root may do everything but run a file that nobody may, or a folder.
  const stat = statSync(file);
  if (!stat.isFile() || (stat.mode & 0o111) === 0) return "permission denied";
  const head = Buffer.alloc(256);
  const descriptor = openSync(file, "r");
  const bytes = readSync(descriptor, head, 0, head.length, 0);
  closeSync(descriptor);
  const text = head.toString("latin1", 0, bytes);
  const [, interpreter] = /^#!\s*([^\s]+)/.exec(text) ?? [];
  if (interpreter !== undefined)
    return existsSync(interpreter) ? undefined : "no such file or directory";
  if (!text.startsWith("\x7fELF")) return "exec format error";
  return machines[head.readUInt16LE(18)] === process.arch ? undefined : "exec format error";
}
