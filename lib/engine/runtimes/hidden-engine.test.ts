import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runFunctions } from "../testing/run-functions.ts";

const code = `
const fs = require("node:fs");
const read = (file) => { try { return fs.readFileSync(file, "latin1").length; } catch (error) { return error.code; } };
exports.handler = async ({ pid }) => ({
  taskRoot: process.env.LAMBDA_TASK_ROOT,
  engine: ["/proc/" + pid, "/var/.host/proc/" + pid, "/proc/" + pid + "/task/" + pid]
    .map((folder) => read(folder + "/environ")),
  itself: read("/proc/self/environ"),
  engineVariables: fs.readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => { try { return fs.readFileSync("/proc/" + name + "/environ", "latin1").includes("lambdeck-test-secret"); } catch { return false; } }),
});`;

test.runIf(process.platform === "linux")(
  "a function with its own mounts cannot read the engine's environment variables",
  async ({ skip }) => {
    // The watcher is the one process that an engine starts for itself.
    process.env.LAMBDECK_TEST_SECRET = "lambdeck-test-secret";
    const engine = await runFunctions({ spareInterpreters: 4 });
    try {
      await engine.deploy("curious", code);
      const { value } = await engine.call("curious", { pid: process.pid });
      const { taskRoot, ...seen } = value as { taskRoot: string };
      skip(taskRoot !== "/var/task", "this machine allows no mount namespaces");
      expect(readFileSync(`/proc/${process.pid}/environ`).length).toBeGreaterThan(0);
      expect(seen).toEqual({
        engine: ["ENOENT", "ENOENT", "ENOENT"],
        itself: expect.any(Number),
        engineVariables: [],
      });
    } finally {
      delete process.env.LAMBDECK_TEST_SECRET;
      await engine.stop();
    }
  },
);
