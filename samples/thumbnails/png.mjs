// The part of the PNG format that cameras and browsers use most: 8 bits a channel, RGB or RGBA, not interlaced.
// A PNG is a signature and then chunks: length, name, data, checksum. Pixels are rows of bytes, each row "filtered"
// (stored as differences to its neighbours, which compress better), all of it deflated.
import { deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const channelsByColourType = { 2: 3, 6: 4 };

/** A PNG as `{width, height, channels, data}`, `data` holding the rows one after another. */
export function decodePng(png) {
  if (!png.subarray(0, 8).equals(signature)) throw new Error("This is not a PNG image");
  let header;
  const parts = [];
  for (let at = 8; at + 8 <= png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (name === "IHDR") header = data;
    if (name === "IDAT") parts.push(data);
    if (name === "IEND") break;
    at += 12 + length;
  }
  if (!header || parts.length === 0) throw new Error("The PNG image has no pixels");
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = channelsByColourType[header[9]];
  if (header[8] !== 8 || !channels || header[12] !== 0)
    throw new Error("Only 8-bit RGB and RGBA images without interlacing are supported");
  return {
    width,
    height,
    channels,
    data: unfilter(inflateSync(Buffer.concat(parts)), width, height, channels),
  };
}

/** The PNG of an image. Rows are stored as differences to the row above, a good filter for photographs. */
export function encodePng({ width, height, channels, data }) {
  const rowBytes = width * channels;
  const raw = Buffer.alloc((rowBytes + 1) * height);
  for (let row = 0; row < height; row++) {
    const to = row * (rowBytes + 1);
    raw[to] = 2;
    for (let i = 0; i < rowBytes; i++) {
      const above = row === 0 ? 0 : data[(row - 1) * rowBytes + i];
      raw[to + 1 + i] = data[row * rowBytes + i] - above;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = channels === 4 ? 6 : 2;
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Undoes the filters: 0 none, 1 left, 2 above, 3 average of both, 4 whichever of three fits best. */
function unfilter(raw, width, height, channels) {
  const rowBytes = width * channels;
  const data = new Uint8Array(rowBytes * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (rowBytes + 1)];
    for (let i = 0; i < rowBytes; i++) {
      const at = row * rowBytes + i;
      const left = i >= channels ? data[at - channels] : 0;
      const above = row > 0 ? data[at - rowBytes] : 0;
      const corner = i >= channels && row > 0 ? data[at - rowBytes - channels] : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = above;
      else if (filter === 3) guess = (left + above) >> 1;
      else if (filter === 4) guess = paeth(left, above, corner);
      data[at] = raw[row * (rowBytes + 1) + 1 + i] + guess;
    }
  }
  return data;
}

function paeth(left, above, corner) {
  const estimate = left + above - corner;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = crcTable[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
