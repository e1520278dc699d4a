/** A JSON object of the plainest values that a filter pattern lets through, as far as its first choices tell. */
export function fittingObject(pattern: string | undefined): Record<string, unknown> {
  try {
    return fitting(JSON.parse(pattern ?? "{}"));
  } catch {
    // What is no JSON filters nothing.
    return {};
  }
}

function fitting(pattern: unknown): Record<string, unknown> {
  if (typeof pattern !== "object" || pattern === null || Array.isArray(pattern)) return {};
  return Object.fromEntries(
    Object.entries(pattern).flatMap(([field, rule]: [string, unknown]) => {
      if (field.startsWith("$")) return [];
      const value = Array.isArray(rule) ? firstChoice(rule) : fitting(rule);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** A value itself, or one that an operator names: `{"prefix": "a"}`, `{"numeric": [">", 5]}` are left to the person. */
function firstChoice(choices: readonly unknown[]): unknown {
  return choices.find((choice) => ["string", "number", "boolean"].includes(typeof choice));
}
