import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockHome } from "./lock-home.ts";

const prefix = "lambdeck-engine-";
/** A folder this young may belong to an engine that has not taken its lock yet. */
const youngMs = 60_000;

/** Homes of this process that must not outlive it; one listener serves them all. */
const homes = new Set<string>();
const removeAll = (): void => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
};

/**
 * A folder for an engine that keeps nothing. It goes with `remove`, else when the process ends; what a killed
 * process left behind is removed by the next one that asks for a home.
 */
export function makeTemporaryHome(parent = tmpdir()): { homeDir: string; remove(): void } {
  sweep(parent);
  const homeDir = mkdtempSync(join(parent, prefix));
  if (homes.size === 0) process.once("exit", removeAll);
  homes.add(homeDir);
  return {
    homeDir,
    remove() {
      rmSync(homeDir, { recursive: true, force: true });
      homes.delete(homeDir);
      if (homes.size === 0) process.off("exit", removeAll);
    },
  };
}

/** Removes homes whose engine is gone: the system has dropped the lock it held. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const homeDir = join(parent, name);
    try {
      if (Date.now() - statSync(homeDir).mtimeMs < youngMs) continue;
      const unlock = lockHome(homeDir, process.pid, 0);
      rmSync(homeDir, { recursive: true, force: true });
      unlock();
    } catch {
      // It is in use, another user's, or another process has just removed it.
    }
  }
}
