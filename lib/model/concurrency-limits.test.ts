import { describe, expect, it } from "vitest";
import { allowedProvisioned, allowedReserved, floorFromRefusal } from "./concurrency-limits";

const account = { limit: 1000, unreserved: 600, floor: 100 };

describe("allowedReserved", () => {
  it("leaves the floor and counts the function's own reservation back in", () => {
    expect(allowedReserved(account, null, 0)).toMatchObject({ min: 0, max: 500 });
    expect(allowedReserved(account, 200, 0)).toMatchObject({ min: 0, max: 700 });
  });

  it("does not go below what is provisioned", () => {
    expect(allowedReserved(account, 50, 20)).toMatchObject({ min: 20, max: 550 });
  });

  it("allows nothing when the pool is at its floor", () => {
    expect(allowedReserved({ limit: 10, unreserved: 10, floor: 10 }, null, 0).max).toBe(0);
  });
});

describe("allowedProvisioned", () => {
  it("comes out of the reservation where there is one", () => {
    expect(allowedProvisioned(account, 50, 20)).toMatchObject({ min: 1, max: 30 });
  });

  it("comes out of the unreserved pool above the floor otherwise", () => {
    expect(allowedProvisioned(account, null, 100)).toMatchObject({ min: 1, max: 400 });
  });
});

describe("floorFromRefusal", () => {
  it("reads the number AWS names", () => {
    expect(
      floorFromRefusal(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [50].",
      ),
    ).toBe(50);
    expect(floorFromRefusal("Rate exceeded")).toBeUndefined();
  });
});
