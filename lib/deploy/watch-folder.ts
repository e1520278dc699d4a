import { relative } from "node:path";
import { watch } from "chokidar";
import { ignoredIn } from "./read-folder";

/** Editors write a file in several steps, and a build many files. */
const quietMs = 50;
/** Never watched: large, and nothing that is edited. */
const notWatched = ["node_modules/", ".serverless/", "*.swp", "*~", ".#*"];
/** Not part of the code, and yet they decide what becomes of it. */
const alwaysWatched = ["lambdeck.json", ".lambdaignore"];

export interface FolderWatch {
  close(): Promise<void>;
}

/**
 * Calls `onChange` with what was saved under a folder, once it has been quiet for a moment and never twice at a time;
 * what is saved meanwhile comes in the next call. What .lambdaignore leaves out is not watched.
 */
export async function watchFolder(
  folder: string,
  onChange: (paths: string[]) => Promise<void>,
): Promise<FolderWatch> {
  const isIgnored = ignoredIn(folder, notWatched);
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path, stats) => {
      const inside = relative(folder, path).replaceAll("\\", "/");
      return (
        inside !== "" &&
        !alwaysWatched.includes(inside) &&
        isIgnored(inside, stats?.isDirectory() ?? false)
      );
    },
  });
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let busy = false;
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void act(), quietMs);
  };
  const act = async () => {
    if (busy || changed.size === 0) return;
    busy = true;
    const paths = [...changed];
    changed.clear();
    await onChange(paths);
    busy = false;
    if (changed.size > 0) settle();
  };
  watcher.on("all", (_, path) => {
    changed.add(relative(folder, path));
    settle();
  });
  await new Promise<void>((resolve, reject) => {
    watcher.once("ready", resolve);
    watcher.once("error", reject);
  });
  return {
    close() {
      clearTimeout(timer);
      return watcher.close();
    },
  };
}
