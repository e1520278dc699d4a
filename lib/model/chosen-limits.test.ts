import { describe, expect, it } from "vitest";
import {
  changesTo,
  isRefused,
  limitsNow,
  provisionedOf,
  provisionedRange,
  reservedRange,
  unreservedLeft,
  withProvisioned,
  withProvisionedTotal,
} from "./chosen-limits";
import type { FunctionConcurrency } from "./concurrency-limits";

const ready = { available: 0, status: "READY" as const };
const concurrency: FunctionConcurrency = {
  reservedConcurrency: 120,
  provisioned: [
    { qualifier: "live", requested: 20, allocated: 20, ...ready },
    { qualifier: "7", requested: 5, allocated: 5, ...ready },
  ],
  account: { limit: 1000, unreserved: 230, floor: 100 },
  problems: [],
};
const queues = [{ mappingId: "m1", queueName: "orders", maximum: 8 }];
const now = limitsNow("checkout", concurrency, queues);

describe("the limits somebody would have", () => {
  it("begin as AWS has them", () => {
    expect(now).toEqual({
      name: "checkout",
      reserved: 120,
      provisioned: [
        { qualifier: "live", requested: 20 },
        { qualifier: "7", requested: 5 },
      ],
      queues,
    });
  });

  it("take, change and drop provisioned concurrency of one alias or version", () => {
    expect(provisionedOf(withProvisioned(now, "live", 40), "live")).toBe(40);
    expect(provisionedOf(withProvisioned(now, "live", null), "live")).toBeNull();
    expect(provisionedOf(withProvisioned(now, "8", 1), "8")).toBe(1);
  });

  it("reach another total by one alias, which then has the rest or none", () => {
    expect(withProvisionedTotal(now, "live", 45).provisioned).toEqual([
      { qualifier: "live", requested: 40 },
      { qualifier: "7", requested: 5 },
    ]);
    expect(withProvisionedTotal(now, "live", 3).provisioned).toEqual([
      { qualifier: "7", requested: 5 },
    ]);
  });

  it("leave so much to functions without a reservation", () => {
    expect(unreservedLeft(concurrency, { ...now, reserved: 200 })).toEqual({
      now: 230,
      after: 150,
    });
    expect(unreservedLeft(concurrency, { ...now, reserved: null })?.after).toBe(350);
  });

  it("become changes of what AWS has, for what differs from the plan only", () => {
    const planned = withProvisioned({ ...now, reserved: 150 }, "live", 30);
    const chosen = withProvisioned(
      withProvisioned({ ...planned, reserved: 200 }, "live", 20),
      "7",
      null,
    );
    expect(changesTo(now, planned, chosen)).toEqual([
      { kind: "reserved", functionName: "checkout", before: 120, after: 200 },
      // Back to what AWS has: the plan drops it.
      { kind: "provisioned", functionName: "checkout", qualifier: "live", before: 20, after: 20 },
      { kind: "provisioned", functionName: "checkout", qualifier: "7", before: 5, after: null },
    ]);
    expect(changesTo(now, planned, planned)).toEqual([]);
  });
});

describe("the ranges AWS would accept", () => {
  it("end where the floor of the account is reached, and begin at what is provisioned", () => {
    expect(reservedRange(concurrency, now)).toMatchObject({ min: 25, max: 250 });
    expect(reservedRange(concurrency, withProvisioned(now, "7", null))).toMatchObject({ min: 20 });
  });

  it("give provisioned concurrency what the chosen reservation leaves to it", () => {
    expect(provisionedRange(concurrency, now, "live")).toMatchObject({ min: 1, max: 115 });
    expect(provisionedRange(concurrency, { ...now, reserved: 40 }, "live")?.max).toBe(35);
  });

  it("without a reservation take it from the pool, to which the reservation returned", () => {
    expect(provisionedRange(concurrency, { ...now, reserved: null }, "live")?.max).toBe(245);
  });

  it("are not known without the account's numbers", () => {
    expect(reservedRange({ ...concurrency, account: undefined }, now)).toBeUndefined();
    expect(provisionedRange({ ...concurrency, account: undefined }, now, "7")).toBeUndefined();
  });
});

describe("isRefused", () => {
  it("looks at what is changed only, each within its range", () => {
    expect(isRefused(concurrency, now, now)).toBe(false);
    expect(isRefused(concurrency, now, { ...now, reserved: 250 })).toBe(false);
    expect(isRefused(concurrency, now, { ...now, reserved: 251 })).toBe(true);
    expect(isRefused(concurrency, now, { ...now, reserved: 24 })).toBe(true);
    expect(isRefused(concurrency, now, withProvisioned(now, "live", 116))).toBe(true);
    expect(isRefused(concurrency, now, withProvisioned(now, "live", 115))).toBe(false);
  });

  it("counts an empty field as refused", () => {
    expect(isRefused(concurrency, now, { ...now, reserved: Number.NaN })).toBe(true);
  });
});
