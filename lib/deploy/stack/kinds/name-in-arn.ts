/** The name in an ARN whose last part is one, as in `...:function:NAME` (a qualifier left out); a name as it is. */
export function nameInArn(value: unknown): string {
  const text = String(value);
  if (!text.startsWith("arn:")) return text;
  const parts = text.split(":");
  return parts[5] === "function" ? (parts[6] ?? "") : (parts[5] ?? "").replace(/^.*\//, "");
}

/** The qualifier in a function's ARN. */
export function qualifierInArn(value: unknown): string | undefined {
  const parts = String(value).split(":");
  return parts[5] === "function" ? parts[7] : undefined;
}
