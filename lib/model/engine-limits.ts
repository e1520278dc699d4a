import * as z from "zod/mini";

/** By what means the local engine keeps what AWS limits; its health tells it. */
export const engineLimits = z.object({
  cpu: z.enum(["cgroup", "signals", "off"]),
  memory: z.enum(["cgroup", "sampled", "off"]),
  processes: z.enum(["cgroup", "sampled", "off"]),
  isolation: z.enum(["namespace", "group"]),
});

export type EngineLimits = z.infer<typeof engineLimits>;

const shares: Readonly<Record<EngineLimits["cpu"], string>> = {
  cgroup: "The local engine keeps to this share, by a control group.",
  signals: "The local engine keeps to this share, by stopping and continuing the processes.",
  off: "The local engine does not keep to this share: functions have the processors they find.",
};

const memories: Readonly<Record<EngineLimits["memory"], string>> = {
  cgroup: "Memory is held by a control group.",
  sampled: "Memory is measured ten times a second.",
  off: "Memory is not measured on this machine.",
};

/** What the engine does of a function's memory and its share of a processor, for those who set it. */
export function describeLimits({ cpu, memory }: EngineLimits): string {
  return `${shares[cpu]} ${memories[memory]}`;
}
