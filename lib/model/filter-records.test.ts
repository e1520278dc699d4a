import { expect, test } from "vitest";
import { base64Of } from "./base64";
import { parseFilter } from "./filter-pattern";
import { filterRecords } from "./filter-records";
import type { PatternLanguage } from "./filter-rules";
import { fillPlaceholders } from "./placeholders";
import { sampleOf, sampleText } from "./sample-events";

const target = {
  functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  functionName: "f",
  region: "us-east-1",
  accountId: "000000000000",
  made: { nowMs: 0, uuid: () => "id" },
};
const sample = (id: string): unknown =>
  JSON.parse(fillPlaceholders(sampleText(sampleOf(id)!, target), target.made));

// Each with a pattern that the source's own sample event fits, and one that it does not.
test.each<[string, PatternLanguage, string, string]>([
  ["sqs", "mapping", '{"body":{"currency":["EUR"]}}', '{"body":{"currency":["USD"]}}'],
  ["kinesis", "mapping", '{"data":{"page":["/cart"]}}', '{"data":{"page":["/"]}}'],
  ["kinesis", "mapping", '{"partitionKey":["u_77ae10"]}', '{"partitionKey":["x"]}'],
  [
    "dynamodb-insert",
    "mapping",
    '{"dynamodb":{"NewImage":{"status":{"S":["paid"]}}}}',
    '{"eventName":["REMOVE"]}',
  ],
  ["msk", "mapping", '{"value":{"page":["/cart"]}}', '{"value":{"page":["/"]}}'],
  ["active-mq", "mapping", '{"data":{"currency":["EUR"]}}', '{"data":{"currency":["USD"]}}'],
  [
    "documentdb",
    "mapping",
    '{"event":{"fullDocument":{"status":["paid"]}}}',
    '{"event":{"operationType":["delete"]}}',
  ],
  ["sns", "attributes", '{"tenant":["acme"]}', '{"tenant":["other"]}'],
  ["sns", "body", '{"currency":["EUR"]}', '{"currency":["USD"]}'],
  [
    "eventbridge",
    "rule",
    '{"source":["com.acme.shop"],"detail":{"total":[{"numeric":[">",10]}]}}',
    '{"source":["aws.s3"]}',
  ],
])("%s as a pattern on %s sees it", (id, language, good, bad) => {
  const sampleId = id === "dynamodb-insert" && !sampleOf(id) ? "dynamodb" : id;
  const [first] = filterRecords(sample(sampleId), language);
  expect(parseFilter(good, language).misses(first?.record)).toEqual([]);
  expect(parseFilter(bad, language).matches(first?.record)).toBe(false);
});

test("attributes have their types, and a message that is no JSON has no properties", () => {
  const event = {
    Records: [
      {
        Sns: {
          MessageId: "1",
          Message: "plain",
          MessageAttributes: {
            price: { Type: "Number", Value: "12.5" },
            tags: { Type: "String.Array", Value: '["a","b"]' },
          },
        },
      },
    ],
  };
  expect(filterRecords(event, "attributes")).toEqual([
    { name: "1", record: { price: 12.5, tags: ["a", "b"] } },
  ]);
  expect(filterRecords(event, "body")).toEqual([{ name: "1", record: undefined }]);
});

test("bytes that are no text stay as they are", () => {
  const data = base64Of(Uint8Array.from([255, 254]));
  expect(filterRecords({ Records: [{ kinesis: { data } }] }, "mapping")).toEqual([
    { name: "record", record: expect.objectContaining({ data }) },
  ]);
});
