import type { ControlGroup } from "./control-group.ts";
import type { Brake } from "./cpu-share.ts";

/** The kernel keeps the share. */
export function groupBrake(group: ControlGroup, cpuMs: Brake["cpuMs"]): Brake {
  return { keeps: true, cpuMs, hold: (cores) => group.limitCpu(cores) };
}

/** Where there are no control groups, processes are stopped and continued by signals. */
export function signalBrake(members: () => readonly number[], cpuMs: Brake["cpuMs"]): Brake {
  return {
    keeps: false,
    cpuMs,
    hold(cores) {
      for (const pid of members())
        try {
          process.kill(pid, cores === 0 ? "SIGSTOP" : "SIGCONT");
        } catch {
          // It has ended.
        }
    },
  };
}
