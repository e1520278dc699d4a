import { expect, test } from "vitest";
import { ServiceError } from "../http/service.ts";
import type { ProvisionedConfig } from "../lambda/function-version.ts";
import { defaultSettings } from "../settings.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { type LeaseRequest, Leases } from "./lease.ts";

const region = "us-east-1";

function leasesWith(options: {
  reserved?: Record<string, number>;
  provisioned?: Record<string, number>;
  accountLimit?: number;
}) {
  const clock = new ManualClock();
  const { reserved = {}, provisioned = {} } = options;
  const configs = Object.entries(provisioned).map(
    ([functionName, requested]): ProvisionedConfig => ({
      functionName,
      qualifier: "live",
      version: "1",
      requested,
      lastModifiedMs: 0,
    }),
  );
  const limits = {
    reservedConcurrency: (_region: string, name: string) => reserved[name] ?? null,
    totalReserved: () => Object.values(reserved).reduce((sum, units) => sum + units, 0),
    provisionedConfigs: () => configs,
  };
  const settings = { ...defaultSettings, accountConcurrencyLimit: options.accountLimit ?? 1000 };
  const leases = new Leases(limits, settings, clock);
  const acquire = (functionName: string, request: Partial<LeaseRequest> = {}) =>
    leases.acquire({
      region,
      functionName,
      qualifier: undefined,
      provisionedFree: 0,
      provisionedAllocated: 0,
      rateLimited: true,
      ...request,
    });
  return { leases, acquire, clock };
}

/** The reason of the refusal, or "runs". */
function outcome(act: () => unknown): unknown {
  try {
    act();
    return "runs";
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    expect(error.code).toBe("TooManyRequestsException");
    expect(error.status).toBe(429);
    expect(error.message).toBe("Rate Exceeded.");
    expect(error.fields).toMatchObject({ Type: "User", retryAfterSeconds: "1" });
    return error.fields.Reason;
  }
}

test("a reservation runs as many as it has, whatever else is free", () => {
  const { leases, acquire } = leasesWith({ reserved: { f: 5 } });
  const outcomes = Array.from({ length: 20 }, () => outcome(() => acquire("f")));
  expect(outcomes.filter((one) => one === "runs")).toHaveLength(5);
  expect(new Set(outcomes.slice(5))).toEqual(
    new Set(["ReservedFunctionConcurrentInvocationLimitExceeded"]),
  );
  expect(leases.running(region, "f")).toBe(5);
});

test("a released lease can be taken again, and released once only", () => {
  const { acquire } = leasesWith({ reserved: { f: 1 } });
  const lease = acquire("f");
  expect(outcome(() => acquire("f"))).toMatch(/^Reserved/);
  lease.release();
  expect(outcome(() => acquire("f"))).toBe("runs");
  expect(() => lease.release()).toThrow("twice");
});

test("a reservation of zero throttles everything", () => {
  const { acquire } = leasesWith({ reserved: { f: 0 } });
  expect(outcome(() => acquire("f"))).toBe("ReservedFunctionConcurrentInvocationLimitExceeded");
});

test("functions without a reservation share what the reserved and provisioned ones leave", () => {
  const { leases, acquire } = leasesWith({
    accountLimit: 10,
    reserved: { r: 4 },
    provisioned: { p: 3 },
  });
  expect(["a", "b", "c"].map((name) => outcome(() => acquire(name)))).toEqual([
    "runs",
    "runs",
    "runs",
  ]);
  expect(outcome(() => acquire("d"))).toBe("ConcurrentInvocationLimitExceeded");
  expect(outcome(() => acquire("r"))).toBe("runs");
  expect(leases.region(region)).toEqual({ concurrent: 4, unreserved: 3, claimed: 10 });
});

test("provisioned capacity comes first and does not use the shared pool", () => {
  const { leases, acquire } = leasesWith({ accountLimit: 3, provisioned: { p: 2 } });
  const provisioned = { qualifier: "live", provisionedFree: 1, provisionedAllocated: 2 };
  expect(acquire("p", provisioned).kind).toBe("provisioned");
  expect(leases.region(region)).toEqual({ concurrent: 1, unreserved: 0, claimed: 2 });
  const spilled = acquire("p", { ...provisioned, provisionedFree: 0 });
  expect(spilled.kind).toBe("on-demand");
  expect(leases.region(region)).toEqual({ concurrent: 2, unreserved: 1, claimed: 3 });
});

test("a reservation that is provisioned whole leaves nothing for $LATEST", () => {
  const { acquire } = leasesWith({ reserved: { f: 2 }, provisioned: { f: 2 } });
  expect(outcome(() => acquire("f"))).toBe("ReservedFunctionConcurrentInvocationLimitExceeded");
  const provisioned = { qualifier: "live", provisionedFree: 2, provisionedAllocated: 2 };
  expect(outcome(() => acquire("f", provisioned))).toBe("runs");
});

test("ten requests a second for each unit, refilled as time passes", async () => {
  const { acquire, clock } = leasesWith({ reserved: { f: 1 } });
  const short = () => outcome(() => acquire("f").release());
  const first = Array.from({ length: 11 }, short);
  expect(first.slice(0, 10).every((one) => one === "runs")).toBe(true);
  expect(first[10]).toBe("ReservedFunctionInvocationRateLimitExceeded");
  await clock.advance(100);
  expect([short(), short()]).toEqual(["runs", "ReservedFunctionInvocationRateLimitExceeded"]);
});

test("the account's rate is shared by all functions without a reservation", () => {
  const { acquire } = leasesWith({ accountLimit: 2, reserved: { r: 1 } });
  const short = (name: string) => outcome(() => acquire(name).release());
  expect(Array.from({ length: 20 }, (_, i) => short(`f${i}`))).toEqual(Array(20).fill("runs"));
  expect(short("g")).toBe("FunctionInvocationRateLimitExceeded");
  expect(short("r")).toBe("runs");
});

test("asynchronous events are not limited in rate, and provisioned units spill over above it", () => {
  const { acquire } = leasesWith({ reserved: { f: 1 } });
  const short = () => outcome(() => acquire("f", { rateLimited: false }).release());
  expect(Array.from({ length: 30 }, short).every((one) => one === "runs")).toBe(true);
  const spill = leasesWith({ provisioned: { p: 1 } });
  const kinds = Array.from({ length: 11 }, () => {
    const lease = spill.acquire("p", {
      qualifier: "live",
      provisionedFree: 1,
      provisionedAllocated: 1,
    });
    lease.release();
    return lease.kind;
  });
  expect(kinds.slice(0, 10)).toEqual(Array(10).fill("provisioned"));
  expect(kinds[10]).toBe("on-demand");
});
