import { deflateRawSync } from "node:zlib";
import { crc32 } from "../lambda/crc32.ts";

/** One member of an archive that may say anything about itself. */
export interface OddMember {
  name: string | Uint8Array;
  content?: string | Uint8Array;
  mode?: number;
  method?: number;
  flags?: number;
  crc?: number;
  sizeBytes?: number;
  /** The data as it lies in the archive, packed. */
  packed?: Uint8Array;
  /** Points at another member's place instead of its own. */
  offset?: number;
  /** Sizes and place are told in the 64-bit extra field. */
  wide?: boolean;
}

export interface OddArchive {
  /** What stands before the archive, with offsets that do not count it. */
  prefix?: Uint8Array;
  comment?: Uint8Array;
  count?: number;
  /** Ends with the 64-bit end record. */
  wide?: boolean;
}

/** A zip archive as tests need it: sound, unless a field says otherwise. */
export function packZip(members: readonly OddMember[], archive: OddArchive = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const content = Buffer.from(member.content ?? "");
    const method = member.method ?? 8;
    const packed = member.packed ?? (method === 8 ? deflateRawSync(content) : content);
    const sizeBytes = member.sizeBytes ?? content.length;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(member.flags ?? 0, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(member.crc ?? crc32(content), 10);
    common.writeUInt32LE(member.wide ? 0xffffffff : packed.length, 14);
    common.writeUInt32LE(member.wide ? 0xffffffff : sizeBytes, 18);
    common.writeUInt16LE(name.length, 22);
    const offset = member.offset ?? at;
    const extra = member.wide ? wideExtra(sizeBytes, packed.length, offset) : Buffer.alloc(0);
    common.writeUInt16LE(extra.length, 24);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE((3 << 8) | 20, 4);
    common.copy(entry, 6);
    entry.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 38);
    entry.writeUInt32LE(member.wide ? 0xffffffff : offset, 42);
    directory.push(entry, name, extra);
    const local = [Buffer.from("PK\x03\x04"), common, name, extra, packed];
    parts.push(...local);
    at += sum(local);
  }
  const size = sum(directory);
  const count = archive.count ?? members.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(archive.wide ? 0xffff : count, 8);
  end.writeUInt16LE(archive.wide ? 0xffff : count, 10);
  end.writeUInt32LE(archive.wide ? 0xffffffff : size, 12);
  end.writeUInt32LE(archive.wide ? 0xffffffff : at, 16);
  const comment = archive.comment ?? new Uint8Array();
  end.writeUInt16LE(comment.length, 20);
  const wideEnd = archive.wide ? [wideEndRecord(count, size, at)] : [];
  return Buffer.concat([
    archive.prefix ?? new Uint8Array(),
    ...parts,
    ...directory,
    ...wideEnd,
    end,
    comment,
  ]);
}

function wideExtra(...numbers: number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * numbers.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * numbers.length, 2);
  numbers.forEach((number, i) => extra.writeBigUInt64LE(BigInt(number), 4 + 8 * i));
  return extra;
}

function wideEndRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(offset + size), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

const sum = (parts: readonly Uint8Array[]): number =>
  parts.reduce((bytes, part) => bytes + part.length, 0);
