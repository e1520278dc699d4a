/** A place where functions live, as the browser may know it: no secrets. */
export interface Connection {
  /** `local`, `local@REGION`, `profile:NAME@REGION` or `endpoint:NAME@REGION`. */
  id: string;
  kind: ConnectionKind;
  label: string;
  region: string;
  /** Where the calls go, when not to AWS's own address for the region. */
  endpoint?: string;
  /** The profile of the AWS config files that gives the credentials; absent: the environment does. */
  profile?: string;
  /** The command that renews the profile's credentials, e.g. `aws sso login --profile dev`. */
  renewCommand?: string;
  /** Known once STS has been asked. */
  accountId?: string;
  /** The caller's ARN; known once STS has been asked. */
  callerArn?: string;
  /** Whether changes and invocations go through now. */
  writable: boolean;
  /** ISO time at which an unlocked connection locks itself again. */
  unlockedUntil?: string;
}

export type ConnectionKind = "local" | "profile" | "endpoint";

export interface ConnectionId {
  kind: ConnectionKind;
  /** Empty for the local engine. */
  name: string;
  /** Absent: the connection's own default. */
  region?: string;
}

/** A region as AWS writes them, e.g. `eu-central-1`, `us-gov-west-1`, `eusc-de-east-1`. */
export const regionPattern = /^[a-z]{2,5}(-[a-z]+){1,2}-\d{1,2}$/;

/** A name a user may give to an endpoint. */
export const endpointNamePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Takes an id apart; undefined when it is not one. A profile's name may hold an `@` itself. */
export function parseConnectionId(id: string): ConnectionId | undefined {
  const match = /^(local|profile:|endpoint:)(.*?)(?:@([a-z0-9-]+))?$/s.exec(id);
  if (!match) return undefined;
  const [, prefix, name = "", region] = match;
  if (region !== undefined && !regionPattern.test(region)) return undefined;
  if (prefix === "local") return name === "" ? { kind: "local", name: "", region } : undefined;
  if (name === "") return undefined;
  return { kind: prefix === "profile:" ? "profile" : "endpoint", name, region };
}

export function formatConnectionId({ kind, name, region }: ConnectionId): string {
  const base = kind === "local" ? "local" : `${kind}:${name}`;
  return region === undefined ? base : `${base}@${region}`;
}

/** Whether the address is this machine itself. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/** The AWS partition of a region; services of another partition cannot be reached from it. */
export function partitionOf(region: string): string {
  for (const [prefix, partition] of partitions) if (region.startsWith(prefix)) return partition;
  return "aws";
}

const partitions: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["us-iso-", "aws-iso"],
  ["eu-isoe-", "aws-iso-e"],
  ["eusc-", "aws-eusc"],
];
