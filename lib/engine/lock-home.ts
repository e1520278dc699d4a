import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { StartError } from "./start-error.ts";
import { makeFolder } from "./store/make-folder.ts";

/**
 * Makes the engine's home folder and takes it for this process alone; the returned function gives it
 * back. The lock is SQLite's own on an empty file: the system drops it with the process, however it
 * ends, so a crash leaves nothing behind that a reused process id could bring to life. An engine whose
 * supervisor was killed ends within seconds: that long the folder is waited for. Throws StartError.
 */
export function lockHome(homeDir: string, pid: number, waitMs = 5_000): () => void {
  const pidFile = join(homeDir, "engine.pid");
  try {
    makeFolder(homeDir);
    const lock = new Database(join(homeDir, "engine.lock"));
    if (!takeLock(lock, waitMs)) {
      lock.close();
      throw new StartError(
        `Another engine${ownerOf(pidFile)} already uses the data folder ${homeDir}. Stop it, or choose another folder with --home.`,
      );
    }
    writeFileSync(pidFile, String(pid), { mode: 0o600 });
    return () => {
      lock.exec("ROLLBACK");
      lock.close();
    };
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The engine cannot write to its data folder ${homeDir}: ${reason}`);
  }
}

/** False when another connection, of this or another process, holds the lock. */
function takeLock(lock: Database.Database, waitMs: number): boolean {
  lock.pragma(`busy_timeout = ${waitMs}`);
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(error.message)) return false;
    throw error;
  }
}

/** Only for the message: the file may be missing while the other engine starts. */
function ownerOf(pidFile: string): string {
  try {
    return ` (process ${readFileSync(pidFile, "utf8")})`;
  } catch {
    return "";
  }
}
