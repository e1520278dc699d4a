/** Writes dist/engine.mjs and its bundle; packages stay outside. Returns the path of what is to be run. */
export function buildEngine(): Promise<string>;
