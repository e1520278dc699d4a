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
    // New objects by themselves would get up to 48 MiB, which small handlers fill without need. With 2 they cost a
    // third less memory and, other than with 1, no more time; functions with much memory have more.
    const newMb = Math.min(16, Math.max(2, Math.floor(memoryMb / 1024)));
    return [
      path,
      `--max-old-space-size=${heapMb}`,
      `--max-semi-space-size=${newMb}`,
      `${runtimeDir}/node/bootstrap.cjs`,
    ];
  },
};
