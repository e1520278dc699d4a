import { closeSync, openSync, readFileSync, readSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Controller } from "./find-control-groups.ts";

/** One environment's folder in one tree. */
export interface GroupFolder {
  version: 1 | 2;
  controllers: readonly Controller[];
  path: string;
}

/** AWS says of the length of a period nothing; 20 ms is what its users have measured. */
const periodUs = 20_000;
/** The least the kernel takes. */
const leastQuotaUs = 1_000;
const longestPeriodUs = 1_000_000;
const usageText = Buffer.alloc(32);

/** The kernel's account of, and limits for, all processes of one environment, however they were started. */
export class ControlGroup {
  #usage: number | undefined;

  constructor(private readonly folders: readonly GroupFolder[]) {}

  /** Files into which a process writes 0 to join. */
  get doors(): string[] {
    return this.folders.map(({ path }) => join(path, "cgroup.procs"));
  }

  limits(controller: Controller): boolean {
    return this.folders.some(({ controllers }) => controllers.includes(controller));
  }

  /** What is allocated beyond it ends the environment. */
  limitMemory(mebibytes: number): void {
    const bytes = String(mebibytes * 1024 * 1024);
    this.#write("memory", "memory.limit_in_bytes", "memory.max", bytes);
    // Swapping would make a full function slow instead of dead.
    this.#write("memory", "memory.memsw.limit_in_bytes", "memory.swap.max", bytes, "0");
    this.#write("memory", undefined, "memory.oom.group", "1");
  }

  limitProcesses(count: number): void {
    this.#write("pids", "pids.max", "pids.max", String(count));
  }

  /** CPU seconds in a second; undefined: all there are. */
  limitCpu(cores: number | undefined): void {
    if (cores === undefined) {
      this.#write("cpu", "cpu.cfs_quota_us", "cpu.max", "-1", `max ${periodUs}`);
      return;
    }
    const period = Math.min(longestPeriodUs, Math.max(periodUs, Math.ceil(leastQuotaUs / cores)));
    const quota = Math.max(leastQuotaUs, Math.round(cores * period));
    this.#write("cpu", "cpu.cfs_period_us", undefined, String(period));
    this.#write("cpu", "cpu.cfs_quota_us", "cpu.max", String(quota), `${quota} ${period}`);
  }

  /** Memory that cannot be given back to the system, in MiB: no page cache, no files that are mapped. */
  memoryMb(): number | undefined {
    const text = this.#read("memory", "memory.stat", "memory.stat");
    if (text === undefined) return undefined;
    const names = this.#folder("memory")?.version === 2 ? ["anon"] : ["rss"];
    const bytes = names.map((name) =>
      Number(new RegExp(`^${name} (\\d+)`, "m").exec(text)?.[1] ?? 0),
    );
    return bytes.reduce((sum, part) => sum + part, 0) / 1024 / 1024;
  }

  /** CPU time since the group was made, of processes that have ended too. */
  cpuMs(): number | undefined {
    const nanoseconds = this.#nanoseconds();
    if (nanoseconds !== undefined) return nanoseconds / 1e6;
    const micro = /^usage_usec (\d+)/m.exec(this.#read("cpu", undefined, "cpu.stat") ?? "")?.[1];
    return micro === undefined ? undefined : Number(micro) / 1000;
  }

  /** How many processes the kernel has ended because the group's memory was full. */
  outOfMemoryKills(): number {
    const text = this.#read("memory", "memory.oom_control", "memory.events") ?? "";
    return Number(/^oom_kill (\d+)/m.exec(text)?.[1] ?? 0);
  }

  /** Ends all members at once. */
  kill(): void {
    for (const { path } of this.folders) killMembers(path);
  }

  /** True when the group is gone; false while the kernel still buries its members. */
  remove(): boolean {
    if (this.#usage !== undefined) closeSync(this.#usage);
    this.#usage = undefined;
    return this.folders.map(({ path }) => removeGroup(path)).every(Boolean);
  }

  /** Read often, while many invocations wait: the file stays open. */
  #nanoseconds(): number | undefined {
    const folder = this.#folder("cpuacct");
    if (folder?.version !== 1) return undefined;
    try {
      this.#usage ??= openSync(join(folder.path, "cpuacct.usage"), "r");
      const bytes = readSync(this.#usage, usageText, 0, usageText.length, 0);
      return Number(usageText.toString("latin1", 0, bytes));
    } catch {
      return undefined;
    }
  }

  #folder(controller: Controller): GroupFolder | undefined {
    return this.folders.find(({ controllers }) => controllers.includes(controller));
  }

  #read(controller: Controller, one: string | undefined, two: string | undefined) {
    const folder = this.#folder(controller);
    const file = folder?.version === 1 ? one : two;
    if (!folder || file === undefined) return undefined;
    try {
      return readFileSync(join(folder.path, file), "latin1");
    } catch {
      return undefined;
    }
  }

  #write(
    controller: Controller,
    one: string | undefined,
    two: string | undefined,
    value: string,
    valueOfTwo = value,
  ): void {
    const folder = this.#folder(controller);
    const file = folder?.version === 1 ? one : two;
    if (!folder || file === undefined) return;
    try {
      writeFileSync(join(folder.path, file), folder.version === 1 ? value : valueOfTwo);
    } catch {
      // Kernels without swap accounting lack its file; a group that is gone limits nothing any more.
    }
  }
}

/** Ends the members of a group, those that are started meanwhile too. */
export function killMembers(path: string): void {
  for (let round = 0; round < 10; round += 1) {
    let pids: number[] = [];
    try {
      pids = readFileSync(join(path, "cgroup.procs"), "latin1")
        .split("\n")
        .filter(Boolean)
        .map(Number);
    } catch {
      return;
    }
    if (pids.length === 0) return;
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  }
}

export function removeGroup(path: string): boolean {
  try {
    rmdirSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
  return true;
}
