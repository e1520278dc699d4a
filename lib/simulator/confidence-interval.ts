import { normalQuantile } from "./normal-quantile";

/** Student's t, two-sided 95 %, for 1 to 9 degrees of freedom. */
const fewDegrees = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157,
];

/** Student's t, two-sided 95 %; beyond the table by its expansion in 1 / degrees (off by less than 0.0001). */
export function studentT95(degrees: number): number {
  const listed = fewDegrees[degrees - 1];
  if (listed !== undefined) return listed;
  const z = normalQuantile(0.975);
  const z2 = z * z;
  return (
    z +
    (z * (z2 + 1)) / (4 * degrees) +
    (z * ((5 * z2 + 16) * z2 + 3)) / (96 * degrees ** 2) +
    (z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / (384 * degrees ** 3)
  );
}

/** The 95 % confidence interval of the mean of independent values that are never negative; null for fewer than two. */
export function interval95(values: readonly number[]): [number, number] | null {
  const count = values.length;
  if (count < 2) return null;
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = studentT95(count - 1) * Math.sqrt(variance / count);
  return [Math.max(0, mean - half), mean + half];
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
