// `npm run bench -- NAME`: runs bench/NAME.ts, prints its table and writes bench/results/NAME.json.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { bundle } from "./bundle.mjs";
import { setUp } from "./set-up.mjs";

const [name, ...args] = process.argv.slice(2);
const names = readdirSync("bench")
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3));
if (!name || !existsSync(`bench/${name}.ts`)) {
  console.error(`usage: npm run bench -- NAME, where NAME is one of: ${names.join(", ")}`);
  process.exit(2);
}

await setUp({ pages: ["pages", "board", "logs-page", "live-tail"].includes(name) });
await bundle({ [`bench/${name}`]: `bench/${name}.ts` });
const { default: measure } = await import(`../dist/bench/${name}.mjs`);
/** Each row: what was measured, the figure, its floor from the same run, their ratio. */
const rows = await measure(args);
console.table(rows);
mkdirSync("bench/results", { recursive: true });
const result = {
  name,
  at: new Date().toISOString(),
  node: process.version,
  loadAverage: loadavg(),
  rows,
};
writeFileSync(`bench/results/${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
console.log(`written to bench/results/${name}.json`);
process.exit(0);
