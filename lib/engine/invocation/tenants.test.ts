import { InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions();
});
afterAll(() => engine.stop());

test("environments are used again for the same tenant only, also for queued events", async () => {
  const code = `
    const seen = [];
    exports.handler = async (event, { tenantId }) => {
      seen.push(tenantId);
      console.log(event.queued ? "queued for " + tenantId : "called");
      return seen;
    };`;
  await engine.deploy("isolated", code, { TenancyConfig: { TenantIsolationMode: "PER_TENANT" } });
  const call = async (TenantId: string) => (await engine.call("isolated", {}, { TenantId })).value;
  expect(await call("blue")).toEqual(["blue"]);
  expect(await call("green")).toEqual(["green"]);
  expect(await call("blue")).toEqual(["blue", "blue"]);
  await engine.clients.lambda.send(
    new InvokeCommand({
      FunctionName: "isolated",
      TenantId: "green",
      InvocationType: "Event",
      Payload: JSON.stringify({ queued: true }),
    }),
  );
  await vi.waitFor(
    async () =>
      expect(await engine.logged("isolated")).toContainEqual(
        expect.stringContaining("queued for green"),
      ),
    { timeout: 15_000, interval: 100 },
  );
  expect(await call("green")).toEqual(["green", "green", "green"]);
});
