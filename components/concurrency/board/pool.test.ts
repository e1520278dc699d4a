import { describe, expect, test } from "vitest";
import type { FunctionRow } from "@/lib/model/function-row";
import { settingsAfter } from "@/lib/model/settings-after";
import type { BoardFunction } from "./board-function";
import { handlesOf, placeOfHandle, rangeOfHandle, within } from "./handles";
import { accountAfter, namesWithDivider, slicesOf, tradeRange } from "./pool";

const lane = (name: string, more: Partial<BoardFunction> = {}): BoardFunction => ({
  name,
  row: { name } as FunctionRow,
  reserved: null,
  provisioned: [],
  queues: [],
  ...more,
});
const account = { limit: 1000, unreserved: 800, floor: 100 };
const orders = { mappingId: "m1", queueName: "orders", maximum: 40 };

describe("the pool", () => {
  test("a planned reservation takes from what is unreserved, and the range of the others shrinks", () => {
    const now = [lane("a", { reserved: 120 }), lane("b", { reserved: 80 }), lane("c")];
    const after = now.map((one) =>
      settingsAfter(one, [{ kind: "reserved", functionName: "a", before: 120, after: 420 }]),
    );
    const later = accountAfter(account, now, after);
    expect(later).toEqual({ limit: 1000, unreserved: 500, floor: 100 });
    const [handle] = handlesOf(now[1]!, after[1]!);
    expect(rangeOfHandle(handle!, after[1]!, later)).toMatchObject({ min: 0, max: 480 });
  });

  test("slices stand side by side in the order of the lanes; a function without a reservation has none", () => {
    const slices = slicesOf([lane("a", { reserved: 20 }), lane("b"), lane("c", { reserved: 30 })]);
    expect(slices.map(({ lane: { name }, start }) => [name, start])).toEqual([
      ["a", 0],
      ["c", 20],
    ]);
  });

  test("a divider that would lie on another one is left to the lane, but not the one at hand", () => {
    const slices = slicesOf([
      lane("wide", { reserved: 20 }),
      lane("narrow", { reserved: 10 }),
      lane("next", { reserved: 11 }),
    ]);
    expect([...namesWithDivider(slices, 1.3)]).toEqual(["wide", "next"]);
    expect([...namesWithDivider(slices, 1.3, "narrow")]).toEqual(["wide", "narrow"]);
    expect([...namesWithDivider(slices, 2.6)]).toEqual(["wide", "narrow", "next"]);
  });

  test("a trade between neighbours leaves each what is provisioned", () => {
    const [left, right] = slicesOf([
      lane("a", { reserved: 20, provisioned: [{ qualifier: "live", requested: 5 }] }),
      lane("b", { reserved: 30, provisioned: [{ qualifier: "1", requested: 8 }] }),
    ]);
    expect(tradeRange(left!, right!)).toEqual({ min: 5, max: 42 });
  });
});

describe("handles", () => {
  const now = lane("a", {
    reserved: 50,
    provisioned: [
      { qualifier: "live", requested: 10 },
      { qualifier: "7", requested: 5 },
    ],
    queues: [orders],
  });

  test("one for each setting, with AWS's value before and the planned one after", () => {
    const after = settingsAfter(now, [
      { kind: "provisioned", functionName: "a", qualifier: "live", before: 10, after: null },
      {
        kind: "queue-maximum",
        functionName: "a",
        mappingId: "m1",
        queueName: "orders",
        before: 40,
        after: 60,
      },
      { kind: "reserved", functionName: "other", before: 1, after: 2 },
    ]);
    expect(handlesOf(now, after).map(({ kind, before, after: to }) => [kind, before, to])).toEqual([
      ["reserved", 50, 50],
      ["provisioned", 10, null],
      ["provisioned", 5, 5],
      ["queue-maximum", 40, 60],
    ]);
  });

  test("provisioned shares stand behind each other and leave room for each other", () => {
    const [, live, seven] = handlesOf(now, now);
    expect([placeOfHandle(live!, now), placeOfHandle(seven!, now)]).toEqual([10, 15]);
    expect(rangeOfHandle(live!, now, account).max).toBe(45);
    expect(rangeOfHandle(seven!, now, account).max).toBe(40);
  });

  test("a reservation cannot go below what is provisioned, nor take the floor", () => {
    const [reserved] = handlesOf(now, now);
    const range = rangeOfHandle(reserved!, now, account);
    expect(range).toMatchObject({ min: 15, max: 750 });
    expect([within(range, 3), within(range, 99.6), within(range, 2000)]).toEqual([15, 100, 750]);
  });

  test("a setting that is none has no place; a provisioned share can be planned anew", () => {
    const bare = lane("b");
    expect(placeOfHandle(handlesOf(bare, bare)[0]!, bare)).toBeUndefined();
    const planned = settingsAfter(bare, [
      { kind: "provisioned", functionName: "b", qualifier: "live", before: null, after: 3 },
    ]);
    expect(handlesOf(bare, planned)[1]).toMatchObject({ before: null, after: 3 });
  });

  test("without the account's numbers AWS alone decides", () => {
    expect(rangeOfHandle(handlesOf(now, now)[0]!, now, undefined)).toMatchObject({
      min: 15,
      reason: expect.stringContaining("AWS alone decides"),
    });
  });
});
