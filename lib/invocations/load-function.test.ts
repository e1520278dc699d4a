import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSchema } from "@/lib/model/load-schema";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { checkLoad, loadFunction } from "./load-function";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.createFunction("echo", { MemorySize: 1024, Timeout: 3 });
});
afterAll(() => cloud.stop());

const load = loadSchema.parse({ traffic: { kind: "callers", callers: 3 }, maximumCalls: 30 });

test("on a real account nobody sends a load without agreeing to its cost", async () => {
  const account = { ...cloud.connection, kind: "profile" as const };
  expect(await problemOf(checkLoad(account, "echo", load, false))).toMatchObject({
    kind: "invalid",
    field: "confirmed",
    detail: expect.stringMatching(/about 30 calls for about \$0\.0\d+, at most \$0\.0\d+/),
  });
  await checkLoad(account, "echo", load, true);
  await checkLoad(cloud.connection, "echo", load, false);
});

test("a locked connection and a function that is not there are told before anything is sent", async () => {
  const locked = { ...cloud.connection, writable: false };
  expect(await problemOf(checkLoad(locked, "echo", load, true))).toMatchObject({
    kind: "read-only",
  });
  expect(await problemOf(checkLoad(cloud.connection, "nobody", load, true))).toMatchObject({
    kind: "not-found",
    title: "Could not read the function nobody",
  });
});

test("every call really runs, the first ones cold, and is followed to the end", async () => {
  const { result, points } = await loadFunction(cloud.connection, "echo", load, { seed: 1 });
  expect(result).toMatchObject({ state: "done", sent: 30, answered: 30, withoutReport: 0 });
  expect(result.outcomes.cold.calls).toBe(result.coldStarts);
  expect(result.coldStarts).toBeGreaterThanOrEqual(1);
  expect(result.coldStarts).toBeLessThanOrEqual(3);
  expect(points.every(({ ranMs, latencyMs }) => ranMs! > 0 && ranMs! <= latencyMs + 1)).toBe(true);
});
