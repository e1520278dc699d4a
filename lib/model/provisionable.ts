import type { VersionsAndAliases } from "./version";

export interface Provisionable {
  /** The alias' name or the version's number. */
  qualifier: string;
  /** `live (v3)`, `v3`. */
  label: string;
  kind: "Aliases" | "Versions";
  /** Why it cannot have provisioned concurrency now. */
  reason?: string;
}

/**
 * The aliases and versions that may get provisioned concurrency: published code only, and not both an alias
 * and the version it points at. `configured`: qualifiers that have some already; these are left out.
 */
export function provisionable(
  { aliases, versions }: VersionsAndAliases,
  configured: readonly string[],
): Provisionable[] {
  const ofAliases = aliases.map(({ name, version }): Provisionable => {
    const reason =
      version === "$LATEST"
        ? "it points at $LATEST"
        : configured.includes(version)
          ? `its version ${version} has some`
          : undefined;
    return { qualifier: name, label: `${name} (v${version})`, kind: "Aliases", reason };
  });
  const ofVersions = versions
    .filter(({ version }) => version !== "$LATEST")
    .map(({ version }): Provisionable => {
      const holder = aliases.find(
        (alias) => alias.version === version && configured.includes(alias.name),
      );
      const reason = holder && `the alias ${holder.name} has some`;
      return { qualifier: version, label: `v${version}`, kind: "Versions", reason };
    });
  return [...ofAliases, ...ofVersions].filter(({ qualifier }) => !configured.includes(qualifier));
}
