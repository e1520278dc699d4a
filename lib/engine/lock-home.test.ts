import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockHome, StartError } from "./lock-home.ts";

test("a home is taken once, and can be taken again when it was given back", () => {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-lock-"));
  try {
    const unlock = lockHome(home, 41);
    expect(() => lockHome(home, 42)).toThrow(StartError);
    expect(() => lockHome(home, 42)).toThrow(/process 41/);
    unlock();
    lockHome(home, 42)();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
