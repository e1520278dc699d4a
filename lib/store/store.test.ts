import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore, type StoreDatabase } from "./database";
import { deleteEndpoint, readEndpoints, saveEndpoint } from "./endpoints";
import { deleteSavedEvent, readSavedEvents, saveEvent } from "./saved-events";
import { deleteView, readSavedViews, saveView } from "./saved-views";
import { readSetting, saveSetting } from "./settings";

let folder: string;
let store: StoreDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lambdeck-store-"));
  store = openStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

test("settings survive closing the program", () => {
  saveSetting("theme", { mode: "dark" }, store);
  saveSetting("gone", 1, store);
  saveSetting("gone", undefined, store);
  store.close();
  store = openStore(folder);
  expect(readSetting("theme", store)).toEqual({ mode: "dark" });
  expect(readSetting("gone", store)).toBeUndefined();
});

test("endpoints are replaced by name and can be forgotten", () => {
  saveEndpoint({ name: "b", url: "http://b", region: "us-east-1" }, store);
  saveEndpoint({ name: "a", url: "http://a", region: "us-east-1", profile: "dev" }, store);
  saveEndpoint({ name: "b", url: "http://c", region: "eu-west-1" }, store);
  expect(readEndpoints(store)).toEqual([
    { name: "a", url: "http://a", region: "us-east-1", profile: "dev" },
    { name: "b", url: "http://c", region: "eu-west-1", profile: undefined },
  ]);
  expect(deleteEndpoint("a", store)).toBe(true);
  expect(deleteEndpoint("a", store)).toBe(false);
});

test("saved events belong to a function and keep their text as typed", () => {
  saveEvent("f", { name: "bad", body: "{ not json", savedMs: 0 }, store);
  saveEvent("g", { name: "bad", body: "{}", savedMs: 0 }, store);
  saveEvent("f", { name: "bad", body: "[1]", savedMs: 1 }, store);
  expect(readSavedEvents("f", store)).toMatchObject([{ name: "bad", body: "[1]", savedMs: 1 }]);
  expect(deleteSavedEvent("f", "bad", store)).toBe(true);
  expect(readSavedEvents("f", store)).toEqual([]);
  expect(readSavedEvents("g", store)).toHaveLength(1);
});

test("views are kept by group, mode and name; those of every group are seen everywhere", () => {
  const view = { name: "slow", mode: "lines", params: "filter=slow", savedMs: 1 } as const;
  saveView({ ...view, group: "g1" }, store);
  saveView({ ...view, group: "g1", params: "filter=slower", savedMs: 2 }, store);
  saveView({ ...view, mode: "invocations" }, store);
  saveView({ ...view, group: "g2" }, store);
  const seen = readSavedViews("g1", store);
  expect(seen.map(({ group, mode, params }) => [group, mode, params])).toEqual([
    ["g1", "lines", "filter=slower"],
    [undefined, "invocations", "filter=slow"],
  ]);
  expect(deleteView(seen[0]!.id, store)).toBe(true);
  expect(deleteView(seen[0]!.id, store)).toBe(false);
  expect(readSavedViews("g1", store)).toHaveLength(1);
});
