import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeRecipe } from "./recipe.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const python = ["/usr/bin/python3", "python3"].find(hasPytest);
if (!python) console.info("pytest with boto3 is not installed: its recipe is skipped");

let project: string;

/** A project that has Lambdeck as a packed tarball unpacks, and its dependencies from here. */
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "lambdeck-package-"));
  const modules = join(project, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(join(root, "node_modules")))
    if (!name.startsWith(".")) symlinkSync(join(root, "node_modules", name), join(modules, name));
  await run("npm", ["pack", "--pack-destination", project], { cwd: root });
  const [tarball = ""] = readdirSync(project).filter((name) => name.endsWith(".tgz"));
  mkdirSync(join(modules, "lambdeck"));
  execFileSync("tar", [
    "xzf",
    join(project, tarball),
    "--strip-components=1",
    "-C",
    join(modules, "lambdeck"),
  ]);
  mkdirSync(join(modules, ".bin"));
  chmodSync(join(modules, "lambdeck/bin/lambdeck.mjs"), 0o755);
  symlinkSync("../lambdeck/bin/lambdeck.mjs", join(modules, ".bin/lambdeck"));
}, 120_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

function recipe(name: string): string {
  const folder = join(project, name);
  mkdirSync(folder);
  writeRecipe(name, folder);
  return folder;
}

/** The variables of a person who knows nothing of this test run. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AWS_|LAMBDECK|VITEST|NODE_)/.test(name)),
) as NodeJS.ProcessEnv;

function node(folder: string, ...args: string[]) {
  return run(process.execPath, args, { cwd: folder, env });
}

test("the package holds what it exports, and no sources, pages or tests", async () => {
  const folder = join(project, "node_modules/lambdeck");
  expect(readdirSync(folder).sort()).toEqual([
    "README.md",
    "bin",
    "dist",
    "docs",
    "package.json",
    "samples",
  ]);
  writeFileSync(
    join(project, "use.mjs"),
    `import { startEngine, ManualClock } from "lambdeck/engine";
import { createRequire } from "node:module";
import { LambdaClient, InvokeCommand } from "@aws-sdk/client-lambda";
const required = createRequire(import.meta.url)("lambdeck/engine");
for (const start of [startEngine, required.startEngine]) {
  const engine = await start({ settings: { accountConcurrencyLimit: 200 } });
  const files = { "index.mjs": "export const handler = async () => process.env.WHO;" };
  const { changes } = await engine.deploy({ name: "f", files, environment: { WHO: "Ada" } });
  const client = new LambdaClient(engine);
  const call = () => client.send(new InvokeCommand({ FunctionName: "f" }));
  console.log(changes[0].action, Buffer.from((await call()).Payload).toString());
  await engine.reset();
  console.log(await call().catch((error) => error.name));
  await engine[Symbol.asyncDispose]();
}
console.log(await startEngine({ prot: 1 }).catch((error) => error.message));
`,
  );
  const { stdout } = await node(project, "use.mjs");
  expect(stdout.trim().split("\n")).toEqual([
    'create "Ada"',
    "ResourceNotFoundException",
    'create "Ada"',
    "ResourceNotFoundException",
    '"prot" is not an option of startEngine. There are port, home, settings, clock, log, region.',
  ]);
});

test("its types need no others, as ES modules and as CommonJS", async () => {
  const folder = join(project, "types");
  mkdirSync(folder);
  const use = `const engine: LocalEngine = await startEngine({ clock: new ManualClock(), settings: { settleMs: 1 } });
const report: StackReport = await engine.deploy("template.yaml", { parameters: { Stage: "prod" } });
export const names: (string | undefined)[] = report.changes.map(({ name }) => name);
// @ts-expect-error there is no such setting
await startEngine({ settings: { nothing: 1 } });
`;
  const names = "LocalEngine, ManualClock, type StackReport, startEngine";
  writeFileSync(
    join(folder, "esm.mts"),
    `import { type ${names} } from "lambdeck/engine";\n${use}`,
  );
  writeFileSync(
    join(folder, "cjs.cts"),
    `import { type ${names} } from "lambdeck/engine";\nexport async function use() {\n${use.replace("export const", "const")}return names;\n}\n`,
  );
  const options = [
    "--strict",
    "--noEmit",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--types",
    "",
  ];
  await node(
    folder,
    join(root, "node_modules/typescript/bin/tsc"),
    ...options,
    "esm.mts",
    "cjs.cts",
  );
});

test("the recipe for Vitest passes", async () => {
  const { stdout } = await node(
    recipe("vitest"),
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
  );
  expect(stdout).toMatch(/1 passed/);
});

test("the recipe for node:test passes", async () => {
  const { stdout } = await node(recipe("node-test"), "--test");
  expect(stdout).toMatch(/pass 1/);
});

test.skipIf(!python)("the recipe for pytest passes", async () => {
  const { stdout } = await run(python!, ["-m", "pytest", "-q", "-p", "no:cacheprovider"], {
    cwd: recipe("pytest"),
    env: { ...env, LAMBDECK: join(project, "node_modules/.bin/lambdeck") },
  });
  expect(stdout).toMatch(/2 passed/);
});

test("the engine as a program starts in an empty folder and ends with its standard input", async () => {
  const home = join(project, "home");
  const lambdeck = join(project, "node_modules/.bin/lambdeck");
  const args = ["engine", "--port", "0", "--home", home, "--stop-with-stdin"];
  const running = run(lambdeck, args, { cwd: project, env });
  running.child.stdout?.once("data", () => running.child.stdin?.end());
  expect((await running).stdout).toMatch(/^engine ready http:\/\/127\.0\.0\.1:\d+\n$/);
});

function hasPytest(command: string): boolean {
  try {
    execFileSync(command, ["-c", "import pytest, boto3"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
