import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ControlGroup, type GroupFolder, killMembers, removeGroup } from "./control-group.ts";
import { type Controller, findGroupTrees, type GroupTree } from "./find-control-groups.ts";

/** An engine's folder in a tree: its process and when that started, so that a reused id is told apart. */
const named = /^lambdeck-(\d+)-(\d+)-\d+$/;
/** A group that is there to be joined once, before any other. */
const probe = "probe";
const removeAgainMs = 200;
const removeAttempts = 50;

const run = promisify(execFile);

let engines = 0;

/**
 * The groups of one engine's environments, where the kernel has control groups and lets this process
 * make some. What killed engines left is ended and removed first.
 */
export class ControlGroups {
  #count = 0;
  readonly #leaving = new Map<ControlGroup, number>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(private folders: readonly GroupFolder[]) {}

  /** Where they can be made; whether processes may join them is to be tried. */
  static make(trees: readonly GroupTree[] = findGroupTrees()): ControlGroups {
    engines += 1;
    const name = `lambdeck-${process.pid}-${startTime(process.pid) ?? 0}-${engines}`;
    return new ControlGroups(trees.flatMap((tree) => makeFolder(tree, name) ?? []));
  }

  /** Gives up those that a process of this user may not join. */
  async keepJoinable(): Promise<void> {
    const joined = await joinable(this.folders.map(({ path }) => path));
    for (const { path } of this.folders) if (!joined.has(path)) removeTree(path);
    this.folders = this.folders.filter(({ path }) => joined.has(path));
  }

  /** Whether there are none to be had. */
  get isEmpty(): boolean {
    return this.folders.length === 0;
  }

  limits(controller: Controller): boolean {
    return this.folders.some(({ controllers }) => controllers.includes(controller));
  }

  create(): ControlGroup {
    this.#count += 1;
    const folders = this.folders.map((folder) => {
      const path = join(folder.path, String(this.#count));
      mkdirSync(path);
      return { ...folder, path };
    });
    return new ControlGroup(folders);
  }

  /** Ends what is left of a group and removes it as soon as the kernel allows. */
  remove(group: ControlGroup): void {
    group.kill();
    if (group.remove()) return;
    this.#leaving.set(group, removeAttempts);
    this.#timer ??= setInterval(() => this.#removeAgain(), removeAgainMs).unref();
  }

  /** Ends all members of all groups. */
  async close(): Promise<void> {
    for (let attempt = 0; attempt < removeAttempts; attempt += 1) {
      clearInterval(this.#timer);
      if (this.folders.map(({ path }) => removeTree(path)).every(Boolean)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  #removeAgain(): void {
    for (const [group, attempts] of this.#leaving) {
      group.kill();
      if (group.remove() || attempts <= 0) this.#leaving.delete(group);
      else this.#leaving.set(group, attempts - 1);
    }
    if (this.#leaving.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function makeFolder({ version, folder, controllers }: GroupTree, name: string) {
  const path = join(folder, name);
  try {
    sweep(folder);
    mkdirSync(join(path, probe), { recursive: true });
  } catch {
    // Read-only, as in most containers, or another user's.
    return undefined;
  }
  const usable =
    version === 1
      ? controllers
      : controllers.filter((one) => (enable(folder, one), enable(path, one)));
  if (usable.length > 0) return { version, controllers: usable, path };
  removeTree(path);
  return undefined;
}

/** The folders into whose groups a process of this user may move: one process tries them all. */
async function joinable(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const script = `for path; do echo 0 > "$path/${probe}/cgroup.procs" && echo "$path"; done; :`;
  try {
    const { stdout } = await run("/bin/sh", ["-c", script, "sh", ...paths]);
    return new Set(stdout.split("\n"));
  } catch {
    return new Set();
  } finally {
    for (const path of paths) removeGroup(join(path, probe));
  }
}

/** Version 2: what a folder's groups may limit is switched on in the folder. */
function enable(path: string, controller: Controller): boolean {
  try {
    writeFileSync(join(path, "cgroup.subtree_control"), `+${controller}`);
    return true;
  } catch {
    return false;
  }
}

function sweep(base: string): void {
  for (const name of readdirSync(base)) {
    const [, pid, started] = named.exec(name) ?? [];
    if (pid && startTime(Number(pid)) !== started) removeTree(join(base, name));
  }
}

function removeTree(path: string): boolean {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (entry.isDirectory()) {
        killMembers(join(path, entry.name));
        removeGroup(join(path, entry.name));
      }
  } catch {
    // It is gone.
  }
  return removeGroup(path);
}

/** When a process was started, in the kernel's ticks; undefined when there is none. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
