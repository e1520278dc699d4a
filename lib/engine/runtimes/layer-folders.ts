import { existsSync, readdirSync, realpathSync } from "node:fs";
import { copyFile, link, lstat, mkdir, readdir, readlink, rm, symlink } from "node:fs/promises";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";

/**
 * The folders that functions see as /opt. One layer is shown as it lies in the code store; several are
 * merged once for each list of them, later ones over earlier ones, with hard links to their files.
 */
export class LayerFolders {
  readonly #folders = new Map<string, Promise<string>>();

  /** `folder` is emptied when the engine starts. */
  constructor(private readonly folder: string) {}

  /**
   * The folder for unpacked layers in a function's order; undefined without layers. `kept` are places
   * below /opt that must stay reachable, and what they lead to.
   */
  find(
    layerDirs: readonly string[],
    kept: ReadonlyMap<string, string> = new Map(),
  ): Promise<string | undefined> {
    if (layerDirs.length === 0) return Promise.resolve(undefined);
    if (layerDirs.length === 1 && kept.size === 0) return Promise.resolve(layerDirs[0]);
    const list = JSON.stringify([layerDirs, ...kept]);
    let merged = this.#folders.get(list);
    if (!merged) {
      const name = createHash("sha256").update(list).digest("hex");
      merged = merge(layerDirs, kept, join(this.folder, name));
      this.#folders.set(list, merged);
      merged.catch(() => this.#folders.delete(list));
    }
    return merged;
  }
}

/** The external extensions in a function's layers, by the names of their files in /opt/extensions. */
export function extensionsIn(layerDirs: readonly string[]): string[] {
  const folders = layerDirs.map((layer) => join(layer, "extensions")).filter(existsSync);
  const programs = folders.flatMap((folder) => readdirSync(folder, { withFileTypes: true }));
  const names = programs.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  return [...new Set(names)].toSorted();
}

/** Where a program below /opt, and what it links to, is found beside the layers. */
export function keptPrograms(program: string, host: string): Map<string, string> {
  if (!existsSync(program)) return new Map();
  const places = [program, realpathSync(program)].filter((path) => path.startsWith("/opt/"));
  return new Map(places.map((path) => [path.slice("/opt/".length), host + path]));
}

async function merge(
  layerDirs: readonly string[],
  kept: ReadonlyMap<string, string>,
  target: string,
): Promise<string> {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const layer of layerDirs)
    // Parents come before what they hold.
    for (const path of await readdir(layer, { recursive: true }))
      await lay(join(layer, path), join(target, path));
  for (const [place, leadsTo] of kept) await keep(target, place, leadsTo);
  return target;
}

/** Puts one entry of a layer into place; whatever an earlier layer has there gives way. */
async function lay(source: string, target: string): Promise<void> {
  const entry = await lstat(source);
  const there = await lstat(target).catch(() => undefined);
  if (entry.isDirectory() && there?.isDirectory()) return;
  if (there) await rm(target, { recursive: true });
  if (entry.isDirectory()) await mkdir(target);
  else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
  // Not every file system has hard links.
  else await link(source, target).catch(() => copyFile(source, target));
}

/** Links the uppermost folder on the way to a place that no layer has. */
async function keep(target: string, place: string, leadsTo: string): Promise<void> {
  if (existsSync(join(target, place))) return;
  let [at, source] = [place, leadsTo];
  while (at.includes("/") && !existsSync(join(target, dirname(at))))
    [at, source] = [dirname(at), dirname(source)];
  await symlink(source, join(target, at));
}
