import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bootstrap = fileURLToPath(new URL("node/bootstrap.cjs", import.meta.url));

test("a runtime whose engine was killed ends, though nobody reads its log any more", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-orphan-"));
  writeFileSync(join(folder, "index.js"), "exports.handler = async () => 1;");
  const runtime = spawn(process.execPath, [bootstrap], {
    stdio: ["pipe", "ignore", "ignore", "pipe", "ignore", "pipe"],
  });
  try {
    runtime.stdin?.end(
      JSON.stringify({
        environment: {
          _LAMBDA_TELEMETRY_LOG_FD: "3",
          _HANDLER: "index.handler",
        },
        workingDir: folder,
      }),
    );
    const streams: readonly unknown[] = runtime.stdio;
    const channel = streams[5] as Duplex;
    // It waits for its first event.
    await once(channel, "data");
    runtime.stdio[3]?.destroy();
    channel.destroy();
    const [code] = await once(runtime, "exit");
    expect(code).toBe(1);
  } finally {
    runtime.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  }
});
