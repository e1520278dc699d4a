import { expect, test } from "vitest";
import { changedMembers } from "./changed-values";

test("only what differs, by path", () => {
  const before = { memoryMb: 128, timeoutSeconds: 3, tags: { a: "1", b: "2" } };
  const after = { memoryMb: 256, timeoutSeconds: 3, tags: { a: "1", c: "3" } };
  expect(changedMembers(before, after)).toEqual([
    { path: "memoryMb", before: "128", after: "256" },
    { path: "tags.b", before: "2" },
    { path: "tags.c", after: "3" },
  ]);
});

test("plain values, lists and nothing", () => {
  expect(changedMembers(null, 5)).toEqual([{ path: "", after: "5" }]);
  expect(changedMembers([1, 2], [1, 3])).toEqual([{ path: "", before: "[1,2]", after: "[1,3]" }]);
  expect(changedMembers({ a: undefined }, { a: null })).toEqual([]);
});

test("numbers of AWS whose names do not say the unit get it", () => {
  const before = { MemorySize: 128, Timeout: 3, EphemeralStorage: { Size: 512 }, BatchSize: 10 };
  const after = { MemorySize: 256, Timeout: 3, EphemeralStorage: { Size: 1024 }, BatchSize: 5 };
  expect(changedMembers(before, after)).toEqual([
    { path: "MemorySize", before: "128 MB", after: "256 MB" },
    { path: "EphemeralStorage.Size", before: "512 MB", after: "1024 MB" },
    { path: "BatchSize", before: "10", after: "5" },
  ]);
});
