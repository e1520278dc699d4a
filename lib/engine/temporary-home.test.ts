import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockHome } from "./lock-home.ts";
import { makeTemporaryHome } from "./temporary-home.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "temporary-home-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

function makeOld(name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  utimesSync(folder, 0, 0);
  return folder;
}

test("what a killed process left behind goes with the next home; what is used, young or another's stays", () => {
  const abandoned = makeOld("lambdeck-engine-abandoned");
  const other = makeOld("another-program");
  const used = makeOld("lambdeck-engine-used");
  const unlock = lockHome(used, process.pid, 0);
  utimesSync(used, 0, 0);
  const young = makeTemporaryHome(parent);
  const home = makeTemporaryHome(parent);
  expect(existsSync(abandoned)).toBe(false);
  for (const folder of [other, used, young.homeDir, home.homeDir])
    expect(existsSync(folder)).toBe(true);
  unlock();
  home.remove();
  young.remove();
  expect(readdirSync(parent).sort()).toEqual(["another-program", "lambdeck-engine-used"]);
});
