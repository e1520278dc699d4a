/** One value that a secret has had. */
export interface SecretVersion {
  id: string;
  /** Text, or bytes as base64. */
  value: { text: string } | { base64: string };
  /** A version without a stage is deprecated. */
  stages: readonly string[];
  createdMs: number;
  /** The day it was last read, as AWS tells it. */
  accessedMs?: number;
}

export interface Secret {
  region: string;
  arn: string;
  name: string;
  description?: string;
  kmsKeyId?: string;
  tags: Readonly<Record<string, string>>;
  policy?: string;
  createdMs: number;
  changedMs: number;
  /** When it was marked for deletion, and when it will be gone. */
  deleted?: { atMs: number; goneMs: number };
  /** Oldest first. */
  versions: readonly SecretVersion[];
}

export const current = "AWSCURRENT";
const previous = "AWSPREVIOUS";

/** Deprecated versions go first when there are more than this. */
const mostVersions = 100;

/**
 * A secret with another version that has these stages. They leave the versions that had them; the one that
 * was AWSCURRENT becomes AWSPREVIOUS.
 */
export function withVersion(secret: Secret, added: SecretVersion): Secret {
  const versions = [...moveStages(secret.versions, added.stages, undefined), added];
  const surplus = versions.length - mostVersions;
  const old = versions.filter(({ stages }) => stages.length === 0).slice(0, Math.max(0, surplus));
  return {
    ...secret,
    changedMs: added.createdMs,
    versions: versions.filter((version) => !old.includes(version)),
  };
}

/** Takes stages from the versions that have them, and gives them to the version `to`. */
export function moveStages(
  versions: readonly SecretVersion[],
  stages: readonly string[],
  to: string | undefined,
): SecretVersion[] {
  const wasCurrent = stages.includes(current)
    ? versions.find((version) => version.stages.includes(current) && version.id !== to)
    : undefined;
  return versions.map((version) => {
    const kept = version.stages.filter(
      (stage) => !stages.includes(stage) && !(wasCurrent && stage === previous),
    );
    const gained = version.id === to ? stages : version === wasCurrent ? [previous] : [];
    return { ...version, stages: [...kept, ...gained] };
  });
}

/** The versions that are in use, by id. */
export function stagesById({ versions }: Secret): Record<string, string[]> {
  const used = versions.filter(({ stages }) => stages.length > 0);
  return Object.fromEntries(used.map(({ id, stages }) => [id, [...stages]]));
}
