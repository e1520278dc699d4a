"use client";

import { type Query, QueryCache, QueryClient } from "@tanstack/react-query";
import { type Problem, ProblemError } from "@/lib/model/problem";
import { retryDelayMs } from "./retry-delay";
import { noteThrottle } from "./throttle";

/** The tab's store of what it has read. Hidden tabs read nothing; what AWS throttles is asked for again later. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onSuccess: (data, query) => askAgainForMissing(data, query) }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => isThrottled(error) || (failures < 2 && isWorthRetrying(error)),
        retryDelay: (failures, error) => {
          const delayMs = retryDelayMs(failures, problemIn(error));
          if (isThrottled(error)) noteThrottle(problemIn(error)!, Date.now() + delayMs);
          return delayMs;
        },
      },
    },
  });
}

/** How often an answer has come without the part that AWS throttled. */
const partlyThrottled = new WeakMap<object, number>();

/** An answer may lack what AWS throttled while it has the rest. */
function askAgainForMissing(data: unknown, query: Query<unknown, unknown, unknown>): void {
  const problem = problemsOf(data).find(({ kind }) => kind === "throttled");
  if (!problem) {
    partlyThrottled.delete(query);
    return;
  }
  const failures = partlyThrottled.get(query) ?? 0;
  partlyThrottled.set(query, failures + 1);
  const delayMs = retryDelayMs(failures, problem);
  noteThrottle(problem, Date.now() + delayMs);
  setTimeout(() => {
    if (query.isActive() && document.visibilityState === "visible") void query.fetch();
  }, delayMs);
}

function problemsOf(data: unknown): readonly Problem[] {
  if (typeof data !== "object" || data === null || !("problems" in data)) return [];
  return Array.isArray(data.problems) ? (data.problems as Problem[]) : [];
}

function problemIn(error: unknown): Problem | undefined {
  return error instanceof ProblemError ? error.problem : undefined;
}

function isThrottled(error: unknown): boolean {
  return problemIn(error)?.kind === "throttled";
}

function isWorthRetrying(error: unknown): boolean {
  const problem = problemIn(error);
  return !problem || ["unreachable", "unexpected"].includes(problem.kind);
}
