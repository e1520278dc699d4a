import { expect, test } from "vitest";
import { extendLineage, isLoop, longestChain } from "./lineage.ts";

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const trace = "Root=1-6aba3a9c-0ad723aa6f28be0c1799046b;Parent=4bc416e7d2fef21a;Sampled=0";

test("a chain counts its calls and how often each function ran in it", () => {
  const first = extendLineage(trace, arn("a"));
  expect(first.header).toMatch(/^Root=1-.*;Parent=.*;Sampled=0;Lineage=1:[0-9a-f]{8}:0$/);
  expect(first.loops).toBe(0);
  const second = extendLineage(first.header, arn("b"));
  expect(second.header).toMatch(/;Lineage=2:[0-9a-f]{8}:0\|[0-9a-f]{8}:0$/);
  const third = extendLineage(second.header, arn("a"));
  expect(third.header).toMatch(/;Lineage=3:[0-9a-f]{8}:1\|[0-9a-f]{8}:0$/);
  expect(third.loops).toBe(1);
});

test("a function runs sixteen times in one chain", () => {
  let runs = 0;
  let header = trace;
  for (;;) {
    const next = extendLineage(header, arn("loop"));
    if (isLoop(next)) break;
    header = next.header;
    runs += 1;
  }
  expect(runs).toBe(16);
  expect(header).toMatch(/;Lineage=16:[0-9a-f]{8}:15$/);
});

test("what is no lineage begins a new one; the longest chain of several is found", () => {
  expect(extendLineage("Root=1;Lineage=nonsense", arn("a")).header).toMatch(
    /^Root=1;Lineage=1:[0-9a-f]{8}:0$/,
  );
  expect(longestChain([trace, "Root=2;Lineage=7:aaaaaaaa:6", "Root=3;Lineage=2:bbbbbbbb:1"])).toBe(
    "Root=2;Lineage=7:aaaaaaaa:6",
  );
  expect(longestChain([])).toBeUndefined();
});
