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
  const seconds = Math.floor(nowMs / 1000).toString(16);
  const sampled = mode === "Active" ? 1 : 0;
  return `Root=1-${seconds}-${hex(random, 24)};Parent=${hex(random, 16)};Sampled=${sampled}`;
}

/** Random hexadecimal digits, eight at a time. */
export function hex(random: () => number, digits: number): string {
  let text = "";
  while (text.length < digits)
    text += Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  return text.slice(0, digits);
}
