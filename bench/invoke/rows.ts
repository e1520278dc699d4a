export interface Row {
  what: string;
  value: number | string;
  unit: "calls/s" | "messages/s" | "ms" | "ms CPU" | "MiB" | "";
  floor: string;
  floorValue: number | string;
  ratio: number | string;
}

export function figures(value: number, floorValue: number, unit: Row["unit"]) {
  return {
    value: round(value),
    unit,
    floorValue: round(floorValue),
    ratio: round(value / floorValue),
  };
}

/** A row that could not be measured, and why. */
export function missing(what: string, floor: string, reason: string): Row {
  return { what, value: "-", unit: "", floor: `${floor}: ${reason}`, floorValue: "-", ratio: "-" };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export async function milliseconds(act: () => Promise<void> | void): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}

const round = (figure: number) => Math.round(figure * 100) / 100;
