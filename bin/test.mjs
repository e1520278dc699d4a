// `npm test`: sets the checkout up, then runs everything CI runs and ends with one line of totals.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { findOrInstallBrowser } from "./find-browser.mjs";
import { CHECKS } from "./check.mjs";
import { setUp } from "./set-up.mjs";

const NO_BROWSER =
  "no browser found: install Chromium or Chrome, or name one in LAMBDECK_BROWSER, and run npm test again";

await setUp();
const browser = findOrInstallBrowser();
const total = { passed: 0, failed: 0, skipped: 0 };

for (const [name, command] of CHECKS) {
  const ok = (await run(command)) === 0;
  total[ok ? "passed" : "failed"] += 1;
  console.log(`${ok ? "ok  " : "FAIL"} check: ${name}`);
}
for (const project of ["unit", "engine", "endpoints", "conformance", "program", "browser"])
  await runTests(project);

console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`,
);
process.exitCode = total.failed > 0 ? 1 : 0;

async function runTests(project) {
  console.log(`\nlambdeck: ${project} tests`);
  if (project === "browser" && !browser) {
    console.log(`lambdeck: ${NO_BROWSER}`);
    total[process.env.CI ? "failed" : "skipped"] += 1;
    return;
  }
  const resultFile = `dist/test-results/${project}.json`;
  mkdirSync("dist/test-results", { recursive: true });
  rmSync(resultFile, { force: true });
  const code = await run(
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      project,
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${resultFile}`,
    ],
    { LAMBDECK_BROWSER: browser },
  );
  const result = readResult(resultFile);
  total.passed += result?.numPassedTests ?? 0;
  total.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  // A suite that cannot be loaded fails no test of its own, and yet it has failed.
  total.failed += Math.max(result?.numFailedTests ?? 0, code === 0 ? 0 : 1);
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function run(args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      stdio: "inherit",
      env: { ...process.env, ...environment },
    });
    child.on("error", () => resolve(1));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
