import { existsSync } from "node:fs";
import type { EngineSettings } from "../settings.ts";
import type { ControlGroups } from "./control-groups.ts";

/** How this machine keeps what AWS limits; told by the engine's health. */
export interface KeptLimits {
  /** CPU in proportion to memory: by the kernel, by stopping and continuing processes, or not at all. */
  cpu: "cgroup" | "signals" | "off";
  /** Memory: an end by the kernel as well, or only by looking ten times a second. */
  memory: "cgroup" | "sampled" | "off";
  processes: "cgroup" | "sampled" | "off";
  /** Whether processes that a function has detached are sure to end with it and with the engine. */
  isolation: "namespace" | "group";
}

export function keptLimits(
  view: { endsTogether: boolean },
  groups: Pick<ControlGroups, "limits"> | undefined,
  cpuQuota: EngineSettings["cpuQuota"],
  readable = existsSync("/proc/self/stat"),
): KeptLimits {
  const sampled = readable ? "sampled" : "off";
  const cpu = groups?.limits("cpu") ? "cgroup" : readable ? "signals" : "off";
  return {
    cpu: cpuQuota === "off" ? "off" : cpu,
    memory: groups?.limits("memory") ? "cgroup" : sampled,
    processes: groups?.limits("pids") ? "cgroup" : sampled,
    isolation: view.endsTogether ? "namespace" : "group",
  };
}
