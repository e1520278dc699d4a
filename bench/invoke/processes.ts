import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What processes have used, of a process and of all that it started. */
export interface TreeUse {
  ownCpuMs: number;
  othersCpuMs: number;
  ownMb: number;
  /** Proportional: what several share is in the sum once. */
  wholeMb: number;
}

/** Linux only. */
export function treeUse(pid: number): TreeUse {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc"))
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name));
  const others = [...parents.keys()].filter((other) => other !== pid && descends(other));
  function descends(from: number): boolean {
    for (let at: number | undefined = from; at; at = parents.get(at)) if (at === pid) return true;
    return false;
  }
  const sum = (figure: (of: number) => number) =>
    others.reduce((total, other) => total + figure(other), 0);
  const ownMb = proportionalMb(pid);
  return {
    ownCpuMs: cpuMs(pid),
    othersCpuMs: sum(cpuMs),
    ownMb,
    wholeMb: ownMb + sum(proportionalMb),
  };
}

/** The interpreter itself: the name on the PATH may be a version manager's script. */
export function realPython(): string {
  const asked = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  });
  return asked.stdout.trim();
}

function parentOf(name: string): number {
  const text = read(`/proc/${name}/stat`);
  // The second field is a name in parentheses that may hold anything; state and parent follow it.
  return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

/** In nanoseconds, of all threads: /proc/PID/stat counts in hundredths of a second. */
function cpuMs(pid: number): number {
  let total = 0;
  for (const thread of threadsOf(pid))
    total += Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(" ")[0]) || 0;
  return total / 1e6;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function proportionalMb(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;
}

/** Empty when the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
