import { readdirSync, readFileSync } from "node:fs";

/** Linux shows processes a hundredth of a second, whatever the kernel itself counts in. */
const tickMs = 10;

export interface TreeUse {
  /** Memory that the system cannot take back: no files that are mapped. MiB. */
  anonymousMb: number;
  cpuMs: number;
  threads: number;
  pids: number[];
}

/**
 * What processes and everything they have started use, read from /proc; undefined when they are gone or
 * the system has no /proc. Children of main threads are always found, those of others when `thorough`.
 */
export function readTree(roots: readonly number[], thorough: boolean): TreeUse | undefined {
  const use: TreeUse = { anonymousMb: 0, cpuMs: 0, threads: 0, pids: [] };
  for (const pid of roots) add(use, pid, thorough);
  return use.pids.length > 0 ? use : undefined;
}

function add(use: TreeUse, pid: number, thorough: boolean): void {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    use.anonymousMb += (kilobytes(status, "RssAnon") + kilobytes(status, "RssShmem")) / 1024;
    use.threads += Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 1);
    use.cpuMs += cpuMsOf(pid);
    use.pids.push(pid);
    for (const child of childrenOf(pid, thorough)) add(use, child, thorough);
  } catch {
    // It has ended meanwhile.
  }
}

/** Those that are left of its children, in the order in which they were started. */
export function childrenOf(pid: number, thorough: boolean): number[] {
  const threads = thorough ? readdirSync(`/proc/${pid}/task`) : [pid];
  return threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1")
      .split(" ")
      .filter((text) => text !== "")
      .map(Number),
  );
}

/** Files that a process has mapped, MiB: its program and libraries; shared with all that run the same. */
export function mappedFilesMb(pid: number): number {
  try {
    return kilobytes(readFileSync(`/proc/${pid}/status`, "latin1"), "RssFile") / 1024;
  } catch {
    return 0;
  }
}

/** Memory in MiB in which pages that processes share since a fork count once. */
export function proportionalMb(pids: readonly number[]): number {
  let total = 0;
  for (const pid of pids) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
      total += (kilobytes(rollup, "Pss_Anon") + kilobytes(rollup, "Pss_Shmem")) / 1024;
    } catch {
      // It has ended.
    }
  }
  return total;
}

/** Of the process and of those of its children that it has waited for. */
function cpuMsOf(pid: number): number {
  return ticksOf(statOf(pid)) * tickMs;
}

/** CPU time of a process whose main thread runs, or would if it had a processor; undefined when it does not, or is gone. */
export function runningCpuMs(pid: number): number | undefined {
  try {
    const fields = statOf(pid);
    return fields[0] === "R" ? ticksOf(fields) * tickMs : undefined;
  } catch {
    return undefined;
  }
}

/** The fields of /proc/PID/stat that follow the program's name, the state first. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function ticksOf(fields: readonly string[]): number {
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

function kilobytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
}
