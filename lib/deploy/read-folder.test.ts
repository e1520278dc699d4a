import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { unzipSync } from "fflate";
import { checkHandler, guessFunction } from "./guess-function";
import { readFolder } from "./read-folder";
import { readManifest } from "./read-manifest";
import { zipFiles } from "./zip-files";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "deploy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content = "x"): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
const paths = () => readFolder(folder).map(({ path }) => path);
const files = (...entries: [path: string, content: string][]) =>
  entries.map(([path, content]) => ({ path, content: Buffer.from(content), executable: false }));

test("takes every file but what git, Python and Lambdeck keep for themselves", () => {
  write("index.mjs");
  write("node_modules/left/index.js");
  write("node_modules/.cache/x");
  write(".git/config");
  write("lambdeck.json", "{}");
  write("deep/__pycache__/a.pyc");
  expect(paths()).toEqual(["index.mjs", "node_modules/left/index.js"]);
});

test("honours .lambdaignore: wildcards, folders, anchors and exceptions", () => {
  for (const path of [
    "a.test.js",
    "a.js",
    "src/b.test.js",
    "test/x.js",
    "lib/test/y.js",
    "keep.md",
    "no.md",
  ])
    write(path);
  write(".lambdaignore", "# tests\n*.test.js\n/test/\n*.md\n!keep.md\n");
  expect(paths()).toEqual(["a.js", "keep.md", "lib/test/y.js"]);
});

test("follows links to files and folders, but not in circles", () => {
  write("real/code.js");
  symlinkSync(join(folder, "real"), join(folder, "linked"));
  symlinkSync(folder, join(folder, "real", "circle"));
  expect(paths()).toEqual(["linked/code.js", "real/code.js"]);
});

test("says what is wrong with a folder", () => {
  expect(() => readFolder(join(folder, "none"))).toThrow(`There is no folder ${folder}/none`);
  expect(() => readFolder(folder)).toThrow("has no files to deploy");
  write("file");
  expect(() => readFolder(join(folder, "file"))).toThrow("is not a folder");
});

test("the same files give the same zip, with the executable bit kept", () => {
  write("bootstrap", "#!/bin/sh");
  write("tool", "#!/bin/sh");
  chmodSync(join(folder, "tool"), 0o755);
  const zip = zipFiles(readFolder(folder));
  expect(Buffer.from(zip).equals(Buffer.from(zipFiles(readFolder(folder))))).toBe(true);
  expect(Object.keys(unzipSync(zip))).toEqual(["bootstrap", "tool"]);
  const executables = readFolder(folder).map(({ executable }) => executable);
  expect(executables).toEqual([true, true]);
});

test.each([
  [files(["bootstrap", ""]), "provided.al2023", "bootstrap"],
  [files(["index.mjs", ""]), "nodejs22.x", "index.handler"],
  [
    files(["package.json", '{"main":"./dist/main.cjs"}'], ["dist/main.cjs", ""]),
    "nodejs22.x",
    "dist/main.handler",
  ],
  [files(["app.py", "def handler(event, context):\n"]), "python3.13", "app.handler"],
  [
    files(["lambda_function.py", "import x\ndef lambda_handler(e, c):\n"]),
    "python3.13",
    "lambda_function.lambda_handler",
  ],
])("guesses how to run %#", (given, runtime, handler) => {
  expect(guessFunction(given)).toEqual({ runtime, handler });
});

test("says what it looked for when it cannot guess, and which file a handler needs", () => {
  expect(() => guessFunction(files(["readme.md", ""]))).toThrow("it has no index.mjs");
  const node = { runtime: "nodejs22.x", handler: "src/main.handler" };
  expect(() => checkHandler(files(["index.mjs", ""]), node)).toThrow(
    "The handler src/main.handler needs a file src/main.mjs or src/main.js or src/main.cjs; the folder has index.mjs.",
  );
  expect(() => checkHandler(files(["src/main.js", ""]), node)).not.toThrow();
  const python = { runtime: "python3.13", handler: "pkg.app.handler" };
  expect(() => checkHandler(files(["pkg/app.py", ""]), python)).not.toThrow();
  expect(() => checkHandler([], { ...node, handler: "main" })).toThrow(
    "must name a file and a function",
  );
  expect(() => checkHandler([], { runtime: "provided.al2023", handler: "x" })).toThrow("bootstrap");
});

test("reads lambdeck.json strictly", () => {
  expect(readManifest(folder)).toEqual({});
  write("lambdeck.json", '{"memoryMb":256}');
  expect(readManifest(folder)).toEqual({ memoryMb: 256 });
  write("lambdeck.json", '{"memory":256}');
  expect(() => readManifest(folder)).toThrow(/Unrecognized key: "memory"/);
  write("lambdeck.json", "{");
  expect(() => readManifest(folder)).toThrow("is not valid JSON");
});
