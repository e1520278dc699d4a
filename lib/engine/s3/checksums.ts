import { createHash } from "node:crypto";
import { invalidRequest } from "./errors.ts";

/** A checksum that is fed piece by piece; `digest` is base64, as S3's headers have it. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  digest(): string;
}

export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "CRC64NVME" | "SHA1" | "SHA256";

export const checksumAlgorithms = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;

/** The members of the SDK's shapes: ChecksumCRC32 and so on. */
export const checksumMember = (algorithm: ChecksumAlgorithm) => `Checksum${algorithm}` as const;

export const checksumHeader = (algorithm: ChecksumAlgorithm): string =>
  `x-amz-checksum-${algorithm.toLowerCase()}`;

export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  switch (algorithm) {
    case "CRC32":
      return crc32(crc32Table);
    case "CRC32C":
      return crc32(crc32cTable);
    case "CRC64NVME":
      return crc64();
    case "SHA1":
    case "SHA256": {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest("base64") };
    }
  }
}

/** The algorithm of a name in a header; the ones of 2026 beyond these five are refused. */
export function readAlgorithm(name: string): ChecksumAlgorithm {
  const known = checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase());
  if (!known)
    throw invalidRequest(
      `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${checksumAlgorithms.join(", ")}]`,
    );
  return known;
}

// Eight tables let the loop take eight bytes a step, several times as fast as one by one.
const crc32Table = slicedTables(0xedb88320);
const crc32cTable = slicedTables(0x82f63b78);

function slicedTables(polynomial: number): Uint32Array[] {
  const tables = Array.from({ length: 8 }, () => new Uint32Array(256));
  const [first = new Uint32Array(256)] = tables;
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    first[byte] = value >>> 0;
  }
  for (let slice = 1; slice < 8; slice++)
    for (let byte = 0; byte < 256; byte++) {
      const before = tables[slice - 1]?.[byte] ?? 0;
      const table = tables[slice];
      if (table) table[byte] = ((before >>> 8) ^ (first[before & 0xff] ?? 0)) >>> 0;
    }
  return tables;
}

function crc32(tables: readonly Uint32Array[]): RunningChecksum {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  let crc = 0xffffffff;
  return {
    update(bytes) {
      const at = bytes as { readonly [index: number]: number } & Uint8Array;
      let value = crc;
      let index = 0;
      for (const end = bytes.length - 7; index < end; index += 8) {
        value ^=
          (at[index] ?? 0) |
          ((at[index + 1] ?? 0) << 8) |
          ((at[index + 2] ?? 0) << 16) |
          ((at[index + 3] ?? 0) << 24);
        value =
          (t7[value & 0xff] ?? 0) ^
          (t6[(value >>> 8) & 0xff] ?? 0) ^
          (t5[(value >>> 16) & 0xff] ?? 0) ^
          (t4[value >>> 24] ?? 0) ^
          (t3[at[index + 4] ?? 0] ?? 0) ^
          (t2[at[index + 5] ?? 0] ?? 0) ^
          (t1[at[index + 6] ?? 0] ?? 0) ^
          (t0[at[index + 7] ?? 0] ?? 0);
      }
      for (; index < bytes.length; index++)
        value = (value >>> 8) ^ (t0[(value ^ (at[index] ?? 0)) & 0xff] ?? 0);
      crc = value;
    },
    digest() {
      const result = Buffer.alloc(4);
      result.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
      return result.toString("base64");
    },
  };
}

/** CRC-64/NVME in two halves, since JavaScript's integers end at 32 bits. */
const crc64Tables = (() => {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  const polynomial = 0x9a6c9329ac4bc9b5n;
  for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    high[byte] = Number(value >> 32n);
    low[byte] = Number(value & 0xffffffffn);
  }
  return { high, low };
})();

function crc64(): RunningChecksum {
  const { high: highTable, low: lowTable } = crc64Tables;
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(bytes) {
      let h = high;
      let l = low;
      for (let index = 0; index < bytes.length; index++) {
        const entry = (l ^ (bytes[index] ?? 0)) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ (lowTable[entry] ?? 0);
        h = (h >>> 8) ^ (highTable[entry] ?? 0);
      }
      high = h;
      low = l;
    },
    digest() {
      const result = Buffer.alloc(8);
      result.writeUInt32BE(~high >>> 0, 0);
      result.writeUInt32BE(~low >>> 0, 4);
      return result.toString("base64");
    },
  };
}
