import { expect, test } from "vitest";
import { crc32, crc32ByTable } from "./crc32.ts";

test.each([
  ["", 0],
  ["123456789", 0xcbf43926],
  ["\0\xff".repeat(5000), 0x3ee767e5],
])("is the same by the table", (text, expected) => {
  expect(crc32ByTable(Buffer.from(text))).toBe(expected);
  expect(crc32(Buffer.from(text))).toBe(expected);
});
