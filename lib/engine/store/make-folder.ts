import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it, for its owner alone. Throws where that is not allowed: Node's own recursive
 * mkdir never comes back from a file system that takes no folders, such as /proc.
 */
export function makeFolder(path: string): void {
  // Reading it tells a file in the place of the folder.
  if (existsSync(path)) return void readdirSync(path);
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}
