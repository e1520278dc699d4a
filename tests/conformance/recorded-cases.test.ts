import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startEngine } from "../../lib/engine/testing/start-engine.ts";

/**
 * Compares the engine with recorded AWS responses, which are kept beside the project and not in it.
 * The list of cases that are known to differ is committed and must be exact; rewrite it with
 * `UPDATE_KNOWN=1 npx vitest run --project conformance`.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const runner = join(root, "../shared/conformance/run.mjs");
const knownFile = join(root, "tests/conformance/known-failures.json");

interface CaseResult {
  id: string;
  ok: boolean;
  failure: string | null;
}

const present = existsSync(runner);
if (!present) console.warn("The recorded AWS responses are not here: the comparison is skipped.");

test.skipIf(!present)("the engine answers as AWS did when it was recorded", async () => {
  const results = await runCases();
  const failed = results.filter((result) => !result.ok);
  console.info(
    `conformance: ${results.length - failed.length} of ${results.length} recorded cases pass`,
  );
  const failing = failed.map((result) => result.id).sort();
  if (process.env.UPDATE_KNOWN) writeFileSync(knownFile, `${JSON.stringify(failing, null, 2)}\n`);
  const known = JSON.parse(readFileSync(knownFile, "utf8")) as string[];
  const broken = failed.filter((result) => !known.includes(result.id));
  expect(
    broken.map(({ id, failure }) => `${id}: ${failure}`),
    "cases that fail and are not known to",
  ).toEqual([]);
  expect(
    known.filter((id) => !failing.includes(id)),
    "cases listed as failing that pass",
  ).toEqual([]);
});

async function runCases(): Promise<CaseResult[]> {
  const directory = mkdtempSync(join(tmpdir(), "lambdeck-conformance-"));
  const engine = await startEngine();
  try {
    const report = join(directory, "report.json");
    // The runner lives outside and takes the SDK clients from the folder it is started in.
    const child = spawn(process.execPath, [runner, "--json", report], {
      cwd: root,
      env: {
        ...process.env,
        ENDPOINT: engine.endpoint,
        AWS_REGION: "us-east-1",
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    await new Promise((resolve) => child.once("close", resolve));
    const { results } = JSON.parse(readFileSync(report, "utf8")) as { results: CaseResult[] };
    return results;
  } finally {
    await engine.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
