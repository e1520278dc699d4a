/**
 * The X-Ray header a function sees: the caller's, or a new trace. Without a daemon nothing is sent
 * anywhere; Active tracing only marks new traces as sampled.
 */
export function traceHeader(
  given: string | undefined,
  mode: "Active" | "PassThrough",
  nowMs: number,
  random: () => number,
): string {
  if (given) return given;
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join("");
  const seconds = Math.floor(nowMs / 1000).toString(16);
  const sampled = mode === "Active" ? 1 : 0;
  return `Root=1-${seconds}-${digits(24)};Parent=${digits(16)};Sampled=${sampled}`;
}
