import { watchFolder } from "@/lib/deploy/watch-folder";

export interface WatchOptions {
  folder: string;
  /** Deploys again; the lines say what changed. */
  redeploy(): Promise<{ lines: string[]; failed: boolean }>;
  say(line: string): void;
  /** Ends the watch. */
  signal: AbortSignal;
}

/** Deploys again whenever something is saved. What goes wrong is said, and the next save is waited for. */
export async function watchDeployment(options: WatchOptions): Promise<void> {
  const { folder, redeploy, say, signal } = options;
  const watch = await watchFolder(folder, async (paths) => {
    const startedMs = performance.now();
    const shown = `${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ` and ${paths.length - 3} more` : ""}`;
    try {
      const { lines, failed } = await redeploy();
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(2);
      say(
        lines.length === 0
          ? `${shown} saved: nothing to change`
          : `${shown} saved: ${failed ? "not all" : "deployed"} in ${seconds} s`,
      );
      for (const line of lines) say(`  ${line}`);
    } catch (error) {
      say(`${shown} saved, but not deployed: ${(error as Error).message}`);
    }
  });
  say(`Watching ${folder}. Ctrl-C ends it.`);
  if (!signal.aborted)
    await new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve(), { once: true }),
    );
  await watch.close();
}

/** Ends with Ctrl-C, or when the program is asked to stop. */
export function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  return stop.signal;
}
