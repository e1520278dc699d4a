import { stat } from "node:fs/promises";
import { databaseFile } from "./database.ts";

const lookEveryMs = 2_000;

/**
 * Looks whether the database is still where it was: a file that was removed takes writes as if nothing
 * had happened, and all of them are lost. Returns how to stop looking.
 */
export function watchHome(homeDir: string, onLost: (reason: string) => void): () => void {
  const file = databaseFile(homeDir);
  const identity = async (): Promise<string | undefined> => {
    try {
      const { dev, ino } = await stat(file);
      return `${dev}/${ino}`;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  };
  const first = identity();
  const look = async (): Promise<void> => {
    if ((await identity()) === (await first)) return;
    clearInterval(timer);
    onLost(
      `The engine's data ${file} was removed or replaced while it ran. It stops, since nothing could be kept.`,
    );
  };
  const timer = setInterval(() => void look().catch(() => undefined), lookEveryMs).unref();
  return () => clearInterval(timer);
}
