import { normalQuantile } from "./normal-quantile";
import type { ServiceTimeSpec } from "./scenario";

/**
 * How long a request takes, as its quantile function: the same uniform number gives a warm and a cold time of
 * the same rank, and the same request the same time under every setting that is compared.
 */
export interface ServiceTime {
  /** Seconds for a uniform number in (0, 1). */
  quantile(uniform: number): number;
  readonly meanSeconds: number;
}

const normalP99 = normalQuantile(0.99);

/** The largest p99 that a lognormal distribution of this mean can have. */
export function largestP99(meanSeconds: number): number {
  return meanSeconds * Math.exp((normalP99 * normalP99) / 2);
}

/** Turns a checked specification into its quantile function. */
export function createServiceTime(spec: ServiceTimeSpec): ServiceTime {
  switch (spec.distribution) {
    case "constant":
      return new Constant(spec.meanSeconds);
    case "exponential":
      return new Exponential(spec.meanSeconds);
    case "empirical":
      return new Empirical(Float64Array.from(spec.values).sort());
    case "lognormal": {
      if (spec.p50Seconds !== undefined) {
        const sigma = Math.log(spec.p99Seconds / spec.p50Seconds) / normalP99;
        return new Lognormal(Math.log(spec.p50Seconds), sigma);
      }
      // ln(p99 / mean) = z sigma - sigma^2 / 2 has two solutions; the larger one is a needle with a far tail.
      const ratio = Math.log(spec.p99Seconds / spec.meanSeconds);
      const sigma = normalP99 - Math.sqrt(Math.max(0, normalP99 * normalP99 - 2 * ratio));
      return new Lognormal(Math.log(spec.meanSeconds) - (sigma * sigma) / 2, sigma);
    }
  }
}

class Constant implements ServiceTime {
  constructor(readonly meanSeconds: number) {}

  quantile(): number {
    return this.meanSeconds;
  }
}

class Exponential implements ServiceTime {
  constructor(readonly meanSeconds: number) {}

  quantile(uniform: number): number {
    return -Math.log(1 - uniform) * this.meanSeconds;
  }
}

class Lognormal implements ServiceTime {
  constructor(
    private readonly mu: number,
    private readonly sigma: number,
  ) {}

  get meanSeconds(): number {
    return Math.exp(this.mu + (this.sigma * this.sigma) / 2);
  }

  quantile(uniform: number): number {
    return Math.exp(this.mu + this.sigma * normalQuantile(uniform));
  }
}

/** Each measured value as likely as every other. */
class Empirical implements ServiceTime {
  constructor(private readonly sorted: Float64Array) {}

  get meanSeconds(): number {
    return this.sorted.reduce((sum, value) => sum + value, 0) / this.sorted.length;
  }

  quantile(uniform: number): number {
    return this.sorted[Math.floor(uniform * this.sorted.length)]!;
  }
}
