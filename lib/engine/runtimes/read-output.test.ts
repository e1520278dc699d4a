import { expect, test } from "vitest";
import { FrameReader, LineReader } from "./read-output.ts";

const kibibytes256 = 256 * 1024;

function frame(message: string): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(0xa55a000f, 0);
  head.writeUInt32BE(Buffer.byteLength(message), 4);
  return Buffer.concat([head, Buffer.from(message)]);
}

/** What a reader makes of bytes that come in pieces of a size. */
function read(Reader: typeof LineReader | typeof FrameReader, bytes: Buffer, pieceBytes: number) {
  const events: string[] = [];
  const reader = new Reader((event) => void events.push(event));
  for (let start = 0; start < bytes.length; start += pieceBytes)
    reader.push(bytes.subarray(start, start + pieceBytes));
  if (reader instanceof LineReader) reader.end();
  return events;
}

test.for([1, 7, 16, 1000])("lines and frames are found in pieces of %i bytes", (pieceBytes) => {
  const lines = Buffer.from("one\n\ntwo ü\nrest");
  expect(read(LineReader, lines, pieceBytes)).toEqual(["one\n", "\n", "two ü\n", "rest"]);
  const frames = Buffer.concat(["first", "", "of\nseveral lines"].map(frame));
  expect(read(FrameReader, frames, pieceBytes)).toEqual(["first", "", "of\nseveral lines"]);
});

test.for([LineReader, FrameReader])("what is longer than an event is cut: %o", (Reader) => {
  const long = "x".repeat(4 * 1024 * 1024 + 5);
  const bytes =
    Reader === LineReader
      ? Buffer.from(`${long}\nnext\n`)
      : Buffer.concat([frame(long), frame("next\n")]);
  const events = read(Reader, bytes, 64 * 1024);
  expect(events).toHaveLength(18);
  expect(new Set(events.slice(0, 16).map(({ length }) => length))).toEqual(new Set([kibibytes256]));
  expect(events.slice(16)).toEqual([Reader === LineReader ? "xxxxx\n" : "xxxxx", "next\n"]);
});

test("what is no frame is kept as text", () => {
  expect(read(FrameReader, Buffer.from("a program's own words"), 100)).toEqual([
    "a program's own words",
  ]);
});
