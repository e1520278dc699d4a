// Bundles the local cloud into dist/engine.mjs, in well under a second.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * The engine needs of each SDK client only its schemas. The published package is one file that loads
 * every command and its middleware (a quarter of a second for six clients), so the bundle takes the
 * schemas' own file instead.
 */
const schemasOnly = {
  name: "schemas-only",
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/client-/ }, ({ path }) => ({
      path: join(root, "node_modules", path, "dist-es/schemas/schemas_0.js"),
      sideEffects: false,
    }));
    // The schemas name their error classes only to register them with the client; the engine never does.
    build.onLoad({ filter: /dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path }) => ({
      contents: withoutErrorClasses(readFileSync(path, "utf8")),
      resolveDir: dirname(path),
    }));
  },
};

function withoutErrorClasses(source) {
  return source
    .replace(/^import \{[^}]*\} from "\.\.\/models\/[^"]+";$/gm, "")
    .replace(/^import \{ TypeRegistry \} from "@smithy\/core\/schema";$/gm, "")
    .replace(/^const \w+_registry = new TypeRegistry\(\w+\);$/gm, "")
    .replace(/^\w+_registry\.registerError\([^;]*;$/gm, "")
    .replace(/^export const errorTypeRegistries = \[[^\]]*\];$/gm, "");
}

/** Writes dist/engine.mjs and its source map; packages stay outside. Returns the bundle's path. */
export async function buildEngine() {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const outfile = join(root, "dist/engine.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["lib/engine/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    sourcemap: true,
    define: { LAMBDECK_VERSION: JSON.stringify(version) },
    plugins: [schemasOnly],
    logLevel: "warning",
  });
  return outfile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildEngine());
