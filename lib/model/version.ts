import type { Problem } from "./problem";

/** A published version (or $LATEST) as pages list it. */
export interface Version {
  version: string;
  description: string;
  lastModified?: string;
  codeSha256?: string;
  codeSizeBytes?: number;
  memoryMb?: number;
  timeoutSeconds?: number;
  runtime?: string;
  handler?: string;
  state?: string;
}

export interface Alias {
  name: string;
  description: string;
  version: string;
  /** The second version and its share of the calls, 0 to 1. */
  routing?: { version: string; weight: number };
  revisionId?: string;
}

export interface VersionsAndAliases {
  versions: Version[];
  aliases: Alias[];
  /** What could not be read, and why. */
  problems: Problem[];
}

/** One setting that differs between two versions; values of environment variables are not in it. */
export interface SettingDifference {
  setting: string;
  left: string;
  right: string;
}

/** Why an alias cannot have this name, or undefined. */
export function aliasNameError(name: string): string | undefined {
  if (/^(?!\d+$)[a-zA-Z0-9_-]{1,128}$/.test(name)) return undefined;
  return "An alias has 1 to 128 letters, digits, dashes or underscores, and not digits alone.";
}

/** Milliseconds of a time as AWS writes it (`2026-11-21T10:00:00.000+0000`); undefined when it is not one. */
export function parseAwsTime(text: string | undefined): number | undefined {
  const time = Date.parse((text ?? "").replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(time) ? undefined : time;
}
