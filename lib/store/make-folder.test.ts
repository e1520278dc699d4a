import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeFolder } from "./make-folder";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "lambdeck-folder-"))));
afterEach(() => rmSync(folder, { recursive: true }));

it("makes what is missing, for its owner alone, and leaves what is there", () => {
  const path = join(folder, "a/b");
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

it("says so where a file stands in the way", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => makeFolder(join(folder, "file"))).toThrow(/ENOTDIR/);
  expect(() => makeFolder(join(folder, "file/below"))).toThrow(/ENOTDIR/);
});

it.runIf(existsSync("/proc"))("comes back from a file system that takes no folders", () => {
  expect(() => makeFolder("/proc/lambdeck/home")).toThrow(/ENOENT|EACCES|EPERM/);
});
