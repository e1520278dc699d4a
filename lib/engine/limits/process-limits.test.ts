import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { ProcessLimits } from "./process-limits.ts";
import { runningCpuMs } from "./process-tree.ts";

let child: ChildProcess | undefined;
afterEach(() => void child?.kill("SIGKILL"));

function start(script: string): number {
  child = spawn("/bin/sh", ["-c", script], { stdio: "ignore" });
  return child.pid ?? 0;
}

function limitsOf(pid: number, memoryMb: number): ProcessLimits {
  const limits = new ProcessLimits({
    pid,
    group: undefined,
    namespaced: false,
    keepCpuShare: true,
  });
  limits.assign({ memoryMb, filesMb: 0 }, new ManualClock());
  return limits;
}

const linux = test.skipIf(!existsSync("/proc/self/stat"));

linux("a process computes for longer where it is held to less than a core", async () => {
  const pid = start("while :; do :; done");
  const limits = limitsOf(pid, 128);
  await vi.waitFor(() => expect(runningCpuMs(pid)).toBeGreaterThan(0));
  /** What it has computed by what it has used: that changes all the time. */
  const expectFactor = (factor: number) => {
    const before = runningCpuMs(pid) ?? 0;
    const { activity } = limits;
    const after = runningCpuMs(pid) ?? 0;
    expect(activity).toEqual({ computedMs: expect.any(Number) as number });
    if (activity === "waits") return;
    expect(activity.computedMs).toBeGreaterThanOrEqual(before * factor);
    expect(activity.computedMs).toBeLessThanOrEqual(after * factor);
  };
  expectFactor(1);
  const end = limits.watchCpu();
  expectFactor(1769 / 128);
  end();
  expectFactor(1);
});

linux("a process that sleeps waits", async () => {
  const limits = limitsOf(start("exec sleep 60"), 128);
  await vi.waitFor(() => expect(limits.activity).toBe("waits"));
});
