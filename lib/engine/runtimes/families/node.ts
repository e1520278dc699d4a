import { type Family, readPathAndVersion } from "./family.ts";

/** Node.js: the engine's own interpreter, or another one on the PATH. */
export const nodeFamily: Family = {
  name: "nodejs",
  channel: true,
  programs: (wanted) => [`node${wanted}`, "node", "node18", "node20", "node22", "node24"],
  ask: ["-p", "process.execPath + ' ' + process.versions.node"],
  read: readPathAndVersion,
  startVariables: /^NODE_/,
  importPaths: () => [],
  command(path, { memoryMb }, runtimeDir) {
    // Three quarters of the memory for the heap: the rest is buffers, code and stacks.
    const heapMb = Math.floor(memoryMb * 0.75);
    return [path, `--max-old-space-size=${heapMb}`, `${runtimeDir}/node/bootstrap.cjs`];
  },
};
