/**
 * List prices of AWS Lambda in USD, first tier, without free tier or discounts.
 * Source: AWS Price List API (offer of 19 Sep 2026) and aws.amazon.com/lambda/pricing.
 */
export type Architecture = "x86_64" | "arm64";

interface Rates {
  gbSecond: number;
  provisionedGbSecond: number;
  provisionedDurationGbSecond: number;
}

const usEast1: Record<Architecture, Rates> = {
  x86_64: {
    gbSecond: 0.0000166667,
    provisionedGbSecond: 0.0000041667,
    provisionedDurationGbSecond: 0.0000097222,
  },
  arm64: {
    gbSecond: 0.0000133334,
    provisionedGbSecond: 0.0000033334,
    provisionedDurationGbSecond: 0.0000077778,
  },
};

/** On-demand GB-second of x86_64 in the regions known to differ from us-east-1. */
const x86GbSecond: Record<string, number> = {
  "af-south-1": 0.0000221,
  "ap-east-1": 0.00002292,
  "eu-south-1": 0.0000195172,
  "me-south-1": 0.0000206667,
};

const requestUsd = 0.0000002;
const storageGbSecond = 0.0000000309;
const freeStorageMb = 512;

export interface Cost {
  /** Billed time times memory, with the /tmp storage above 512 MB. */
  durationUsd: number;
  requestUsd: number;
  totalUsd: number;
}

export interface BilledSize {
  memoryMb: number;
  architecture: Architecture;
  region: string;
  ephemeralStorageMb?: number;
}

/** List price of `count` on-demand invocations that were billed `billedMs` altogether. */
export function invocationCost(size: BilledSize, billedMs: number, count = 1): Cost {
  const durationUsd = billedUsd(size, billedMs, gbSecondUsd(size));
  const requests = count * requestUsd;
  return { durationUsd, requestUsd: requests, totalUsd: durationUsd + requests };
}

/** List price of keeping `count` environments provisioned for `seconds`, without the calls they serve. */
export function provisionedCostUsd(size: BilledSize, count: number, seconds: number): number {
  return (
    count *
    seconds *
    (size.memoryMb / 1024) *
    usEast1[size.architecture].provisionedGbSecond *
    regionalFactor(size)
  );
}

/** List price of the calls that provisioned environments serve, billed `billedMs` altogether, without requests. */
export function provisionedDurationUsd(size: BilledSize, billedMs: number): number {
  const rate = usEast1[size.architecture].provisionedDurationGbSecond * regionalFactor(size);
  return billedUsd(size, billedMs, rate);
}

/** Which region's list price is used: some regions cost more than us-east-1. */
export function priceRegion(size: Pick<BilledSize, "architecture" | "region">): string {
  return size.architecture === "x86_64" && size.region in x86GbSecond ? size.region : "us-east-1";
}

function billedUsd(size: BilledSize, billedMs: number, gbSecond: number): number {
  const storageGb = Math.max(0, (size.ephemeralStorageMb ?? freeStorageMb) - freeStorageMb) / 1024;
  return (billedMs / 1000) * ((size.memoryMb / 1024) * gbSecond + storageGb * storageGbSecond);
}

function regionalFactor(size: BilledSize): number {
  return gbSecondUsd(size) / usEast1[size.architecture].gbSecond;
}

function gbSecondUsd({ architecture, region }: BilledSize): number {
  const regional = architecture === "x86_64" ? x86GbSecond[region] : undefined;
  return regional ?? usEast1[architecture].gbSecond;
}
