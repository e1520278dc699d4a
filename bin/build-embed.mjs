// Bundles what other projects import as `lambdeck/engine`, for `import` and for `require`, and writes its types.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { importMetaUrl, packageParts } from "./build-engine.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const entry = "lib/embed/engine.ts";

/** Writes dist/embed/engine.mjs with its chunks, and dist/embed/engine.cjs; packages stay outside. */
export async function buildEmbed() {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const shared = {
    absWorkingDir: root,
    entryPoints: { engine: entry },
    outdir: "dist/embed",
    bundle: true,
    platform: "node",
    target: "node20.9",
    packages: "external",
    sourcemap: "linked",
    plugins: [packageParts],
    logLevel: "warning",
  };
  const define = { LAMBDECK_VERSION: JSON.stringify(version) };
  rmSync(join(root, "dist/embed"), { recursive: true, force: true });
  await Promise.all([
    build({
      ...shared,
      format: "esm",
      splitting: true,
      outExtension: { ".js": ".mjs" },
      define,
    }),
    build({
      ...shared,
      format: "cjs",
      outExtension: { ".js": ".cjs" },
      define: { ...define, "import.meta.url": "importMetaUrl" },
      banner: { js: importMetaUrl },
    }),
  ]);
}

/**
 * Writes dist/embed/types: the declarations that the entry reaches, once as ESM and once as CommonJS. Throws when one
 * of them needs a package, since users may not have its types.
 */
export function writeTypes() {
  const outDir = mkdtempSync(join(tmpdir(), "lambdeck-types-"));
  try {
    const project = join(outDir, "tsconfig.json");
    writeFileSync(
      project,
      JSON.stringify({
        extends: join(root, "tsconfig.json"),
        include: [],
        files: [join(root, entry)],
        compilerOptions: {
          rootDir: root,
          outDir,
          typeRoots: [join(root, "node_modules/@types")],
          noEmit: false,
          declaration: true,
          emitDeclarationOnly: true,
          incremental: false,
        },
      }),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { status } = spawnSync(process.execPath, [tsc, "--project", project], {
      cwd: root,
      stdio: "inherit",
    });
    if (status !== 0) throw new Error("the types could not be written; tsc's output is above");
    const declarations = collect(join(outDir, entry.replace(/\.ts$/, ".d.ts")), outDir);
    for (const [format, type] of [
      ["import", "module"],
      ["require", "commonjs"],
    ]) {
      const folder = join(root, "dist/embed/types", format);
      for (const [path, text] of declarations) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type })}\n`);
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

const importFrom = /(from\s+"|import\(")([^"]+)(")/g;

/** A declaration file and all that it imports, by path under `outDir`, with imports that every resolution takes. */
function collect(file, outDir, found = new Map()) {
  const path = relative(outDir, file);
  if (found.has(path)) return found;
  const imports = [];
  const text = readFileSync(file, "utf8").replace(importFrom, (_, before, target, after) => {
    if (!target.startsWith(".")) throw new Error(`${path} needs the types of ${target}`);
    const bare = target.replace(/\.[jt]s$/, "");
    imports.push(resolve(dirname(file), `${bare}.d.ts`));
    return `${before}${bare}.js${after}`;
  });
  found.set(path, `/// <reference lib="esnext.disposable" />\n${text}`);
  for (const other of imports) collect(other, outDir, found);
  return found;
}
