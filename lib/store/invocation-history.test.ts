import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type StoreDatabase } from "@/lib/store/database";
import {
  clearInvocations,
  readInvocation,
  readInvocations,
  recordInvocation,
} from "@/lib/store/invocation-history";
import {
  deleteSavedEvent,
  readSavedEvents,
  renameSavedEvent,
  saveEvent,
} from "@/lib/store/saved-events";

let folder: string;
let store: StoreDatabase;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lambdeck-history-"));
  store = openStore(folder);
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const entry = (functionName: string, startedMs: number, payload = "{}") => ({
  connectionId: "local",
  functionName,
  summary: {
    startedMs,
    type: "RequestResponse",
    streaming: false,
    verdict: { kind: "ok", text: "Succeeded" },
    cold: false,
  } as const,
  request: { type: "RequestResponse", payload, logTail: true, streaming: false } as const,
  result: { statusCode: 200, payload: '"hi"', roundTripMs: 3 },
});

describe("history of invocations", () => {
  it("gives back what was recorded, the newest first and only of that function", () => {
    recordInvocation(entry("f", 1), store);
    const second = recordInvocation(entry("f", 2, '{"a":1}'), store);
    recordInvocation(entry("g", 3), store);
    expect(readInvocations("local", "f", store).map(({ startedMs }) => startedMs)).toEqual([2, 1]);
    expect(readInvocation("local", "f", second.id, store)).toMatchObject({
      id: second.id,
      request: { payload: '{"a":1}' },
      result: { payload: '"hi"' },
    });
    expect(readInvocation("local", "g", second.id, store)).toBeUndefined();
    expect(readInvocation("profile:p@eu-west-1", "f", second.id, store)).toBeUndefined();
  });

  it("finds calls by what is in event, answer or summary, in any case of letters", () => {
    recordInvocation(entry("found", 1, '{"word": "Tree"}'), store);
    recordInvocation(entry("found", 2, '{"word": "stone"}'), store);
    const found = (text: string) =>
      readInvocations("local", "found", store, text).map(({ startedMs }) => startedMs);
    expect(found('"word": "tree"')).toEqual([1]);
    expect(found("succeeded")).toEqual([2, 1]);
    expect(found("%")).toEqual([]);
  });

  it("keeps the newest 50", () => {
    for (let i = 0; i < 55; i += 1) recordInvocation(entry("many", i), store);
    const kept = readInvocations("local", "many", store);
    expect(kept).toHaveLength(50);
    expect(kept[0]?.startedMs).toBe(54);
    expect(readInvocations("local", "f", store)).toHaveLength(2);
  });

  it("keeps no more bytes than it may, but always the newest", () => {
    const keep = { entries: 50, bytes: 2_500 };
    for (let i = 0; i < 4; i += 1)
      recordInvocation(entry("large", i, "x".repeat(1_000)), store, keep);
    expect(readInvocations("local", "large", store).map(({ startedMs }) => startedMs)).toEqual([
      3, 2,
    ]);
    recordInvocation(entry("large", 4, "x".repeat(9_000)), store, keep);
    expect(readInvocations("local", "large", store).map(({ startedMs }) => startedMs)).toEqual([4]);
  });

  it("forgets one function's calls", () => {
    clearInvocations("local", "f", store);
    expect(readInvocations("local", "f", store)).toEqual([]);
    expect(readInvocations("local", "g", store)).toHaveLength(1);
  });
});

describe("saved events", () => {
  it("saves, replaces, renames and deletes", () => {
    saveEvent("f", { name: "big cart", body: "{}", savedMs: 1 }, store);
    saveEvent("f", { name: "big cart", body: '{"items":40}', savedMs: 2 }, store);
    saveEvent("f", { name: "Empty", body: "{}", savedMs: 3 }, store);
    expect(readSavedEvents("f", store)).toEqual([
      { name: "big cart", body: '{"items":40}', savedMs: 2 },
      { name: "Empty", body: "{}", savedMs: 3 },
    ]);
    expect(renameSavedEvent("f", "big cart", "Empty", store)).toBe("taken");
    expect(renameSavedEvent("f", "nothing", "x", store)).toBe("missing");
    expect(renameSavedEvent("f", "big cart", "40 items", store)).toBe("renamed");
    expect(deleteSavedEvent("f", "Empty", store)).toBe(true);
    expect(deleteSavedEvent("f", "Empty", store)).toBe(false);
    expect(readSavedEvents("f", store).map(({ name }) => name)).toEqual(["40 items"]);
    expect(readSavedEvents("other", store)).toEqual([]);
  });
});
