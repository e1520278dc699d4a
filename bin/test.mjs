// `npm test`: sets the checkout up, then runs everything CI runs and ends with one line of totals.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { relative } from "node:path";
import { findOrInstallBrowser } from "./find-browser.mjs";
import { CHECKS } from "./check.mjs";
import { setUp } from "./set-up.mjs";

const NO_BROWSER =
  "no browser found: install Chromium or Chrome, or name one in LAMBDECK_BROWSER, and run npm test again";

await setUp();
const browser = findOrInstallBrowser();
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, a line or more each: told once more at the end, where a log that is cut off still shows it. */
const failures = [];

// Of two cores a test run with one worker uses one, and much of it is waiting: two lanes run beside each other, and
// beside them what does little else than wait. The browser tests use the machine whole.
const left = [runChecks, ...["engine", "unit", "program", "conformance"].map(tests)];
const lane = async () => {
  for (let next = left.shift(); next; next = left.shift()) await next();
};
const waiting = async () => {
  for (const project of ["truth", "endpoints"]) await tests(project)();
};
await Promise.all([lane(), lane(), waiting()]);
await tests("browser", { live: true })();

if (failures.length) console.log(`\nWhat failed:\n${failures.join("\n")}`);
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`,
);
process.exitCode = total.failed > 0 ? 1 : 0;

async function runChecks() {
  for (const [name, command] of CHECKS) {
    const { code, output } = await run(command);
    total[code === 0 ? "passed" : "failed"] += 1;
    if (code !== 0) failures.push(`check: ${name}`);
    console.log(`${output}${code === 0 ? "ok  " : "FAIL"} check: ${name}`);
  }
}

/** Runs a project's tests; what they print comes when they are through, or at once with `live`. */
function tests(project, { live = false } = {}) {
  return async () => {
    const title = `\nlambdeck: ${project} tests`;
    if (live) console.log(title);
    if (project === "browser" && !browser) {
      console.log(`lambdeck: ${NO_BROWSER}`);
      total[process.env.CI ? "failed" : "skipped"] += 1;
      if (process.env.CI) failures.push(`browser: ${NO_BROWSER}`);
      return;
    }
    const resultFile = `dist/test-results/${project}.json`;
    mkdirSync("dist/test-results", { recursive: true });
    rmSync(resultFile, { force: true });
    const { code, output } = await run(
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
      { environment: { LAMBDECK_BROWSER: browser }, live },
    );
    if (!live) console.log(`${title}\n${output}`);
    const result = readResult(resultFile);
    total.passed += result?.numPassedTests ?? 0;
    total.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
    const told = result ? failuresOf(project, result) : [];
    if (code !== 0)
      failures.push(...(told.length ? told : [`${project}: the run ended with ${code}`]));
    // A suite that cannot be loaded fails no test of its own, and yet it has failed.
    total.failed += Math.max(result?.numFailedTests ?? 0, code === 0 ? 0 : 1);
  };
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** The failed tests of a project's result, each with the first lines of its reason; suites that could not be loaded too. */
function failuresOf(project, { testResults }) {
  const describe = (file, title, reason = "") =>
    `${project}: ${relative(".", file)}${title ? ` > ${title}` : ""}\n${indent(reason)}`;
  return testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === "failed");
      return failed.length
        ? failed.map((test) => describe(name, test.fullName, test.failureMessages[0]))
        : [describe(name, "", message)];
    });
}

function indent(text) {
  const lines = text.split("\n").slice(0, 12);
  return lines.map((line) => `    ${line}`).join("\n");
}

function run(args, { environment = {}, live = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      stdio: live ? "inherit" : ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 1, output: `${output}${error}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
