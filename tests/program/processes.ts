import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** The process id of the engine that works on this home folder. */
export function enginePid(homeDir: string): number {
  return Number(readFileSync(join(homeDir, "engine/engine.pid"), "utf8"));
}

/** The process and everything it has started, that lives; Linux only. */
export function treeOf(root: number): number[] {
  const parents = new Map(readProcesses().map(({ pid, parent }) => [pid, parent]));
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow);
}

/** Which of these processes still live; a zombie nobody has collected does not. */
export function alive(pids: readonly number[]): number[] {
  return readProcesses()
    .filter(({ pid, state }) => pids.includes(pid) && state !== "Z")
    .map(({ pid }) => pid);
}

/** The addresses, as `hexadecimal IP:port`, on which the process listens; none when it has ended. Linux only. */
export function listeningAddresses(pid: number): string[] {
  const inodes = new Set(
    namesIn(`/proc/${pid}/fd`).flatMap((fd) => {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`)) ?? [];
      return inode ?? [];
    }),
  );
  return ["tcp", "tcp6"].flatMap((family) =>
    textOf(`/proc/${pid}/net/${family}`)
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === "0A" && inodes.has(fields[9] ?? ""))
      .map((fields) => fields[1] ?? ""),
  );
}

interface ProcessEntry {
  pid: number;
  parent: number;
  state: string;
}

function readProcesses(): ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = textOf(`/proc/${name}/stat`);
      // The command's name in brackets may hold anything.
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return state && parent ? { pid: Number(name), parent: Number(parent), state } : [];
    });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
