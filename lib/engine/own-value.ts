/**
 * A thing by a name that a caller chose; undefined when there is none. `constructor` and `__proto__` are
 * names like any other, though every object seems to have them.
 */
export function ownValue<Value>(
  things: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return things && Object.hasOwn(things, name) ? things[name] : undefined;
}
