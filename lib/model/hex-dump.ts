const shownBytes = 4_096;

/** The first 4 KB as offsets, hexadecimal digits and the signs they stand for. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, shownBytes); at += 16) {
    const row = [...bytes.subarray(at, Math.min(at + 16, shownBytes))];
    const digits = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const signs = row
      .map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "."))
      .join("");
    lines.push(`${at.toString(16).padStart(6, "0")}  ${digits.padEnd(47)}  ${signs}`);
  }
  if (bytes.length > shownBytes) lines.push(`... ${bytes.length - shownBytes} bytes more`);
  return lines.join("\n");
}
