/** The tag of a function that says which folder `lambdeck deploy` took its code from. */
export const sourceTag = "lambdeck:source";

/** The folder that a function is deployed from, by its tags. */
export function sourceOf(tags: Readonly<Record<string, string>> | undefined): string | undefined {
  return tags?.[sourceTag];
}
