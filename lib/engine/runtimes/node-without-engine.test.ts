import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bootstrap = fileURLToPath(new URL("node/bootstrap.cjs", import.meta.url));

test("a runtime whose engine was killed ends, though nobody reads its log any more", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-orphan-"));
  writeFileSync(join(folder, "index.js"), "exports.handler = async () => 1;");
  const engine = createServer().listen(0, "127.0.0.1");
  await once(engine, "listening");
  const runtime = spawn(process.execPath, [bootstrap], {
    stdio: ["pipe", "ignore", "ignore", "pipe"],
  });
  try {
    runtime.stdin?.end(
      JSON.stringify({
        environment: {
          AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(engine.address() as AddressInfo).port}`,
          _LAMBDA_TELEMETRY_LOG_FD: "3",
          _HANDLER: "index.handler",
        },
        workingDir: folder,
        mounts: [],
      }),
    );
    const [connection] = await once(engine, "connection");
    runtime.stdio[3]?.destroy();
    connection.destroy();
    const [code] = await once(runtime, "exit");
    expect(code).toBe(1);
  } finally {
    runtime.kill("SIGKILL");
    engine.close();
    rmSync(folder, { recursive: true });
  }
});
