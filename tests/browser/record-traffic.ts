import type { Page } from "playwright-core";
import type { Traffic } from "@/lib/model/traffic";
import { encodeTraffic } from "@/lib/model/traffic-binary";

const minutes = 1440;
const busySecondsEach = 0.5;

/**
 * Gives the page a day of recorded traffic of one function: two at once as a rule, and in one minute of each hour
 * `peak` at once, of which `limit` were served. The engine has no yesterday.
 */
export async function recordTraffic(page: Page, name: string, peak: number, limit: number) {
  const at = (value: (isPeak: boolean) => number) =>
    Float32Array.from({ length: minutes }, (_, minute) => value(minute % 60 === 30));
  const requestsAt = (concurrency: number) => (concurrency * 60) / busySecondsEach;
  const served = requestsAt(Math.min(peak, limit));
  const endMs = Math.floor(Date.now() / 60_000) * 60_000;
  const traffic: Traffic = {
    startMs: endMs - minutes * 60_000,
    stepMs: 60_000,
    length: minutes,
    asOfMs: endMs,
    completeUntilMs: endMs,
    use: { calls: 1, metrics: 4, costUsd: 0 },
    problems: [],
    functions: [
      {
        name,
        invocations: at((isPeak) => (isPeak ? served : 60)),
        throttles: at((isPeak) => (isPeak ? requestsAt(peak) - served : 0)),
        busySeconds: at((isPeak) => (isPeak ? served : 60) * busySecondsEach),
        concurrency: at((isPeak) => (isPeak ? Math.min(peak, limit) : 2)),
        duration: { averageSeconds: busySecondsEach, p50Seconds: 0.45, p99Seconds: 1.2 },
        init: { averageSeconds: 0.3, p99Seconds: 0.4, samples: 40 },
      },
    ],
  };
  await page.route("**/api/concurrency/traffic?*", (route) =>
    route.fulfill({
      contentType: "application/octet-stream",
      body: Buffer.from(encodeTraffic(traffic)),
    }),
  );
}
