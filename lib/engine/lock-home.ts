import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A reason the engine cannot start that the user can do something about; shown without a stack. */
export class StartError extends Error {}

/**
 * Makes the engine's home folder and takes it for this process alone; the returned function gives it
 * back. A lock left by a process that no longer runs is taken over. Throws StartError.
 */
export function lockHome(homeDir: string, pid: number): () => void {
  const lockFile = join(homeDir, "engine.pid");
  try {
    mkdirSync(homeDir, { recursive: true, mode: 0o700 });
    takeLock(lockFile, homeDir, pid);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The engine cannot write to its data folder ${homeDir}: ${reason}`);
  }
  return () => rmSync(lockFile, { force: true });
}

function takeLock(lockFile: string, homeDir: string, pid: number): void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      // Fails when the file exists, so that of two engines starting at once only one gets it.
      writeFileSync(lockFile, String(pid), { flag: "wx", mode: 0o600 });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = readOwner(lockFile);
    if (owner !== undefined && isAlive(owner))
      throw new StartError(
        `Another engine (process ${owner}) already uses the data folder ${homeDir}. Stop it, or choose another folder with --home.`,
      );
    rmSync(lockFile, { force: true });
  }
  throw new StartError(`The engine could not take the lock of its data folder ${homeDir}.`);
}

function readOwner(lockFile: string): number | undefined {
  try {
    const owner = Number(readFileSync(lockFile, "utf8"));
    return Number.isInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
