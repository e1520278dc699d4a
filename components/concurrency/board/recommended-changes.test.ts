import { expect, test } from "vitest";
import type { FunctionRow } from "@/lib/model/function-row";
import type { BoardFunction } from "./board-function";
import { recommendedChanges } from "./recommended-changes";

const now = (provisioned: BoardFunction["provisioned"]): BoardFunction => ({
  name: "a",
  row: { name: "a" } as FunctionRow,
  reserved: 20,
  provisioned,
  queues: [],
});
const wanted = (reservedConcurrency: number | null, provisionedConcurrency: number) => ({
  reservedConcurrency,
  provisionedConcurrency,
  queueMaximum: null,
});

test("what is already so is no change", () => {
  expect(recommendedChanges(now([{ qualifier: "live", requested: 5 }]), wanted(20, 5))).toEqual({
    changes: [],
    rest: undefined,
  });
});

test("a single alias takes all of the provisioned concurrency, or none", () => {
  const lane = now([{ qualifier: "live", requested: 5 }]);
  expect(recommendedChanges(lane, wanted(30, 0)).changes).toEqual([
    { kind: "reserved", functionName: "a", before: 20, after: 30 },
    { kind: "provisioned", functionName: "a", qualifier: "live", before: 5, after: null },
  ]);
  expect(recommendedChanges(lane, wanted(20, 8)).changes).toMatchObject([{ after: 8 }]);
});

test("without an alias, or with several, the rest is said and not planned", () => {
  const several = now([
    { qualifier: "live", requested: 5 },
    { qualifier: "7", requested: 2 },
  ]);
  expect(recommendedChanges(now([]), wanted(null, 4))).toMatchObject({
    changes: [{ kind: "reserved", after: null }],
    rest: expect.stringContaining("4 provisioned need an alias"),
  });
  expect(recommendedChanges(several, wanted(20, 4))).toMatchObject({
    changes: [],
    rest: expect.stringContaining("over its 2 aliases"),
  });
});
