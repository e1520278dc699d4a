import { loadSharedConfigFiles } from "@smithy/core/config";

/** How a profile of the AWS config files gets its credentials. */
export type ProfileSource = "keys" | "sso" | "login" | "role" | "process" | "web-identity" | "none";

export interface Profile {
  name: string;
  /** Absent when the files name none. */
  region?: string;
  source: ProfileSource;
}

/** Every profile of the AWS config and credentials files, read anew each time. No file: no profiles. */
export async function readProfiles(): Promise<Profile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  return [...names]
    .filter((name) => !/^(sso-session|services)\./.test(name))
    .map((name) => {
      const settings = { ...configFile[name], ...credentialsFile[name] };
      return { name, region: settings.region, source: sourceOf(settings) };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

function sourceOf(settings: Record<string, string | undefined>): ProfileSource {
  if (settings.role_arn) return settings.web_identity_token_file ? "web-identity" : "role";
  if (settings.sso_session ?? settings.sso_start_url) return "sso";
  if (settings.login_session) return "login";
  if (settings.aws_access_key_id) return "keys";
  if (settings.credential_process) return "process";
  return "none";
}
