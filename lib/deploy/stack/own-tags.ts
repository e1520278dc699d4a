import { createHash } from "node:crypto";

/**
 * What tells a resource without a name of its own again at the next deployment: an API's id is AWS's choice, and
 * several may have one name.
 */
export function ownTags(stackName: string, logicalId: string): Record<string, string> {
  return { "lambdeck:stack": stackName, "lambdeck:resource": logicalId };
}

/** Whether a thing bears all of these tags. */
export function hasTags(
  tags: Readonly<Record<string, string>> | undefined,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => tags?.[key] === value);
}

/** The tag by which a document that was imported into an API is known again. */
export const documentTag = "lambdeck:document";

export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
