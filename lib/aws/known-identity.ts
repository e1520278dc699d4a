import { processWide } from "@/lib/store/process-wide";

export interface CallerIdentity {
  accountId: string;
  callerArn: string;
}

const identities = processWide("identities", () => new Map<string, CallerIdentity>());

/** Who the connection's credentials belong to, when STS has been asked since the program started. */
export function knownIdentity(connectionId: string): CallerIdentity | undefined {
  return identities.get(connectionId);
}

export function rememberIdentity(connectionId: string, identity: CallerIdentity | undefined): void {
  if (identity) identities.set(connectionId, identity);
  else identities.delete(connectionId);
}
