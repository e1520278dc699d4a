import { InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "@/tests/start-cloud";
import { readTraffic } from "./read-traffic";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  for (const name of ["called", "idle"]) await cloud.createFunction(name);
});
afterAll(() => cloud.stop());

test("what was called is traffic as soon as its minute is over, and nothing is kept", async () => {
  for (let call = 0; call < 3; call += 1)
    await cloud.clients.lambda.send(new InvokeCommand({ FunctionName: "called" }));
  const read = () =>
    readTraffic(
      cloud.connection,
      { names: ["called", "idle"], window: "3h", init: true },
      Date.now() + 60_000,
    );
  const { functions, length, problems } = await read();
  expect(problems).toEqual([]);
  expect(length).toBe(180);
  const [called, idle] = functions;
  const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
  expect(sum(called!.invocations)).toBe(3);
  expect(sum(called!.throttles)).toBe(0);
  expect(Math.max(...called!.concurrency)).toBe(1);
  expect(called!.duration!.averageSeconds * 3).toBeCloseTo(sum(called!.busySeconds), 4);
  expect(called!.init!.samples).toBe(1);
  expect(idle).toMatchObject({ name: "idle", duration: null, init: null });
  expect(sum(idle!.invocations)).toBe(0);

  await cloud.clients.lambda.send(new InvokeCommand({ FunctionName: "called" }));
  expect(sum((await read()).functions[0]!.invocations)).toBe(4);
});
