import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { ProcessLimits } from "./process-limits.ts";

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

linux("a process has computed for longer the less of a core it may have", async () => {
  const pid = start("while :; do :; done");
  const computedMs = (memoryMb: number) => {
    const { activity } = limitsOf(pid, memoryMb);
    return activity === "waits" ? 0 : activity.computedMs;
  };
  await vi.waitFor(() => expect(computedMs(10_240)).toBeGreaterThan(0));
  const whole = computedMs(10_240);
  expect(computedMs(128)).toBeGreaterThanOrEqual(whole * (1769 / 128));
});

linux("a process that sleeps waits", async () => {
  const limits = limitsOf(start("exec sleep 60"), 128);
  await vi.waitFor(() => expect(limits.activity).toBe("waits"));
});
