import { ServiceError } from "../http/service.ts";

const dayMs = 86_400_000;

/** A period is 1, 5, 10, 20 or 30 seconds or a multiple of a minute, at most a day. */
export function checkPeriod(periodSeconds: number, parameter: string): void {
  if ([1, 5, 10, 20, 30].includes(periodSeconds)) return;
  if (periodSeconds % 60 === 0 && periodSeconds > 0 && periodSeconds <= 86_400) return;
  throw new ServiceError(
    "InvalidParameterValueException",
    `The parameter ${parameter} must be 1, 5, 10, 20, 30 or a multiple of 60, up to 86400; it is ${periodSeconds}.`,
    400,
  );
}

/**
 * Rounds a start time down as CloudWatch does: to the minute, for starts of more than 15 days ago to 5
 * minutes, of more than 63 days ago to the hour; for short periods to their multiple.
 */
export function roundedStartSeconds(startMs: number, periodSeconds: number, nowMs: number): number {
  const ageMs = nowMs - startMs;
  const coarse = ageMs > 63 * dayMs ? 3600 : ageMs > 15 * dayMs ? 300 : 60;
  const step = periodSeconds < 60 && coarse === 60 ? periodSeconds : coarse;
  return Math.floor(startMs / 1000 / step) * step;
}
