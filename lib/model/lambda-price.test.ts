import { describe, expect, it } from "vitest";
import { invocationCost, priceRegion, provisionedCostUsd } from "@/lib/model/lambda-price";

const x86 = { memoryMb: 1024, architecture: "x86_64", region: "eu-west-1" } as const;

describe("invocationCost", () => {
  it("is GB times billed seconds times the rate, plus the request", () => {
    const cost = invocationCost(x86, 1000);
    expect(cost.durationUsd).toBeCloseTo(0.0000166667, 12);
    expect(cost.requestUsd).toBe(0.0000002);
    expect(cost.totalUsd).toBeCloseTo(0.0000168667, 12);
  });

  it("costs a fifth less on arm64", () => {
    const arm = invocationCost({ ...x86, architecture: "arm64" }, 498);
    expect(arm.durationUsd).toBeCloseTo(0.498 * 0.0000133334, 12);
  });

  it("counts every request and the whole billed time of many calls", () => {
    expect(invocationCost(x86, 0, 1_000_000).totalUsd).toBeCloseTo(0.2, 9);
    expect(invocationCost({ ...x86, memoryMb: 128 }, 8_000, 3).durationUsd).toBeCloseTo(
      0.0000166667,
      12,
    );
  });

  it("charges /tmp only above 512 MB", () => {
    const plain = invocationCost(x86, 1000).durationUsd;
    expect(invocationCost({ ...x86, ephemeralStorageMb: 512 }, 1000).durationUsd).toBe(plain);
    expect(
      invocationCost({ ...x86, ephemeralStorageMb: 512 + 1024 }, 1000).durationUsd - plain,
    ).toBeCloseTo(0.0000000309, 13);
  });

  it("uses the dearer regions' rates where they are known", () => {
    expect(invocationCost({ ...x86, region: "af-south-1" }, 1000).durationUsd).toBeCloseTo(
      0.0000221,
      12,
    );
    expect(priceRegion({ architecture: "x86_64", region: "af-south-1" })).toBe("af-south-1");
    expect(priceRegion({ architecture: "arm64", region: "af-south-1" })).toBe("us-east-1");
  });
});

describe("provisionedCostUsd", () => {
  it("is the reserved time of every environment", () => {
    expect(provisionedCostUsd(x86, 10, 3600)).toBeCloseTo(10 * 3600 * 0.0000041667, 9);
  });
});
