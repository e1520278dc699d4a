// `npm run check`: format, lint, types, boundaries, dead code. Each is one Node.js command line.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const CHECKS = [
  ["format", ["node_modules/oxfmt/bin/oxfmt", "--check", "."]],
  ["lint", ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"]],
  ["types", ["node_modules/typescript/bin/tsc", "--noEmit"]],
  ["boundaries", ["bin/check-boundaries.mjs"]],
  ["dead code", ["node_modules/knip/bin/knip.js"]],
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, command] of CHECKS) {
    const ok = spawnSync(process.execPath, command, { stdio: "inherit" }).status === 0;
    console.log(`${ok ? "ok  " : "FAIL"} ${name}`);
    if (!ok) process.exitCode = 1;
  }
}
