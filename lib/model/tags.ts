/** A tag as it is typed. */
export interface TagRow {
  key: string;
  value: string;
}

const mostTags = 50;

/** Why these tags cannot be saved, or undefined. Source: "Tag restrictions" of the AWS tagging reference. */
export function tagsProblem(rows: readonly TagRow[]): string | undefined {
  if (rows.length > mostTags) return `A function has at most ${mostTags} tags.`;
  for (const [at, { key, value }] of rows.entries()) {
    if (key.length < 1 || key.length > 128) return "A tag's key has 1 to 128 characters.";
    if (value.length > 256) return `The value of ${key} has more than 256 characters.`;
    if (key.startsWith("aws:")) return `${key}: keys that begin with aws: are AWS's own.`;
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + value))
      return `${key}: a tag has letters, digits, spaces and _ . : / = + - @ only.`;
    if (rows.some((other, place) => place < at && other.key === key))
      return `${key} stands here twice.`;
  }
  return undefined;
}

/** The tags AWS is asked for. */
export function tagsOf(rows: readonly TagRow[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

export interface TagChange {
  label: string;
  before?: string;
  after?: string;
}

/** What differs from the present tags, AWS's own left out: those cannot be changed. */
export function tagChanges(
  present: Readonly<Record<string, string>>,
  rows: readonly TagRow[],
): TagChange[] {
  const wanted = tagsOf(rows);
  const keys = new Set([...Object.keys(present), ...Object.keys(wanted)]);
  return [...keys]
    .filter((key) => !key.startsWith("aws:") && present[key] !== wanted[key])
    .map((key) => ({ label: key, before: shown(present[key]), after: shown(wanted[key]) }));
}

function shown(value: string | undefined): string | undefined {
  return value === "" ? "(empty)" : value;
}
