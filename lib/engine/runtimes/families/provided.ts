import { existsSync } from "node:fs";
import { join } from "node:path";
import { LaunchError } from "../launch-error.ts";

/** The program of an OS-only runtime: the package's own, or else the last one of its layers. */
export function providedCommand(
  codeDir: string,
  layers: { realDir: string | undefined; shownDir: string },
): string {
  if (existsSync(join(codeDir, "bootstrap"))) return "./bootstrap";
  if (layers.realDir && existsSync(join(layers.realDir, "bootstrap")))
    return `${layers.shownDir}/bootstrap`;
  throw new LaunchError(
    "Runtime.InvalidEntrypoint",
    "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
  );
}
