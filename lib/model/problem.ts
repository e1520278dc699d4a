export const problemKinds = [
  "not-found",
  "denied",
  "throttled",
  "conflict",
  "invalid",
  "unreachable",
  "credentials",
  "read-only",
  "budget",
  "unsupported",
  "unexpected",
] as const;

export type ProblemKind = (typeof problemKinds)[number];

/** What went wrong, in words a user can act on. The one error shape between server and browser. */
export interface Problem {
  kind: ProblemKind;
  /** One short line: what could not be done. */
  title: string;
  /** What happened, in AWS's words where AWS said something. */
  detail: string;
  /** The service's own error code, e.g. `ResourceConflictException`. */
  code?: string;
  /** The input field that is wrong, for kind `invalid`. */
  field?: string;
  /** The characters of that field that are wrong, counted from 0; the end is not included. */
  place?: { from: number; to: number };
  /** What the user can do about it; a command to type stands in backquotes. */
  action?: string;
  /** The IAM statement (JSON) that would allow what was denied. */
  statement?: string;
  /** How long to wait before trying again, for kind `throttled`. */
  retryAfterSeconds?: number;
}

/** A problem on its way to the user. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(`${problem.title}: ${problem.detail}`, options);
    this.name = "ProblemError";
  }
}

/** The HTTP status an API answer about this problem has. */
export function problemStatus(kind: ProblemKind): number {
  return statuses[kind];
}

const statuses: Record<ProblemKind, number> = {
  "not-found": 404,
  denied: 403,
  throttled: 429,
  conflict: 409,
  invalid: 400,
  unreachable: 502,
  credentials: 424,
  "read-only": 403,
  budget: 402,
  unsupported: 501,
  unexpected: 500,
};
