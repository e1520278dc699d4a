import { readdirSync, readFileSync } from "node:fs";

/**
 * Resident memory of a process and everything it started, in MiB; undefined when it cannot be read
 * (the process is gone, or the system has no /proc).
 */
export function treeMemoryMb(pid: number): number | undefined {
  const kilobytes = treeKilobytes(pid);
  return kilobytes === undefined ? undefined : kilobytes / 1024;
}

function treeKilobytes(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    let total = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    for (const thread of readdirSync(`/proc/${pid}/task`))
      for (const child of readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1").split(" "))
        if (child !== "") total += treeKilobytes(Number(child)) ?? 0;
    return total;
  } catch {
    return undefined;
  }
}
