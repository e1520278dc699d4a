import { expect, test } from "vitest";
import {
  filterTriggers,
  listedTrigger,
  sortTriggers,
  triggerChoices,
  type TriggerFilter,
} from "./trigger-filter";
import type { Trigger } from "./trigger";

const mapping = (functionName: string, queue: string, state = "Enabled"): Trigger => ({
  kind: "mapping",
  functionArn: "",
  functionName,
  uuid: queue,
  eventSourceArn: `arn:aws:sqs:us-east-1:1:${queue}`,
  state,
  reportsBatchItemFailures: false,
  filters: [],
});
const bucket: Trigger = {
  kind: "bucket",
  functionArn: "",
  functionName: "resize",
  bucket: "uploads",
  id: "n",
  events: ["s3:ObjectCreated:*"],
};
const rows = [
  mapping("ship", "orders-10"),
  mapping("ship", "orders-9", "Disabled"),
  mapping("bill", "orders-10"),
  bucket,
].map((trigger, index) => listedTrigger(trigger, String(index)));
const all: TriggerFilter = { text: "", kinds: [], states: [] };
const names = (list: typeof rows) => list.map((row) => `${row.function} ${row.source}`);

test("words are looked for in the function's and the source's name together", () => {
  expect(names(filterTriggers(rows, { ...all, text: "SHIP 10" }))).toEqual(["ship orders-10"]);
});

test("kinds and states narrow, several of one are alternatives", () => {
  expect(filterTriggers(rows, { ...all, kinds: ["S3"] })).toEqual([rows[3]]);
  expect(filterTriggers(rows, { ...all, states: ["Disabled", "On"] })).toEqual([rows[1], rows[3]]);
  expect(filterTriggers(rows, { ...all, kinds: ["S3"], states: ["Disabled"] })).toEqual([]);
});

test("numbers in names are in their order, and equal ones by function and source", () => {
  expect(names(sortTriggers(rows, { column: "kind", descending: false }))).toEqual([
    "resize uploads",
    "bill orders-10",
    "ship orders-9",
    "ship orders-10",
  ]);
  expect(names(sortTriggers(rows, { column: "source", descending: true }))[0]).toBe(
    "resize uploads",
  );
});

test("what can be chosen is told with how many have it", () => {
  expect(triggerChoices(rows, "kind")).toEqual([
    { value: "SQS", count: 3 },
    { value: "S3", count: 1 },
  ]);
});
