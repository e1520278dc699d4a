import type { LogLine } from "./log-line";

/** From which level on lines are wanted; lines without a level count as information. */
export const leastLevels = ["all", "info", "warn", "error"] as const;
export type LeastLevel = (typeof leastLevels)[number];

const rank: Record<NonNullable<LogLine["level"]>, number> = {
  trace: 0,
  debug: 0,
  info: 1,
  warn: 2,
  error: 3,
  fatal: 3,
};
const leastRank: Record<LeastLevel, number> = { all: 0, info: 1, warn: 2, error: 3 };

export function hasLevel({ level }: Pick<LogLine, "level">, least: LeastLevel): boolean {
  return rank[level ?? "info"] >= leastRank[least];
}

// Whatever parseLogLine takes for a level: words of runtimes and of JSON, and what the platform says of a failure.
const errorWords =
  '?ERROR ?Error ?error ?FATAL ?fatal ?CRITICAL ?critical ?Status ?status ?exited ?"timed out"';
const searched: Partial<Record<LeastLevel, string>> = {
  warn: `${errorWords} ?WARN ?Warn ?warn`,
  error: errorWords,
};

/**
 * A pattern that lets through every line of the level and few others, so that CloudWatch brings less; a pattern of the
 * user's own cannot be joined with it, since `?` words count for nothing beside others.
 */
export function patternWithLevel(pattern: string, least: LeastLevel): string {
  return pattern === "" ? (searched[least] ?? "") : pattern;
}
