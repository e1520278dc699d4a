import { ProblemError } from "@/lib/model/problem";

/** Refuses an input before anything is sent: `field` is the one that is wrong, `detail` says what is allowed. */
export function refuse(field: string, detail: string): never {
  throw new ProblemError({ kind: "invalid", title: "Nothing was changed", detail, field });
}

/** Refuses to overwrite a value that somebody else has changed since it was shown. */
export function refuseStale(what: string, shown: unknown, current: unknown): never {
  throw new ProblemError({
    kind: "conflict",
    title: "Nothing was changed",
    detail: `${what} was changed in the meantime: you saw ${text(shown)}, now it is ${text(current)}.`,
    action: "Look at the present value and decide again.",
  });
}

function text(value: unknown): string {
  return value === null || value === undefined ? "none" : String(value);
}
