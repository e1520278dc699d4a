/** Values as DynamoDB writes them. */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { L: AttributeValue[] }
  | { M: Record<string, AttributeValue> };

/** A JSON value as DynamoDB keeps it. */
function attributeValueOf(value: unknown): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(attributeValueOf) };
  if (typeof value === "object" && value !== null) return { M: itemOf(value) };
  return { NULL: true };
}

/** A JSON object as an item. */
export function itemOf(value: object): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, attributeValueOf(one)]),
  );
}
