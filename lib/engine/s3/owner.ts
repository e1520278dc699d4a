import { createHash } from "node:crypto";

/** The account as S3 names owners: by its canonical user id. */
export function describeOwner(accountId: string): { ID: string } {
  return { ID: createHash("sha256").update(`canonical user ${accountId}`).digest("hex") };
}
