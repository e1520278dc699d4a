/** Writes dist/engine.mjs and its source map; packages stay outside. Returns the bundle's path. */
export function buildEngine(): Promise<string>;
