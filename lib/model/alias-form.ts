import { type Alias, aliasNameError } from "./version";

/** An alias as it is typed. */
export interface AliasForm {
  name: string;
  description: string;
  version: string;
  /** Empty: all traffic goes to `version`. */
  secondVersion: string;
  /** Share of the second version in percent, 0 to 100; NaN: an empty field. */
  secondPercent: number;
}

export function aliasForm(alias: Alias | undefined, version: string): AliasForm {
  return {
    name: alias?.name ?? "",
    description: alias?.description ?? "",
    version: alias?.version ?? version,
    secondVersion: alias?.routing?.version ?? "",
    secondPercent: alias?.routing ? Math.round(alias.routing.weight * 1_000) / 10 : 10,
  };
}

/** The alias the form asks for. */
export function aliasFrom(form: AliasForm): Omit<Alias, "revisionId"> {
  const { name, description, version, secondVersion, secondPercent } = form;
  return {
    name,
    description,
    version,
    ...(secondVersion && {
      routing: { version: secondVersion, weight: Math.round(secondPercent * 10) / 1_000 },
    }),
  };
}

/** What is wrong, by field. Source: CreateAlias, and "Weighted aliases" in the AWS Lambda Developer Guide. */
export function aliasProblems(
  form: AliasForm,
  others: readonly string[],
): Partial<Record<keyof AliasForm, string>> {
  const problems: Partial<Record<keyof AliasForm, string>> = {};
  const nameProblem = aliasNameError(form.name);
  if (nameProblem) problems.name = nameProblem;
  else if (others.includes(form.name)) problems.name = `There is an alias ${form.name} already.`;
  if (form.description.length > 256)
    problems.description = "A description has at most 256 characters.";
  if (form.secondVersion === "") return problems;
  if (form.version === "$LATEST")
    problems.secondVersion = "Traffic can be split between published versions only, not $LATEST.";
  else if (form.secondVersion === form.version)
    problems.secondVersion = "The two versions must differ.";
  if (!(form.secondPercent >= 0 && form.secondPercent <= 100))
    problems.secondPercent = "The share must be 0 to 100 %.";
  return problems;
}

/** `v3`, or `v3 90 %, v4 10 %`. */
export function trafficText({ version, routing }: Pick<Alias, "version" | "routing">): string {
  if (!routing) return shown(version);
  const second = Math.round(routing.weight * 1_000) / 10;
  return `${shown(version)} ${Math.round((100 - second) * 10) / 10} %, ${shown(routing.version)} ${second} %`;
}

function shown(version: string): string {
  return version === "$LATEST" ? version : `v${version}`;
}
