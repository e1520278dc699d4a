import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The program an interpreter is started with; its folder holds whatever else it loads. */
type Bootstrap = "node/bootstrap.cjs" | "python/bootstrap.py";

/** Its absolute path: beside this file, or in the folder `runtimes` beside a bundled engine. */
export function bootstrapPath(name: Bootstrap): string {
  const places = [`./${name}`, `./runtimes/${name}`];
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const path = paths.find((candidate) => existsSync(candidate));
  if (!path)
    throw new Error(`the engine's own file ${name} is missing: looked at ${paths.join(", ")}`);
  return path;
}
