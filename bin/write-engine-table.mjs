// Writes the table of the engine's operations into docs/engine.md, from the engine's own tables.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outfile = join(root, "dist/engine-table.mjs");
await build({
  absWorkingDir: root,
  entryPoints: ["lib/engine/testing/operation-table.ts"],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});
const { renderOperationTable, replaceOperationTable } = await import(pathToFileURL(outfile).href);
const page = join(root, "docs/engine.md");
writeFileSync(
  page,
  replaceOperationTable(readFileSync(page, "utf8"), await renderOperationTable()),
);
