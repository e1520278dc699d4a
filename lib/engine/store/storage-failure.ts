/** What SQLite and the system say when the disk, and not the caller, is at fault. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, "the disk is full. Free some space and repeat the call"],
  [/^SQLITE_(CORRUPT|NOTADB)/, "its database is damaged. Stop it and move its data folder away"],
  [/^(SQLITE_READONLY|EROFS)/, "its data folder can no longer be written to"],
  [/^(SQLITE_(IOERR|CANTOPEN)|EIO$)/, "its disk reports errors"],
];

/** A full disk ends a transaction by itself, and the attempt to end it is what is reported then. */
const endedByItself = /cannot rollback - no transaction is active/;

/**
 * Why something could not be stored, as the end of a sentence about the engine; undefined for every
 * other error. What was to be stored has not been, in part either.
 */
export function storageFailure(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (endedByItself.test(error.message)) return "the disk is full, or reports errors";
  return reasons.find(([pattern]) => pattern.test(code))?.[1];
}
