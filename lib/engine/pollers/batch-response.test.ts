import { expect, test } from "vitest";
import { failedItems } from "./batch-response.ts";

const ids = new Set(["a", "b"]);
const failed = (text: string) => failedItems(Buffer.from(text), ids);

test.each(["", "null", "{}", '{"batchItemFailures":[]}', '{"batchItemFailures":null}'])(
  "%j means that everything succeeded",
  (text) => expect(failed(text)).toEqual(new Set()),
);

test("named messages failed, the others succeeded", () => {
  expect(failed('{"batchItemFailures":[{"itemIdentifier":"b"}]}')).toEqual(new Set(["b"]));
});

test.each([
  "not json",
  '"done"',
  "[]",
  '{"batchItemFailures":"b"}',
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"id":"b"}]}',
  '{"batchItemFailures":[{"itemIdentifier":"stranger"}]}',
  '{"batchItemFailures":[null]}',
])("%j fails the whole batch", (text) => expect(failed(text)).toBe("all"));
