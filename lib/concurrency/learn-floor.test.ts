import { afterAll, beforeAll, expect, test } from "vitest";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { readFunctionConcurrency } from "./read-function-concurrency";
import { setReservedConcurrency } from "./set-reserved-concurrency";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud({ accountConcurrencyLimit: 300, unreservedConcurrencyFloor: 150 });
  await cloud.createFunction("f");
});
afterAll(() => cloud.stop());

test("an account that keeps more than 100 is believed once AWS has said so", async () => {
  const set = (reservedConcurrency: number) =>
    setReservedConcurrency(cloud.connection, { functionName: "f", reservedConcurrency });
  await expect(set(200)).rejects.toThrow("below its minimum value of [150]");
  const { account, allowed } = await readFunctionConcurrency(cloud.connection, "f");
  expect(account?.floor).toBe(150);
  expect(allowed?.reserved.max).toBe(150);
  expect((await problemOf(set(151))).detail).toContain("AWS keeps 150 of the account's 300");
  await set(150);
});
