import { loadSharedConfigFiles } from "@smithy/core/config";

export interface Profile {
  name: string;
  /** Absent when the files name none. */
  region?: string;
  /** What the user types when the credentials have run out. */
  renewCommand: string;
}

/** The name under which credentials in the environment appear; a profile of that name goes before them. */
export const environmentProfileName = "environment";

/** The region of `AWS_REGION` or `AWS_DEFAULT_REGION`, as the AWS tools read them. */
export function environmentRegion(): string | undefined {
  return process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;
}

/** What `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` give; undefined when not set. */
export function environmentCredentials():
  | { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN || undefined,
  };
}

type Settings = Record<string, string | undefined>;

/**
 * Every profile of the AWS config and credentials files, read anew each time, by name; the one the AWS CLI
 * would use comes first. No file: no profiles.
 */
export async function readProfiles(): Promise<Profile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const profiles = new Map<string, Settings>();
  for (const name of [...Object.keys(configFile), ...Object.keys(credentialsFile)])
    // The same files hold sections that are not profiles.
    if (!/^(sso-session|services|login-session)\./.test(name))
      profiles.set(name, { ...configFile[name], ...credentialsFile[name] });
  const preferred = process.env.AWS_PROFILE || "default";
  return [...profiles]
    .map(([name, settings]) => ({
      name,
      region: settings.region,
      renewCommand: renewCommand(name, profiles),
    }))
    .sort(
      (a, b) =>
        Number(b.name === preferred) - Number(a.name === preferred) || a.name.localeCompare(b.name),
    );
}

/** A role's credentials run out where they come from: follow `source_profile` to its end. */
function renewCommand(name: string, profiles: ReadonlyMap<string, Settings>): string {
  const visited = new Set<string>();
  let current = name;
  for (;;) {
    visited.add(current);
    const settings = profiles.get(current) ?? {};
    const source = settings.role_arn ? settings.source_profile : undefined;
    if (source === undefined || visited.has(source)) return commandFor(current, settings);
    current = source;
  }
}

function commandFor(name: string, settings: Settings): string {
  const profile = `--profile ${/^[\w.@:/+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`}`;
  if (settings.sso_session ?? settings.sso_start_url) return `aws sso login ${profile}`;
  if (settings.login_session) return `aws login ${profile}`;
  // The command itself may hold secrets; this runs it and shows what it says.
  if (settings.credential_process) return `aws sts get-caller-identity ${profile}`;
  return `aws configure ${profile}`;
}
