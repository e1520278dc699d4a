import * as z from "zod/mini";
import type { Connection } from "@/lib/model/connection";
import { engineLimits, type EngineLimits } from "@/lib/model/engine-limits";

const patienceMs = 2_000;
const health = z.object({ limits: engineLimits });

/**
 * Asks the local engine's own health by what means it keeps limits. Null for every other endpoint, and where it does
 * not say. Never throws: nothing depends on it.
 */
export async function readEngineLimits({
  kind,
  endpoint,
}: Pick<Connection, "kind" | "endpoint">): Promise<{ limits: EngineLimits | null }> {
  if (kind !== "local" || endpoint === undefined) return { limits: null };
  try {
    const answer = await fetch(`${endpoint}/_lambdeck/health`, {
      signal: AbortSignal.timeout(patienceMs),
    });
    const { data } = z.safeParse(health, await answer.json());
    return { limits: data?.limits ?? null };
  } catch {
    return { limits: null };
  }
}
