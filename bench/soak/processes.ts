import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface Running {
  pid: number;
  parent: number;
  command: string;
}

/** All processes of this machine; Linux only. */
export function processes(): Running[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const command = readFileSync(`/proc/${name}/cmdline`, "latin1").replaceAll("\0", " ");
      return [{ pid: Number(name), parent: Number(fields[1]), command }];
    } catch {
      return [];
    }
  });
}

/** The process and all that it has started. */
export function treeOf(root: number, all = processes()): Running[] {
  const below = all.filter(({ parent }) => parent === root);
  return [
    ...all.filter(({ pid }) => pid === root),
    ...below.flatMap(({ pid }) => treeOf(pid, all)),
  ];
}

/** Memory in which what processes share counts once, MiB. */
export function proportionalMb(pids: readonly number[]): number {
  let kilobytes = 0;
  for (const pid of pids) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    } catch {
      // It has ended.
    }
  }
  return kilobytes / 1024;
}

/** Processes that belong to the engine of a home, which must not be there when it has ended. */
export function leftovers(home: string): Running[] {
  return processes().filter(({ pid, command }) => {
    if (pid === process.pid) return false;
    if (command.includes(home)) return true;
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").includes(home);
    } catch {
      return false;
    }
  });
}

/** Groups of environments whose engine is gone. */
export function leftGroups(): string[] {
  return ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/pids", "/sys/fs/cgroup"].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder).filter((name) => {
          const [, pid] = /^lambdeck-(\d+)-/.exec(name) ?? [];
          return pid !== undefined && !existsSync(`/proc/${pid}`);
        })
      : [],
  );
}
