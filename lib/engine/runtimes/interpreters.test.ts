import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pythonFamily } from "./families/python.ts";
import { Interpreters } from "./interpreters.ts";

const usualPath = process.env.PATH;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lambdeck-interpreters-"));
  process.env.PATH = folder;
});
afterEach(() => {
  process.env.PATH = usualPath;
  rmSync(folder, { recursive: true });
});

function install(name: string, version: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\necho "/opt/${name} ${version}"\n`, { mode: 0o755 });
}

test("finds an interpreter that was not there the first time", async () => {
  const interpreters = new Interpreters();
  expect(await interpreters.find("python3.12")).toMatchObject({
    kind: "missing",
    reason: expect.stringContaining("no interpreter for python3.12"),
  });
  install("python3.12", "3.12.4");
  expect(await interpreters.find("python3.12")).toEqual({
    kind: "interpreter",
    interpreter: { family: pythonFamily, path: "/opt/python3.12", version: "3.12.4" },
    exact: true,
  });
});

test("asks a version manager's scripts for the version wanted and the chosen one alone", async () => {
  folder = join(folder, "shims");
  mkdirSync(folder);
  process.env.PATH = folder;
  install("python3", "3.9.1");
  install("python3.11", "3.11.2");
  const chosen = { kind: "interpreter", interpreter: { version: "3.9.1" } };
  expect(await new Interpreters().find("python3.12")).toMatchObject(chosen);
  const exact = { kind: "interpreter", exact: true, interpreter: { version: "3.11.2" } };
  expect(await new Interpreters().find("python3.11")).toMatchObject(exact);
});

test("takes the nearest version where the exact one is missing, and stays with it", async () => {
  const interpreters = new Interpreters();
  install("python3", "3.9.1");
  install("python3.11", "3.11.2");
  const nearest = { kind: "interpreter", exact: false, interpreter: { version: "3.11.2" } };
  expect(await interpreters.find("python3.12")).toMatchObject(nearest);
  install("python3.12", "3.12.4");
  expect(await interpreters.find("python3.12")).toMatchObject(nearest);
});
