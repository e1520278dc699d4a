import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = {
  "@": fileURLToPath(new URL(".", import.meta.url)),
};

// The SDK would tell every user of Node.js 20 what next year's versions need.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// What a test keeps without a folder of its own is not kept in the home of whoever runs it.
const home = join(tmpdir(), `lambdeck-tests-${process.pid}`);
process.env.LAMBDECK_HOME = home;
process.once("exit", () => rmSync(home, { recursive: true, force: true }));

/** Loading what a file imports costs more than most files: those of a project load it once. */
const oneProcess = { isolate: false, setupFiles: ["tests/forget-former-file.ts"] };

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          ...oneProcess,
          include: ["{app,components,lib,bin}/**/*.test.{ts,tsx}"],
          exclude: ["lib/engine/**"],
          // Tests of verbs start an engine first, which takes its time on a busy machine.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "engine",
          ...oneProcess,
          include: ["lib/engine/**/*.test.ts", "tests/engine/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "truth",
          include: ["tests/truth/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "conformance",
          include: ["tests/conformance/**/*.test.ts"],
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: "endpoints",
          ...oneProcess,
          include: ["tests/endpoints/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "program",
          ...oneProcess,
          include: ["tests/program/**/*.test.ts"],
          globalSetup: ["tests/program/set-up.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          ...oneProcess,
          include: ["tests/browser/**/*.test.ts"],
          globalSetup: ["tests/program/set-up.ts", "tests/browser/share-program.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          // A busy machine can starve a browser past any patience; what fails three times is broken.
          retry: 2,
        },
      },
    ],
  },
});
