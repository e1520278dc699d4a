import { lockHome } from "./lock-home.ts";
import { Launcher, type LauncherSettings } from "./runtimes/launcher.ts";
import { type EngineDatabase, openDatabase } from "./store/database.ts";

/** An engine's home that this process has taken for itself. */
export interface OpenHome {
  homeDir: string;
  database: EngineDatabase;
  /** Starts the interpreters that the home's functions need, from now on. */
  launcher: Launcher;
  /** Gives the home back, once the launcher is closed. */
  close(): void;
}

/**
 * Takes a home, of which most is to wait for its first interpreter: it starts beside all that is done later. Throws
 * StartError when the home cannot be used.
 */
export function openHome(homeDir: string, settings: LauncherSettings): OpenHome {
  const unlock = lockHome(homeDir, process.pid);
  let database: EngineDatabase | undefined;
  const close = () => {
    database?.close();
    unlock();
  };
  try {
    // Its files have to be there: they are hidden from what starts.
    database = openDatabase(homeDir);
    return { homeDir, database, launcher: new Launcher(homeDir, settings), close };
  } catch (error) {
    close();
    throw error;
  }
}
