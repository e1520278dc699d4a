import { availableParallelism } from "node:os";
import type { Clock } from "../clock.ts";
import { groupBrake, signalBrake } from "./brakes.ts";
import type { ControlGroup } from "./control-group.ts";
import { coresOf, CpuShare } from "./cpu-share.ts";
import {
  childrenOf,
  mappedFilesMb,
  proportionalMb,
  readTree,
  runningCpuMs,
  type TreeUse,
} from "./process-tree.ts";

/** AWS: processes and threads of an environment together. */
const maximumThreads = 1024;
/** The kernel's own share, and what is allocated between two looks, which decide exactly. */
const headroomMb = 64;
/** Every so many looks all threads are asked for children; the main thread, which has most, each time. */
const allThreadsEvery = 10;

/**
 * What a function's process does: it waits for something, or it runs, or would if it had a processor; then with
 * the time that it has computed in its life, at the pace of its CPU share. Where the system does not tell, it waits.
 */
export type Activity = "waits" | { computedMs: number };

/**
 * Whether a process only waits for a processor, so that others beside it would only wait with it: it runs, but has
 * computed for less than `enoughMs` since it was first looked at, which `first` keeps.
 */
export function waitsForProcessor(
  activity: Activity,
  first: { computedMs?: number },
  enoughMs: number,
): boolean {
  if (activity === "waits") return false;
  first.computedMs ??= activity.computedMs;
  return activity.computedMs - first.computedMs < enoughMs;
}

export interface LimitedProcess {
  /** The process that the engine started. */
  pid: number;
  group: ControlGroup | undefined;
  /** Whether it only waits beside the first process of a namespace, in which the function's own is the second. */
  namespaced: boolean;
  keepCpuShare: boolean;
}

/** What one environment's processes may use, and how it is measured and kept. */
export class ProcessLimits {
  readonly #process: LimitedProcess;
  #memoryMb = Infinity;
  #share: CpuShare | undefined;
  /** Whether an invocation is held to its share; an init has all there is. */
  #isShared = false;
  #looks = 0;
  #mainPid: number | undefined;
  #peakMb = 0;
  #exceeded = false;

  constructor(process: LimitedProcess) {
    this.#process = process;
    // The kernel's two helpers of a namespace are not the function's.
    process.group?.limitProcesses(maximumThreads + (process.namespaced ? 2 : 0));
  }

  /** Says whose process it is from now on. */
  assign({ memoryMb, filesMb }: { memoryMb: number; filesMb: number }, clock: Clock): void {
    const { group, keepCpuShare } = this.#process;
    this.#memoryMb = memoryMb;
    // Files of a /tmp in memory are the group's, but not of the memory that the function may use.
    group?.limitMemory(memoryMb + headroomMb + filesMb);
    const cores = coresOf(memoryMb);
    if (!keepCpuShare || cores >= availableParallelism()) return;
    const cpuMs = () => group?.cpuMs() ?? this.#tree(true)?.cpuMs;
    const brake = group?.limits("cpu")
      ? groupBrake(group, cpuMs)
      : signalBrake(() => this.#tree(true)?.pids ?? [], cpuMs);
    this.#share = new CpuShare(brake, cores, clock);
  }

  /** Keeps the CPU share of an invocation that begins now; the returned function says that it has ended. */
  watchCpu(): () => void {
    if (!this.#share) return () => undefined;
    const end = this.#share.watch();
    this.#isShared = true;
    return () => {
      this.#isShared = false;
      end();
    };
  }

  /** Processes that are to end need CPU for it. */
  letEnd(): void {
    if (this.#share) this.#process.group?.limitCpu(undefined);
  }

  /** Measures; true when the processes use more than they may, and are to be ended. */
  look(): boolean {
    const { group } = this.#process;
    const thorough = this.#looks % allThreadsEvery === 0;
    this.#looks += 1;
    const counted = group?.memoryMb();
    const tree = counted === undefined ? this.#tree(thorough) : undefined;
    let usedMb = counted ?? tree?.anonymousMb ?? 0;
    // Pages that a fork shares are in the sum twice.
    if (tree && usedMb > this.#memoryMb && tree.pids.length > 1) usedMb = proportionalMb(tree.pids);
    if (usedMb > 0) this.#peakMb = Math.max(this.#peakMb, usedMb + mappedFilesMb(this.#main));
    this.#exceeded ||=
      usedMb > this.#memoryMb ||
      (tree?.threads ?? 0) > maximumThreads ||
      (group?.outOfMemoryKills() ?? 0) > 0;
    return this.#exceeded;
  }

  /** Whether the kernel ends what allocates too much, between two looks as well. */
  get keptByKernel(): boolean {
    return this.#process.group?.limits("memory") === true;
  }

  get activity(): Activity {
    const cpuMs = runningCpuMs(this.#main);
    if (cpuMs === undefined) return "waits";
    const pace = this.#isShared ? Math.min(1, coresOf(this.#memoryMb)) : 1;
    return { computedMs: (this.#process.group?.cpuMs() ?? cpuMs) / pace };
  }

  /** The most that was measured; the program's own files count, as in AWS's REPORT. */
  get peakMb(): number {
    return this.#peakMb;
  }

  /** Whether an end by SIGKILL was the kernel's, or ours, for want of memory. */
  get outOfMemory(): boolean {
    return this.#exceeded || (this.#process.group?.outOfMemoryKills() ?? 0) > 0;
  }

  get #main(): number {
    const { pid, namespaced } = this.#process;
    if (!namespaced) return pid;
    try {
      return (this.#mainPid ??= childrenOf(pid, false)[1]) ?? pid;
    } catch {
      return pid;
    }
  }

  /** The function's processes: in a namespace those that lost their parent are the first one's children. */
  #tree(thorough: boolean): TreeUse | undefined {
    const { pid, namespaced } = this.#process;
    if (!namespaced) return readTree([pid], thorough);
    try {
      const [first, main] = childrenOf(pid, false);
      if (first === undefined || main === undefined) return undefined;
      return readTree([main, ...childrenOf(first, false)], thorough);
    } catch {
      return undefined;
    }
  }
}
