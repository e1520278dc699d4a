import * as zlib from "node:zlib";

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** For Node.js before 20.15, which has none of its own. */
export function crc32ByTable(bytes: Uint8Array): number {
  let value = -1;
  // An index, not for...of: twenty times as fast.
  for (let i = 0; i < bytes.length; i++)
    value = (table[(value ^ (bytes[i] as number)) & 0xff] as number) ^ (value >>> 8);
  return ~value >>> 0;
}

/** The checksum of zip archives (CRC-32 of ISO 3309). */
export const crc32: (bytes: Uint8Array) => number = zlib.crc32 ?? crc32ByTable;
