/**
 * One value for the whole process. Next loads a module once for pages and once more for handlers, so a
 * module-level variable would exist twice; this one does not.
 */
export function processWide<T>(name: string, make: () => T): T {
  const values: Record<symbol, unknown> = globalThis as never;
  const key = Symbol.for(`lambdeck.${name}`);
  if (!(key in values)) values[key] = make();
  return values[key] as T;
}
