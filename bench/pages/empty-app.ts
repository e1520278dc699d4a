import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "../../tests/program/start-program";

const next = resolve("node_modules/next/dist/bin/next");

/** Builds and starts an empty Next app with the project's own Next: the floor for what pages cost. */
export async function startEmptyApp(): Promise<{ address: string; stop(): void }> {
  const dir = mkdtempSync(join(tmpdir(), "lambdeck-empty-app-"));
  mkdirSync(join(dir, "app"));
  writeFileSync(join(dir, "package.json"), '{"private":true,"type":"module"}');
  writeFileSync(
    join(dir, "app/layout.js"),
    'export default ({ children }) => <html lang="en"><body>{children}</body></html>;',
  );
  writeFileSync(join(dir, "app/page.js"), "export default () => <main><h1>Empty</h1></main>;");
  // Turbopack takes the folder of node_modules for the root, so the app borrows the packages by a link.
  symlinkSync(resolve("node_modules"), join(dir, "node_modules"));
  const built = spawnSync(process.execPath, [next, "build", "--webpack"], {
    cwd: dir,
    encoding: "utf8",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (built.status !== 0)
    throw new Error(`the empty app was not built:\n${built.stdout}${built.stderr}`);
  const port = await freePort();
  const child = spawn(process.execPath, [next, "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: dir,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((ready) =>
    child.stdout.on("data", (text: Buffer) => text.includes("Ready") && ready()),
  );
  return {
    address: `http://127.0.0.1:${port}`,
    stop: () => {
      child.kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
