import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { listen, startDashboard } from "./start-dashboard";

const folder = mkdtempSync(join(tmpdir(), "lambdeck-start-"));
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => rmSync(folder, { recursive: true }));

test("only the loopback address is listened on", async () => {
  const server = await listen((_request, response) => response.end(), 4355);
  expect((server.address() as AddressInfo).address).toBe("127.0.0.1");
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((found) => found?.family === "IPv4" && !found.internal);
  for (const other of others)
    await expect(fetch(`http://${other!.address}:4355/`)).rejects.toThrow();
  await new Promise((resolve) => server.close(resolve));
});

test("a port in use is said before anything is loaded", async () => {
  vi.stubEnv("LAMBDECK_HOME", join(folder, "home"));
  const other = createServer().listen(4356, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  await expect(startDashboard({ port: 4356, token: "t" })).rejects.toThrow(
    /^port 4356 is in use; .*--port/,
  );
  await new Promise((resolve) => other.close(resolve));
});

test("an endpoint that cannot be used is said at the start", async () => {
  vi.stubEnv("LAMBDECK_HOME", join(folder, "home"));
  vi.stubEnv("LAMBDECK_ENDPOINT", "127.0.0.1:4566");
  await expect(startDashboard({ port: 4356, token: "t" })).rejects.toThrow(
    /LAMBDECK_ENDPOINT|endpoint/,
  );
});

test("the token does not stay in the environment", async () => {
  vi.stubEnv("LAMBDECK_HOME", join(folder, "home"));
  vi.stubEnv("LAMBDECK_TOKEN", "secret-token-0123456789");
  vi.stubEnv("LAMBDECK_ENDPOINT", "nonsense");
  await startDashboard({ port: 4356, token: "t" }).catch(() => {});
  expect(process.env.LAMBDECK_TOKEN).toBeUndefined();
});

test("pages that are not built are said, and the port is free again", async () => {
  vi.stubEnv("LAMBDECK_HOME", join(folder, "home"));
  const empty = mkdtempSync(join(tmpdir(), "lambdeck-empty-"));
  await expect(startDashboard({ port: 4356, token: "t", dir: empty })).rejects.toThrow();
  const server = await listen(() => {}, 4356);
  await new Promise((resolve) => server.close(resolve));
  rmSync(empty, { recursive: true });
});

test("a data folder that is not one is said with its name", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  vi.stubEnv("LAMBDECK_HOME", file);
  // The store of the tests before is open in this process.
  Reflect.deleteProperty(globalThis, Symbol.for("lambdeck.database"));
  await expect(startDashboard({ port: 4356, token: "t" })).rejects.toThrow(
    `cannot write to the data folder ${file}`,
  );
});
