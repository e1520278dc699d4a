import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runFunctions } from "../testing/run-functions.ts";
import { folderMb } from "./tmp-space.ts";

const code = `
const fs = require("node:fs");
const errorOf = (act) => { try { act(); return "done"; } catch (error) { return error.code; } };
exports.handler = async (event) => {
  if (event.crash) process.exit(3);
  if (event.reserve) {
    const done = require("node:child_process").spawnSync("fallocate", ["-l", event.reserve, "/tmp/big"], { encoding: "utf8" });
    return done.status === 0 ? "done" : done.stderr;
  }
  if (event.keep) fs.writeFileSync("/tmp/kept", event.keep);
  return {
    root: process.env.LAMBDA_TASK_ROOT,
    kept: fs.existsSync("/tmp/kept") && fs.readFileSync("/tmp/kept", "utf8"),
    package: errorOf(() => fs.writeFileSync("/var/task/x", "")),
    runtime: errorOf(() => fs.writeFileSync("/var/runtime/node/bootstrap.cjs", "")),
    machine: errorOf(() => fs.writeFileSync("/etc/lambdeck-test", "")),
  };
};`;

test.runIf(process.platform === "linux")(
  "/tmp has its size, outlives a crash, and nothing else can be written to",
  async ({ skip }) => {
    const engine = await runFunctions();
    try {
      await engine.deploy("files", code, { Timeout: 30 });
      const { root, ...seen } = (await engine.call("files", { keep: "me" })).value as Record<
        string,
        unknown
      >;
      skip(root !== "/var/task", "this machine allows no mount namespaces");
      expect(seen).toEqual({ kept: "me", package: "EROFS", runtime: "EROFS", machine: "EROFS" });
      expect((await engine.call("files", { reserve: "513M" })).value).toContain("No space left");
      expect((await engine.call("files", { reserve: "1M" })).value).toBe("done");
      expect((await engine.call("files", { crash: true })).error).toBe("Unhandled");
      expect((await engine.call("files")).value).toMatchObject({ kept: "me" });
      // Another environment has a /tmp of its own.
      await engine.deploy("others", code);
      expect((await engine.call("others")).value).toMatchObject({ kept: false });
    } finally {
      await engine.stop();
    }
  },
  60_000,
);

test("a folder's size is that of all files in it", () => {
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-size-"));
  try {
    mkdirSync(join(folder, "a/b"), { recursive: true });
    writeFileSync(join(folder, "a/one"), Buffer.alloc(1024 * 1024, 1));
    writeFileSync(join(folder, "a/b/two"), Buffer.alloc(2 * 1024 * 1024, 1));
    expect(folderMb(folder)).toBeCloseTo(3, 1);
    expect(folderMb(join(folder, "absent"))).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
