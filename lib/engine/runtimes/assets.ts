import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Files that run inside environments; a bundled engine has them in a folder `runtimes` beside itself. */
export const runtimeAssets = [
  "node/bootstrap.cjs",
  "node/errors.cjs",
  "node/load-handler.cjs",
  "node/log.cjs",
  "node/response-stream.cjs",
  "node/run-function.cjs",
  "node/runtime-client.cjs",
  "python/bootstrap.py",
] as const;

/** The absolute path of one of them. */
export function assetPath(name: (typeof runtimeAssets)[number]): string {
  const places = [`./${name}`, `./runtimes/${name}`];
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const path = paths.find((candidate) => existsSync(candidate));
  if (!path)
    throw new Error(`the engine's own file ${name} is missing: looked at ${paths.join(", ")}`);
  return path;
}
