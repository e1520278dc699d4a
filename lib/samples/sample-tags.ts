/** Marks everything that Lambdeck installed by itself. */
export const sampleTags = { "lambdeck:sample": "true" } as const;

/** The same, as many services take them. */
export const sampleTagList = [{ Key: "lambdeck:sample", Value: "true" }];

export function isSample(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): boolean {
  return tags?.some(({ Key, Value }) => Key === "lambdeck:sample" && Value === "true") ?? false;
}
