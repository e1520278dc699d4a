// Makes a thumbnail of a PNG image. There is no waiting in here, only computing: Lambda gives a function processor
// time in proportion to its memory, so this one gets faster with more memory, up to one whole core at 1,769 MB.
import { paintImage } from "./paint-image.mjs";
import { decodePng, encodePng } from "./png.mjs";
import { scaleDown } from "./scale-down.mjs";

/** Event: `{png: "<base64>", width}`, or `{paint: {width, height}, width}` to paint an image first. */
export async function handler(event) {
  const width = event.width ?? 160;
  const started = performance.now();
  const source = event.png ? decodePng(Buffer.from(event.png, "base64")) : paint(event.paint);
  if (!Number.isInteger(width) || width < 1 || width > source.width)
    throw new RangeError(`width must be a whole number from 1 to ${source.width}`);

  const read = performance.now();
  const thumbnail = scaleDown(source, width);
  const scaled = performance.now();
  const png = encodePng(thumbnail);

  const timings = {
    readMs: Math.round(read - started),
    scaleMs: Math.round(scaled - read),
    encodeMs: Math.round(performance.now() - scaled),
  };
  const from = `${source.width}x${source.height}`;
  const to = `${thumbnail.width}x${thumbnail.height}`;
  console.log(JSON.stringify({ from, to, bytes: png.length, ...timings }));
  return { from, to, bytes: png.length, ...timings, png: png.toString("base64") };
}

// A painted image goes through the same way as one that was sent: encoded and decoded.
function paint({ width = 640, height = 480 } = {}) {
  if (!(width >= 1 && height >= 1 && width * height <= 4_000_000))
    throw new RangeError("An image to paint may have 1 to 4,000,000 pixels");
  return decodePng(encodePng(paintImage(width, height)));
}
