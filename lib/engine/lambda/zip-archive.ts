import { inflateRaw, inflateRawSync } from "node:zlib";
import { promisify } from "node:util";
import { crc32 } from "./crc32.ts";

/** The archive breaks the format (PKWARE's APPNOTE), or uses a part of it that nobody packs functions with. */
export class ZipError extends Error {}

/** One member of an archive, as its central directory describes it. */
export interface ZipMember {
  name: string;
  /** The Unix mode; 0 where the archive was not made on Unix. */
  mode: number;
  /** As the directory says; `readMember` holds the content to it. */
  sizeBytes: number;
  method: number;
  crc: number;
  /** The packed data. */
  data: Uint8Array;
}

const endSignature = 0x06054b50;
const zip64EndSignature = 0x06064b50;
const zip64LocatorSignature = 0x07064b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const largestCommentBytes = 0xffff;
const stored = 0;
const deflated = 8;
const encryptedFlag = 1;

/**
 * The members of an archive in the order of its central directory, which alone is believed: sizes in
 * local headers may be missing. Nothing is unpacked. Throws ZipError for what is no whole archive, is
 * encrypted or packed by another method than deflate, and where two members share bytes: that is how
 * a small archive holds a large one many times.
 */
export function readMembers(zip: Uint8Array): ZipMember[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const { directoryStart, directoryEnd, count } = findDirectory(view);
  // What stands before the archive (a self-extracting program) shifts all its offsets.
  const members: ZipMember[] = [];
  const extents: [start: number, end: number][] = [];
  let shift: number | undefined;
  let at = directoryStart.actual;
  while (at + 46 <= directoryEnd && view.getUint32(at, true) === directorySignature) {
    shift ??= directoryStart.actual - directoryStart.declared;
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > directoryEnd) throw new ZipError("an entry of the directory is cut off");
    if (flags & encryptedFlag) throw new ZipError("a member is encrypted");
    if (method !== stored && method !== deflated) throw new ZipError("a member is packed oddly");
    const { sizeBytes, packedBytes, offset } = readExtent(view, at, nameEnd, extraEnd);
    const start = offset + shift;
    if (start + 30 > directoryStart.actual || view.getUint32(start, true) !== localSignature)
      throw new ZipError("a member is not where the directory says");
    const dataStart =
      start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    const dataEnd = dataStart + packedBytes;
    if (dataEnd > directoryStart.actual) throw new ZipError("a member is cut off");
    extents.push([start, dataEnd]);
    members.push({
      name: decodeName(zip.subarray(at + 46, nameEnd)),
      // Only Unix (3) and macOS (19) put a mode there.
      mode: [3, 19].includes(view.getUint8(at + 5)) ? view.getUint32(at + 38, true) >>> 16 : 0,
      sizeBytes,
      method,
      crc: view.getUint32(at + 16, true),
      data: zip.subarray(dataStart, dataEnd),
    });
    at = next;
  }
  // The end record counts modulo 65,536 in archives without its 64-bit form.
  if (members.length !== count && members.length % 0x10000 !== count)
    throw new ZipError("the directory holds another number of members than it says");
  extents.sort(([a], [b]) => a - b);
  for (let i = 1; i < extents.length; i++)
    if ((extents[i]?.[0] ?? 0) < (extents[i - 1]?.[1] ?? 0))
      throw new ZipError("members share bytes");
  return members;
}

interface Directory {
  /** Where the directory begins, as the archive says and in truth. */
  directoryStart: { declared: number; actual: number };
  directoryEnd: number;
  count: number;
}

function findDirectory(view: DataView): Directory {
  const lowest = Math.max(0, view.byteLength - 22 - largestCommentBytes);
  for (let end = view.byteLength - 22; end >= lowest; end--) {
    if (view.getUint32(end, true) !== endSignature) continue;
    if (end + 22 + view.getUint16(end + 20, true) > view.byteLength) continue;
    const directory = readZip64End(view, end) ?? {
      size: view.getUint32(end + 12, true),
      declared: view.getUint32(end + 16, true),
      count: view.getUint16(end + 10, true),
      directoryEnd: end,
    };
    if (view.getUint16(end + 4, true) !== 0 && view.getUint16(end + 4, true) !== 0xffff) break;
    const { size, declared, count, directoryEnd } = directory;
    const actual = directoryEnd - size;
    if (actual < 0 || declared > actual) break;
    return { directoryStart: { declared, actual }, directoryEnd, count };
  }
  throw new ZipError("there is no central directory");
}

function readZip64End(view: DataView, end: number) {
  const locator = end - 20;
  if (locator < 56 || view.getUint32(locator, true) !== zip64LocatorSignature) return undefined;
  // Its declared place is wrong where something stands before the archive: it ends at its locator.
  const declared = readUint64(view, locator + 8);
  const place = [declared, locator - 56].find(
    (at) => at <= locator - 56 && view.getUint32(at, true) === zip64EndSignature,
  );
  if (place === undefined) throw new ZipError("the 64-bit end record is missing");
  return {
    count: readUint64(view, place + 32),
    size: readUint64(view, place + 40),
    declared: readUint64(view, place + 48),
    directoryEnd: place,
  };
}

/** Sizes and place of one member; a field of all ones is found in the 64-bit extra field instead. */
function readExtent(view: DataView, at: number, extraStart: number, extraEnd: number) {
  const packed32 = view.getUint32(at + 20, true);
  const size32 = view.getUint32(at + 24, true);
  const offset32 = view.getUint32(at + 42, true);
  let wide = 0;
  let wideEnd = 0;
  for (let field = extraStart; field + 4 <= extraEnd;) {
    const length = view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 1) [wide, wideEnd] = [field + 4, field + 4 + length];
    field += 4 + length;
  }
  const widened = (value: number): number => {
    if (value !== 0xffffffff) return value;
    if (wide + 8 > Math.min(wideEnd, extraEnd)) throw new ZipError("a 64-bit size is missing");
    wide += 8;
    return readUint64(view, wide - 8);
  };
  // The extra field holds what is missing, in this order.
  const sizeBytes = widened(size32);
  const packedBytes = widened(packed32);
  return { sizeBytes, packedBytes, offset: widened(offset32) };
}

function readUint64(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw new ZipError("a size is beyond any file");
  return value;
}

/** Tools that write UTF-8 do not all set the flag for it; what is no UTF-8 is taken byte by byte. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString("latin1");
  }
}

const inflate = promisify(inflateRaw);
/** Below this, a thread costs more than the unpacking. */
const smallBytes = 64 * 1024;

/** A member's content. Throws ZipError when it is not as long as the directory says or its checksum differs. */
export async function readMember(member: ZipMember): Promise<Uint8Array> {
  const { method, data, sizeBytes, crc } = member;
  const content = method === stored ? data : await unpack(data, sizeBytes);
  if (content.length !== sizeBytes) throw new ZipError("a member has another size than it says");
  if (crc32(content) !== crc) throw new ZipError("the checksum of a member is wrong");
  return content;
}

async function unpack(data: Uint8Array, sizeBytes: number): Promise<Uint8Array> {
  // One more byte tells a content that is too long from one that just fits.
  const options = { maxOutputLength: sizeBytes + 1 };
  try {
    return sizeBytes + data.length < smallBytes
      ? inflateRawSync(data, options)
      : await inflate(data, options);
  } catch {
    throw new ZipError("a member cannot be unpacked");
  }
}
