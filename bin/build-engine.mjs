// Bundles the local cloud into dist/engine.cjs, which dist/engine.mjs runs, in well under a second.
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * The engine needs of each SDK client only its schemas, of @smithy/core a few functions, of yaml and croner one. The
 * published packages are single files that load every command and all middleware (a quarter of a
 * second), or many that are compiled at each start, so the bundle takes the parts from their source modules. All
 * other packages stay outside, and so do the clients themselves where functions are deployed with them.
 */
export const packageParts = {
  name: "package-parts",
  setup(build) {
    const inPackages = (path) => ({ path: join(root, "node_modules", path), sideEffects: false });
    build.onResolve({ filter: /^@aws-sdk\/client-[^/]+$/ }, ({ path, importer }) =>
      /\/lib\/(deploy|embed)\//.test(importer.replaceAll("\\", "/"))
        ? { path, external: true }
        : inPackages(schemasOf(path)),
    );
    build.onResolve({ filter: /^yaml$/ }, () => inPackages("yaml/browser/dist/index.js"));
    build.onResolve({ filter: /^croner$/ }, () => inPackages("croner/dist/croner.js"));
    build.onResolve({ filter: /^@smithy\/core\/[^/]+$/ }, ({ path }) =>
      inPackages(path.replace("@smithy/core/", "@smithy/core/dist-es/submodules/") + "/index.js"),
    );
  },
};

/** The part of a client's package that has its schemas, by its name. */
const schemasOf = (client) => join(client, "dist-es/schemas/schemas_0.js");

/** Leaves each client's schemas to a file of its own, which the engine reads with the first call of that service. */
const schemasBeside = (entryPoints) => ({
  name: "schemas-beside",
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/client-[^/]+$/ }, ({ path }) => {
      const name = path.replace("@aws-sdk/client-", "schemas/");
      entryPoints[name] = join(root, "node_modules", schemasOf(path));
      return { path: `./${name}.cjs`, external: true };
    });
  },
});

/** What CommonJS has instead of a module's address. */
export const importMetaUrl =
  'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;';

/** Files that run inside functions' environments, or start what does, as they are. */
const runtimes = ["node", "python", "ruby", "java", "perl"];

/** At once, so that an engine that starts meanwhile reads the former file or this one, whole. */
function replaceFile(path, contents) {
  const written = `${path}.${process.pid}`;
  writeFileSync(written, contents);
  renameSync(written, path);
}

/** Writes dist/engine.mjs, its bundle, dist/schemas and dist/runtimes; packages stay outside. Returns what is to be run. */
export async function buildEngine() {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const program = join(root, "dist/engine.mjs");
  const shared = {
    absWorkingDir: root,
    write: false,
    outdir: join(root, "dist"),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    // Only scripts can be kept as V8 has compiled them.
    format: "cjs",
    // A script has no `import()`: it loads what is needed later with `require`.
    supported: { "dynamic-import": false },
    packages: "external",
    minifyWhitespace: true,
    // Functions that dist/engine.mjs calls, so that it need not put one around two megabytes of text.
    banner: {
      js: `(function (exports, require, module, __filename, __dirname) {${importMetaUrl}`,
    },
    footer: { js: "})" },
    logLevel: "warning",
  };
  const schemas = {};
  const engine = await build({
    ...shared,
    entryPoints: { engine: "lib/engine/main.ts" },
    sourcemap: true,
    define: { LAMBDECK_VERSION: JSON.stringify(version), "import.meta.url": "importMetaUrl" },
    plugins: [schemasBeside(schemas), packageParts],
  });
  const beside = await build({ ...shared, entryPoints: schemas, plugins: [packageParts] });
  mkdirSync(join(root, "dist/schemas"), { recursive: true });
  for (const { path, contents } of [...beside.outputFiles, ...engine.outputFiles])
    replaceFile(path, contents);
  for (const name of runtimes)
    cpSync(join(root, "lib/engine/runtimes", name), join(root, "dist/runtimes", name), {
      recursive: true,
    });
  replaceFile(program, readFileSync(join(root, "bin/cached-engine.mjs")));
  return program;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildEngine());
