import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { runningCpuMs } from "./process-tree.ts";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function startShell(script: string): number {
  const child = spawn("/bin/sh", ["-c", script], { stdio: "ignore" });
  children.push(child);
  return child.pid ?? 0;
}

test.skipIf(!existsSync("/proc/self/stat"))(
  "a process that computes has CPU time, one that waits or is gone has none to tell",
  async () => {
    const [computes, waits] = [startShell("while :; do :; done"), startShell("exec sleep 60")];
    const stopped = startShell("kill -STOP $$");
    await vi.waitFor(() => expect(runningCpuMs(computes)).toBeGreaterThanOrEqual(10));
    await vi.waitFor(() => expect(runningCpuMs(stopped)).toBeUndefined());
    await vi.waitFor(() => expect(runningCpuMs(waits)).toBeUndefined());
    expect(runningCpuMs(2 ** 22 + 1)).toBeUndefined();
  },
);
