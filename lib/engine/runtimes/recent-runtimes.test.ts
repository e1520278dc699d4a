import type { Runtime } from "@aws-sdk/client-lambda";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RecentRuntimes } from "./recent-runtimes.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "lambdeck-recent-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const recent = (runtime: Runtime, memoryMb = 128) => ({ runtime, memoryMb, environment: {} });

test("the last four are known to the next engine, the last one first", () => {
  const runtimes = new RecentRuntimes(home);
  for (const name of ["ruby3.3", "nodejs20.x", "python3.11", "nodejs22.x", "nodejs20.x"] as const)
    runtimes.note(recent(name));
  runtimes.note(recent("nodejs20.x", 256));
  runtimes.close();
  expect(new RecentRuntimes(home).list).toEqual([
    recent("nodejs20.x", 256),
    recent("nodejs20.x"),
    recent("nodejs22.x"),
    recent("python3.11"),
  ]);
  // A variable that an interpreter reads may be secret.
  expect(statSync(join(home, "recent-runtimes.json")).mode & 0o777).toBe(0o600);
});

test("a file that is none is no hint", () => {
  for (const text of ["{", "null", '[1, {"runtime": 2}]']) {
    writeFileSync(join(home, "recent-runtimes.json"), text);
    expect(new RecentRuntimes(home).list).toEqual([]);
  }
});
