import {
  type Connection,
  type ConnectionKind,
  endpointNamePattern,
  formatConnectionId,
  isLoopback,
  parseConnectionId,
  partitionOf,
  regionPattern,
} from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { readEndpoints, type SavedEndpoint } from "@/lib/store/endpoints";
import { readSetting, saveSetting } from "@/lib/store/settings";
import { knownIdentity } from "./known-identity";
import {
  environmentCredentials,
  environmentProfileName,
  environmentRegion,
  type Profile,
  readProfiles,
} from "./profiles";
import { unlockEnd } from "./unlocked";

const fallbackRegion = "us-east-1";
/** The name of the endpoint that `LAMBDECK_ENDPOINT` gives; a saved one cannot take it. */
export const environmentEndpointName = "environment";

/** The connection with this id, or the default one. Throws a ProblemError when there is none such. */
export async function resolveConnection(id: string | undefined): Promise<Connection> {
  if (!id) return defaultConnection();
  const parsed = parseConnectionId(id);
  if (!parsed)
    throw new ProblemError({
      kind: "invalid",
      title: "This is not a connection",
      detail: `"${id}" is not written like local, profile:NAME@REGION or endpoint:NAME@REGION.`,
      field: "connection",
    });
  if (parsed.kind === "local") {
    if (!engineEndpoint()) throw unknownConnection(id, "Lambdeck was started with --no-engine.");
    return localConnection(parsed.region);
  }
  if (parsed.kind === "profile") {
    const profile = (await readProfiles()).find(({ name }) => name === parsed.name);
    if (profile) return profileConnection(profile, parsed.region);
    if (parsed.name === environmentProfileName && environmentCredentials())
      return environmentConnection(parsed.region);
    throw unknownConnection(id, `The AWS config files have no profile "${parsed.name}".`);
  }
  const endpoint = [environmentEndpoint(), ...readEndpoints()].find(
    (saved) => saved?.name === parsed.name,
  );
  if (!endpoint) throw unknownConnection(id, `No endpoint is saved as "${parsed.name}".`);
  return endpointConnection(endpoint, parsed.region);
}

/** Every connection there is: the default first. Empty without engine, endpoint and profile. */
export async function listConnections(): Promise<Connection[]> {
  const environment = environmentEndpoint();
  const profiles = await readProfiles();
  const isNamed = profiles.some(({ name }) => name === environmentProfileName);
  return [
    ...(environment ? [endpointConnection(environment)] : []),
    ...(engineEndpoint() ? [localConnection()] : []),
    ...readEndpoints().map((endpoint) => endpointConnection(endpoint)),
    ...(environmentCredentials() && !isNamed ? [environmentConnection()] : []),
    ...profiles.map((profile) => profileConnection(profile)),
  ];
}

/**
 * What a call without `connection=` uses: `LAMBDECK_ENDPOINT` when set, else the local engine, else the
 * first there is.
 */
export async function defaultConnection(): Promise<Connection> {
  const environment = environmentEndpoint();
  if (environment) return endpointConnection(environment);
  if (engineEndpoint()) return localConnection();
  const [first] = await listConnections();
  if (first) return first;
  throw new ProblemError({
    kind: "not-found",
    title: "There is nothing to connect to",
    detail:
      "The local engine is switched off, the AWS config files have no profile, and AWS_ACCESS_KEY_ID is not set.",
    action: "Run `aws configure`, or restart without --no-engine.",
  });
}

/** `http://127.0.0.1:PORT` of the local engine; undefined when it is switched off. */
export function engineEndpoint(): string | undefined {
  const port = process.env.LAMBDECK_ENGINE_PORT || "3211";
  return port === "off" ? undefined : `http://127.0.0.1:${port}`;
}

function localConnection(region?: string): Connection {
  const id = formatConnectionId({ kind: "local", name: "", region });
  return {
    id,
    kind: "local",
    label: "Local engine",
    region: region ?? chosenRegion("local", "") ?? fallbackRegion,
    endpoint: engineEndpoint(),
    ...knownIdentity(id),
    writable: true,
  };
}

function profileConnection(profile: Profile, region?: string): Connection {
  return {
    ...accountConnection(profile.name, profile.region, region),
    profile: profile.name,
    renewCommand: profile.renewCommand,
  };
}

/** The account whose credentials are in the environment: one more profile, which no file describes. */
function environmentConnection(region?: string): Connection {
  return accountConnection(environmentProfileName, undefined, region);
}

