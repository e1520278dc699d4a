import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockHome } from "./lock-home.ts";
import { StartError } from "./start-error.ts";

const require = createRequire(import.meta.url);

test("a home is taken once, and can be taken again when it was given back", () => {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-lock-"));
  try {
    const unlock = lockHome(home, 41);
    expect(() => lockHome(home, 42, 0)).toThrow(StartError);
    expect(() => lockHome(home, 42, 0)).toThrow(/process 41/);
    unlock();
    lockHome(home, 42)();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test("a home that another process is about to give back is waited for", async () => {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-lock-"));
  // Holds the lock until a moment after it was told that somebody waits.
  const script = join(home, "holder.cjs");
  writeFileSync(
    script,
    `const Database = require(${JSON.stringify(require.resolve("libsql"))});
    const lock = new Database(${JSON.stringify(join(home, "engine.lock"))});
    lock.exec("BEGIN EXCLUSIVE");
    process.on("message", () => setTimeout(() => process.exit(0), 300));
    process.send("held");`,
  );
  const holder = fork(script);
  try {
    await once(holder, "message");
    expect(() => lockHome(home, 42, 0)).toThrow(StartError);
    holder.send("end");
    lockHome(home, 42, 20_000)();
  } finally {
    holder.kill();
    rmSync(home, { recursive: true, force: true });
  }
});
