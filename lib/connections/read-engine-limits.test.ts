import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { describeLimits, type EngineLimits } from "@/lib/model/engine-limits";
import { readEngineLimits } from "./read-engine-limits";

const limits: EngineLimits = {
  cpu: "signals",
  memory: "sampled",
  processes: "cgroup",
  isolation: "namespace",
};

let stop = () => {};
afterEach(() => stop());

async function serve(body: string): Promise<string> {
  const server = createServer((request, response) =>
    response.end(request.url === "/_lambdeck/health" ? body : "{}"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = () => server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("the engine's health says by what means limits are kept", async () => {
  const endpoint = await serve(JSON.stringify({ status: "ok", version: "1", limits }));
  expect(await readEngineLimits({ kind: "local", endpoint })).toEqual({ limits });
  expect(describeLimits(limits)).toBe(
    "The local engine keeps to this share, by stopping and continuing the processes. Memory is measured ten times a second.",
  );
});

test("nothing is known of other endpoints, other answers and dead engines", async () => {
  const endpoint = await serve(JSON.stringify({ status: "ok", limits: { cpu: "magic" } }));
  expect(await readEngineLimits({ kind: "endpoint", endpoint })).toEqual({ limits: null });
  expect(await readEngineLimits({ kind: "profile" })).toEqual({ limits: null });
  expect(await readEngineLimits({ kind: "local", endpoint })).toEqual({ limits: null });
  stop();
  expect(await readEngineLimits({ kind: "local", endpoint })).toEqual({ limits: null });
});
