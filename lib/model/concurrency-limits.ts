import type { Problem } from "@/lib/model/problem";

/** What a function may reserve, from the account's numbers. All counts are concurrent executions. */
export interface AccountConcurrency {
  /** The account's limit in this region. */
  limit: number;
  /** What no function has reserved. */
  unreserved: number;
  /** What AWS keeps unreserved: learnt from a refusal where there was one, else AWS's usual 100. */
  floor: number;
}

export interface AllowedRange {
  min: number;
  max: number;
  /** Why it ends there, in one sentence. */
  reason: string;
}

export interface ProvisionedConcurrency {
  /** The alias or version it stands on. */
  qualifier: string;
  requested: number;
  allocated: number;
  available: number;
  status: "IN_PROGRESS" | "READY" | "FAILED";
  statusReason?: string;
  /** ISO time. */
  lastModified?: string;
}

export interface FunctionConcurrency {
  /** null: none, the function draws on the unreserved pool. */
  reservedConcurrency: number | null;
  provisioned: ProvisionedConcurrency[];
  account?: AccountConcurrency;
  /** Absent where the account's numbers cannot be read: then AWS alone decides. */
  allowed?: { reserved: AllowedRange; provisioned: AllowedRange };
  /** What could not be read, and why. */
  problems: Problem[];
}

export const usualUnreservedFloor = 100;

/** The reservations AWS accepts for one function. 0 is always accepted: it stops the function. */
export function allowedReserved(
  account: AccountConcurrency,
  current: number | null,
  totalProvisioned: number,
): AllowedRange {
  const max = Math.max(0, account.unreserved + (current ?? 0) - account.floor);
  const lower =
    totalProvisioned > 0 ? ` It cannot go below the ${totalProvisioned} provisioned.` : "";
  return {
    min: totalProvisioned,
    max,
    reason: `AWS keeps ${account.floor} of the account's ${account.limit} unreserved.${lower}`,
  };
}

/** The provisioned concurrency AWS accepts for one alias or version, next to what its siblings hold. */
export function allowedProvisioned(
  account: AccountConcurrency,
  reserved: number | null,
  siblingsProvisioned: number,
): AllowedRange {
  const pool = reserved ?? account.unreserved - account.floor;
  const max = Math.max(0, pool - siblingsProvisioned);
  return {
    min: 1,
    max,
    reason:
      reserved === null
        ? `It comes out of the unreserved pool, of which AWS keeps ${account.floor} free.`
        : `The function has reserved ${reserved}; provisioned concurrency comes out of that.`,
  };
}

/** The floor named in AWS's refusal of a reservation, if this text is one. */
export function floorFromRefusal(message: string): number | undefined {
  const match = /below its minimum value of \[(\d+)\]/.exec(message);
  return match ? Number(match[1]) : undefined;
}

/** Why this reservation is refused, or undefined. `null`: none; NaN: an empty field. */
export function reservedProblem(
  value: number | null,
  range: AllowedRange | undefined,
): string | undefined {
  if (value === null) return undefined;
  if (!Number.isInteger(value) || value < 0)
    return "Reserved concurrency must be a whole number from 0.";
  if (!range || (value >= range.min && value <= range.max)) return undefined;
  if (value === 0 && range.min === 0) return undefined;
  return `Reserved concurrency can be ${range.min} to ${range.max} for this function. ${range.reason}`;
}

/** Why this provisioned concurrency is refused, or undefined. `held`: what the alias or version has now. */
export function provisionedProblem(
  value: number | null,
  range: AllowedRange | undefined,
  held: number,
): string | undefined {
  if (value === null) return undefined;
  const max = range && range.max + held;
  if (Number.isInteger(value) && value >= 1 && (max === undefined || value <= max))
    return undefined;
  if (max === undefined) return "Provisioned concurrency must be a whole number from 1.";
  if (max < 1) return `No provisioned concurrency is left to give. ${range?.reason ?? ""}`.trim();
  return `Provisioned concurrency can be 1 to ${max}. ${range?.reason ?? ""}`.trim();
}
