import { expect, test } from "vitest";
import { readTriggerView, writeTriggerView } from "./search-params";

test("the address holds filters and order, and what it does not know is left out", () => {
  const address = "connection=local&q=orders+dlq&kind=SQS&kind=S3&state=Disabled&sort=-source";
  const view = readTriggerView(new URLSearchParams(address));
  expect(view).toEqual({
    filter: { text: "orders dlq", kinds: ["SQS", "S3"], states: ["Disabled"] },
    sort: { column: "source", descending: true },
  });
  expect(writeTriggerView(new URLSearchParams("connection=local"), view).toString()).toBe(address);
  expect(readTriggerView(new URLSearchParams("sort=-nothing")).sort).toEqual({
    column: "function",
    descending: false,
  });
});

test("the plain view leaves the address clean", () => {
  const plain = readTriggerView(new URLSearchParams());
  expect(writeTriggerView(new URLSearchParams("q=x&sort=kind"), plain).toString()).toBe("");
});
