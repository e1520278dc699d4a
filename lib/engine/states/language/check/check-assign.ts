import { isVariableName } from "../variables.ts";
import { type Diagnostics, isObject, type StateCheck } from "./diagnostics.ts";

/** What the states of one workflow assign to, in Catchers and rules as well. */
export function assignedNames(states: object): Set<string> {
  const names = Object.values(states).flatMap((state: unknown) => {
    if (!isObject(state)) return [];
    const parts = [state.Choices, state.Catch].flatMap((list) =>
      Array.isArray(list) ? (list as unknown[]) : [],
    );
    return [state, ...parts].flatMap((part) =>
      isObject(part) && isObject(part.Assign) ? Object.keys(part.Assign).map(plainName) : [],
    );
  });
  return new Set(names);
}

/** Names of JSONPath's templates end in `.$`. */
const plainName = (name: string): string => (name.endsWith(".$") ? name.slice(0, -2) : name);

/** Source: Developer Guide, "Passing data between states with variables". */
export function checkAssign(
  assign: unknown,
  at: string,
  { language, outer }: StateCheck,
  told: Diagnostics,
): void {
  if (assign === undefined) return;
  if (!isObject(assign)) return told.fail("Expected a JSON object", at);
  for (const field of Object.keys(assign)) {
    const name = language === "JSONPath" ? plainName(field) : field;
    const place = `${at}/${field}`;
    if (name === "states") told.fail("The variable name 'states' is reserved", place);
    else if (!isVariableName(name))
      told.fail(
        `'${name}' is no variable name: it has to be a Unicode identifier of at most 80 characters`,
        place,
      );
    else if (outer.has(name))
      told.fail(
        `The variable '${name}' is assigned in an outer scope, and cannot be assigned in an inner one`,
        place,
      );
  }
}
