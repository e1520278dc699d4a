/**
 * Text without which a message cannot match: of each list at least one must be in it, letter for letter.
 * The database tells such messages apart before any of them becomes a JavaScript string.
 */
export type NeededText = readonly (readonly string[])[];

/** What is needed where one of several conditions must hold: something of each of them. */
export function neededByAny(alternatives: readonly NeededText[]): NeededText {
  const chosen = alternatives.map((needed) => needed[0]);
  return chosen.length > 0 && chosen.every((texts) => texts !== undefined)
    ? [[...new Set(chosen.flat())]]
    : [];
}

/** `text` as something needed; nothing where the database could read it otherwise than JavaScript. */
export function neededLiteral(text: string): NeededText {
  return text === "" || /[\0\ud800-\udfff]/.test(text) ? [] : [[text]];
}

/** The same for a string or a name in a JSON message, which may be written with \u escapes. */
export function neededInJson(text: string): NeededText {
  return /^[\w .,:;@#-]*[\w][\w .,:;@#-]*$/.test(text) ? [[text, String.raw`\u`]] : [];
}
