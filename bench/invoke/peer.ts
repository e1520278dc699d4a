import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Target } from "./clients.ts";

const run = promisify(execFile);

export interface Peer extends Target {
  pid: number;
  /** From the start of its process to its first answer. */
  startMs: number;
  stop(): void;
}

const httpPort = 39_400;
const lambdaPort = 39_402;

const configuration = `
service: bench
provider: { name: aws, runtime: nodejs20.x, stage: dev }
plugins: [serverless-offline]
custom:
  serverless-offline: { host: 127.0.0.1, httpPort: ${httpPort}, lambdaPort: ${lambdaPort} }
functions:
  warm: { handler: index.handler, timeout: 30 }
`;

/**
 * serverless-offline, which runs functions in worker threads, installed into a folder of its own.
 * Returns the reason where that is not possible.
 */
export async function startPeer(code: string): Promise<Peer | string> {
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-peer-"));
  const remove = () =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  let child: ChildProcess | undefined;
  const stop = () => {
    child?.kill("SIGKILL");
    remove();
  };
  try {
    writeFileSync(join(folder, "package.json"), '{"private":true}');
    writeFileSync(join(folder, "serverless.yml"), configuration);
    writeFileSync(join(folder, "index.js"), code);
    const packages = ["serverless-offline@14", "osls"];
    const quiet = ["--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error"];
    await run("npm", ["install", ...quiet, ...packages], { cwd: folder, timeout: 300_000 });
    const startedMs = performance.now();
    child = spawn(
      process.execPath,
      [join(folder, "node_modules/osls/bin/serverless.js"), "offline", "start"],
      { cwd: folder, stdio: "ignore", env: { ...process.env, SLS_TELEMETRY_DISABLED: "1" } },
    );
    const target = {
      endpoint: `http://127.0.0.1:${lambdaPort}`,
      functionName: "bench-dev-warm",
    };
    await firstAnswer(target, child);
    return { ...target, pid: child.pid ?? 0, startMs: performance.now() - startedMs, stop };
  } catch (error) {
    stop();
    const [line = "unknown"] = String(error instanceof Error ? error.message : error).split("\n");
    return line;
  }
}

async function firstAnswer({ endpoint, functionName }: Target, child: ChildProcess): Promise<void> {
  const giveUpMs = performance.now() + 60_000;
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  while (performance.now() < giveUpMs && child.exitCode === null) {
    const answer = await fetch(endpoint + path, { method: "POST", body: "{}" }).catch(() => null);
    if (answer?.ok && (await answer.text()).includes("200")) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("serverless-offline did not answer");
}
