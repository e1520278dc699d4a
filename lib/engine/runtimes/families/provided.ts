import { existsSync } from "node:fs";
import { join } from "node:path";
import { LaunchError } from "../launch-error.ts";

/** The program of an OS-only runtime, relative to the package it comes with. */
export function providedCommand(codeDir: string): string[] {
  if (!existsSync(join(codeDir, "bootstrap")))
    throw new LaunchError(
      "Runtime.InvalidEntrypoint",
      "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    );
  return ["./bootstrap"];
}
