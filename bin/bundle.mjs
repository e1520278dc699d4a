// Bundles TypeScript entry points for Node.js; packages stay in node_modules.
import { build } from "esbuild";

/** `entries` maps an output name under dist/ (without .mjs) to its source file. */
export function bundle(entries) {
  return build({
    entryPoints: entries,
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // What a command loads only when it needs it is a file of its own.
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    platform: "node",
    format: "esm",
    target: "node20.9",
    packages: "external",
    sourcemap: "linked",
    logLevel: "warning",
  });
}