function accountConnection(
  name: string,
  ownRegion: string | undefined,
  region: string | undefined,
): Connection {
  const own = plainRegion(ownRegion) ?? plainRegion(environmentRegion()) ?? fallbackRegion;
  const chosen = chosenRegion("profile", name);
  const used = region ?? (chosen && partitionOf(chosen) === partitionOf(own) ? chosen : own);
  // Credentials are good in one partition only; elsewhere they would be shown to strangers.
  if (partitionOf(used) !== partitionOf(own))
    throw new ProblemError({
      kind: "invalid",
      title: "This region cannot be reached with this profile",
      detail: `${used} is in the partition ${partitionOf(used)}, the profile in ${partitionOf(own)}.`,
      action: "Add a profile for that partition to the AWS config file.",
      field: "region",
    });
  const id = formatConnectionId({ kind: "profile", name, region: used });
  return {
    id,
    kind: "profile",
    label: name,
    region: used,
    ...knownIdentity(id),
    ...lockState(id),
  };
}

function endpointConnection(endpoint: SavedEndpoint, region?: string): Connection {
  const used = region ?? chosenRegion("endpoint", endpoint.name) ?? endpoint.region;
  const id = formatConnectionId({ kind: "endpoint", name: endpoint.name, region: used });
  return {
    id,
    kind: "endpoint",
    label: endpoint.name === environmentEndpointName ? new URL(endpoint.url).host : endpoint.name,
    region: used,
    endpoint: endpoint.url,
    profile: endpoint.profile,
    ...knownIdentity(id),
    ...(isLoopback(endpoint.url) ? { writable: true } : lockState(id)),
  };
}

/** The region the user switched a connection to last. */
function chosenRegion(kind: ConnectionKind, name: string): string | undefined {
  const chosen = readSetting(regionSetting(kind, name));
  return typeof chosen === "string" ? plainRegion(chosen) : undefined;
}

/** Keeps the region of a connection whose id names none. */
export function chooseRegion(kind: ConnectionKind, name: string, region: string): void {
  saveSetting(regionSetting(kind, name), region);
}

function regionSetting(kind: ConnectionKind, name: string): string {
  return `region of ${formatConnectionId({ kind, name })}`;
}

function plainRegion(region: string | undefined): string | undefined {
  return region !== undefined && regionPattern.test(region) ? region : undefined;
}

function lockState(id: string): Pick<Connection, "writable" | "unlockedUntil"> {
  const untilMs = unlockEnd(id);
  return untilMs === undefined
    ? { writable: false }
    : { writable: true, unlockedUntil: new Date(untilMs).toISOString() };
}

/** What `LAMBDECK_ENDPOINT` and `LAMBDECK_REGION` say. Throws a ProblemError when it cannot be used. */
export function environmentEndpoint(): SavedEndpoint | undefined {
  const url = process.env.LAMBDECK_ENDPOINT;
  if (!url) return undefined;
  return checkEndpoint({
    name: environmentEndpointName,
    url,
    region: process.env.LAMBDECK_REGION || environmentRegion() || fallbackRegion,
  });
}

/** Gives the endpoint back with its URL in its plain form. Throws a ProblemError naming the wrong field. */
export function checkEndpoint(endpoint: SavedEndpoint): SavedEndpoint {
  const refuse = (field: string, detail: string) =>
    new ProblemError({ kind: "invalid", title: "This endpoint cannot be used", detail, field });
  if (!endpointNamePattern.test(endpoint.name))
    throw refuse("name", "A name has 1 to 64 letters, digits, dots, dashes or underscores.");
  if (!regionPattern.test(endpoint.region))
    throw refuse("region", `"${endpoint.region}" is not a region like us-east-1.`);
  let url: URL;
  try {
    url = new URL(endpoint.url);
  } catch {
    throw refuse("url", `"${endpoint.url}" is not a URL like http://127.0.0.1:4566.`);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw refuse("url", "An endpoint's URL starts with http:// or https://.");
  if (url.username || url.password)
    throw refuse("url", "An endpoint's URL holds no user name or password.");
  if (url.search || url.hash) throw refuse("url", "An endpoint's URL has no ? or # part.");
  return { ...endpoint, url: url.href.replace(/\/$/, "") };
}

function unknownConnection(id: string, detail: string): ProblemError {
  return new ProblemError({
    kind: "not-found",
    title: `There is no connection "${id}"`,
    detail,
    action: "Choose another one in the connection menu.",
  });
}
