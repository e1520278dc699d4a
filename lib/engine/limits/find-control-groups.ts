import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a group can limit or count. Version 1 has a tree for each; in version 2 `cpu` counts as well. */
const controllers = ["cpu", "cpuacct", "memory", "pids"] as const;
export type Controller = (typeof controllers)[number];

/** A folder of the kernel's in which groups can be made, and what they can limit. */
export interface GroupTree {
  version: 1 | 2;
  controllers: readonly Controller[];
  /** Where groups of our own may be made. */
  folder: string;
}

interface Mount {
  root: string;
  at: string;
  type: string;
  options: readonly string[];
}

/**
 * Where this process' own groups are. Version 1: below the one it is in. Version 2 takes no processes
 * beside groups, so those of the environments become its neighbours, unless it is in the root.
 */
export function findGroupTrees(proc = "/proc/self"): GroupTree[] {
  if (!existsSync(join(proc, "cgroup"))) return [];
  const mounts = readMounts(readFileSync(join(proc, "mountinfo"), "utf8"));
  const trees: GroupTree[] = [];
  for (const line of readFileSync(join(proc, "cgroup"), "utf8").trim().split("\n")) {
    const [, id = "", names = "", path = "/"] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    const held = names.split(",");
    const mount = mounts.find(({ type, options }) =>
      id === "0"
        ? type === "cgroup2"
        : type === "cgroup" && held.every((name) => options.includes(name)),
    );
    if (!mount) continue;
    const below = path.startsWith(mount.root) ? path.slice(mount.root.length) : path;
    const own = join(mount.at, below).replace(/\/$/, "");
    if (id !== "0") {
      const known = controllers.filter((name) => held.includes(name));
      if (known.length > 0) trees.push({ version: 1, controllers: known, folder: own });
      continue;
    }
    const offered = readWords(join(own, "cgroup.controllers"));
    const known = controllers.filter((name) => offered.includes(name));
    const inRoot = own === mount.at;
    if (known.length > 0)
      trees.push({ version: 2, controllers: known, folder: inRoot ? own : dirname(own) });
  }
  return trees;
}

function readMounts(text: string): Mount[] {
  return text.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , root, at] = before.split(" ");
    const [type, , options = ""] = after.split(" ");
    if (!root || !at || !type?.startsWith("cgroup")) return [];
    return [{ root: root === "/" ? "" : root, at, type, options: options.split(",") }];
  });
}

function readWords(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split(/\s+/) : [];
}
