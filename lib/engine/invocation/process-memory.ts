import { readdirSync, readFileSync } from "node:fs";

/** Every so many samples all threads are asked for children; the main thread, which has most, each time. */
const allThreadsEvery = 10;

/** Follows the resident memory of a process and everything it starts. */
export class ProcessMemory {
  #samples = 0;

  constructor(private readonly pid: number) {}

  /** In MiB; undefined when it cannot be read (the process is gone, or the system has no /proc). */
  sampleMb(): number | undefined {
    const thorough = this.#samples % allThreadsEvery === 0;
    this.#samples += 1;
    const kilobytes = treeKilobytes(this.pid, thorough);
    return kilobytes === undefined ? undefined : kilobytes / 1024;
  }
}

function treeKilobytes(pid: number, thorough: boolean): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    let total = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    for (const thread of thorough ? readdirSync(`/proc/${pid}/task`) : [pid])
      for (const child of readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1").split(" "))
        if (child !== "") total += treeKilobytes(Number(child), true) ?? 0;
    return total;
  } catch {
    return undefined;
  }
}
