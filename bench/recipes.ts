import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeRecipe } from "../tests/engine/recipe";

interface Row {
  what: string;
  value: number;
  floor: string;
  floorValue: number;
  ratio: number;
}

const run = promisify(execFile);
const jest = "node_modules/jest/bin/jest.js";

/** The recipes for Jest in a project of their own, with Lambdeck as npm installs it and the Jest of today. */
export default async function measure(): Promise<Row[]> {
  const project = mkdtempSync(join(tmpdir(), "lambdeck-recipes-"));
  try {
    await run("npm", ["pack", "--pack-destination", project]);
    const [tarball = ""] = readdirSync(project).filter((name) => name.endsWith(".tgz"));
    writeFileSync(join(project, "package.json"), '{ "private": true }\n');
    await run("npm", ["install", "--no-audit", "--no-fund", "--omit=dev", `./${tarball}`, "jest"], {
      cwd: project,
    });
    const empty = join(project, "empty");
    mkdirSync(empty);
    writeFileSync(join(empty, "jest.config.js"), "module.exports = {};\n");
    writeFileSync(join(empty, "nothing.test.js"), 'test("nothing", () => {});\n');
    const floorValue = await seconds(empty, []);
    const rows: Row[] = [];
    for (const [name, options] of [
      ["jest", []],
      ["jest-esm", ["--experimental-vm-modules"]],
    ] as const) {
      const folder = join(project, name);
      mkdirSync(folder);
      writeRecipe(name, folder);
      const value = await seconds(folder, options);
      rows.push({
        what: `recipe ${name}: s from start to end`,
        value,
        floor: "an empty Jest run",
        floorValue,
        ratio: value / floorValue,
      });
    }
    return rows;
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** Runs Jest in a folder of the project; rejects with its output when a test fails. */
async function seconds(folder: string, options: readonly string[]): Promise<number> {
  const started = performance.now();
  await run(process.execPath, [...options, join("..", jest), "--rootDir", "."], { cwd: folder });
  return Math.round(performance.now() - started) / 1000;
}
