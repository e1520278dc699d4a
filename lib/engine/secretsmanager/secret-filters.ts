import type { Filter } from "@aws-sdk/client-secrets-manager";
import type { Secret } from "./secret.ts";

/**
 * Whether a secret matches all filters, each by one of its values. A value that begins with `!` excludes.
 * Names match by their beginning and with regard to case, descriptions by the beginning of any word.
 * Source: User Guide, "Find secrets in AWS Secrets Manager".
 */
export function matchesFilters(secret: Secret, filters: readonly Filter[] = []): boolean {
  return filters.every(({ Key: key = "all", Values: values = [] }) => {
    const excluded = values.filter((value) => value.startsWith("!")).map((value) => value.slice(1));
    const wanted = values.filter((value) => !value.startsWith("!"));
    return (
      (wanted.length === 0 || wanted.some((value) => matches(secret, key, value))) &&
      !excluded.some((value) => matches(secret, key, value))
    );
  });
}

function matches(secret: Secret, key: NonNullable<Filter["Key"]>, value: string): boolean {
  const { name, description = "", tags, region } = secret;
  switch (key) {
    case "name":
      return name.startsWith(value);
    case "description":
      return hasWord(description, value);
    case "tag-key":
      return Object.keys(tags).some((tag) => tag.startsWith(value));
    case "tag-value":
      return Object.values(tags).some((tag) => tag.startsWith(value));
    case "primary-region":
      return region.startsWith(value);
    case "owning-service":
      return false;
    case "all":
      return [name, description, ...Object.keys(tags), ...Object.values(tags)].some((text) =>
        hasWord(text, value),
      );
  }
}

function hasWord(text: string, beginning: string): boolean {
  const words = beginning
    .toLowerCase()
    .split(/[\s/_.@+=:-]+/)
    .filter(Boolean);
  const all = text.toLowerCase().split(/[\s/_.@+=:-]+/);
  return words.every((word) => all.some((one) => one.startsWith(word)));
}
