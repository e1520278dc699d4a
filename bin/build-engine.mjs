// Bundles the local cloud into dist/engine.mjs, in well under a second.
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * The engine needs of each SDK client only its schemas, and of @smithy/core a few functions. The
 * published packages are single files that load every command and all middleware (a quarter of a
 * second), so the bundle takes the parts from their source modules. All other packages stay outside, and so do the
 * clients themselves where functions are deployed with them.
 */
export const sdkParts = {
  name: "sdk-parts",
  setup(build) {
    const inPackages = (path) => ({ path: join(root, "node_modules", path), sideEffects: false });
    build.onResolve({ filter: /^@aws-sdk\/client-[^/]+$/ }, ({ path, importer }) =>
      /\/lib\/(deploy|embed)\//.test(importer.replaceAll("\\", "/"))
        ? { path, external: true }
        : inPackages(join(path, "dist-es/schemas/schemas_0.js")),
    );
    build.onResolve({ filter: /^@smithy\/core\/[^/]+$/ }, ({ path }) =>
      inPackages(path.replace("@smithy/core/", "@smithy/core/dist-es/submodules/") + "/index.js"),
    );
  },
};

/** Files that run inside functions' environments, or start what does, as they are. */
const runtimes = ["node", "python", "ruby", "java", "perl"];

/** Writes dist/engine.mjs, its source map and dist/runtimes; packages stay outside. Returns the bundle's path. */
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
    plugins: [sdkParts],
    logLevel: "warning",
  });
  for (const name of runtimes)
    cpSync(join(root, "lib/engine/runtimes", name), join(root, "dist/runtimes", name), {
      recursive: true,
    });
  return outfile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildEngine());
