import { expect, it } from "vitest";
import { hexDump } from "./hex-dump";
import { responseHeaders, responseTree } from "./response-parts";

it("unfolds the JSON body of an API's response", () => {
  const tree = responseTree('{"statusCode":200,"body":"{\\"a\\":12345678901234567890}"}');
  expect(tree?.bodyParsed).toBe(true);
  expect(tree?.text).toContain('"body": {\n    "a": 12345678901234567890\n  }');
  expect(responseTree('{"body":"plain"}')?.bodyParsed).toBe(false);
  expect(responseTree("not json")).toBeUndefined();
});

it("lists the function's headers and AWS's own", () => {
  const result = {
    payload:
      '{"statusCode":200,"headers":{"a":"1"},"multiValueHeaders":{"b":["2","3"]},"cookies":["c=4"]}',
    statusCode: 200,
    requestId: "id",
    roundTripMs: 1,
  };
  expect(responseHeaders(result)).toEqual([
    {
      title: "In the function's response",
      headers: [
        ["a", "1"],
        ["b", "2, 3"],
        ["set-cookie", "c=4"],
      ],
    },
    {
      title: "AWS's answer",
      headers: [
        ["HTTP status", "200"],
        ["x-amzn-RequestId", "id"],
      ],
    },
  ]);
  const streamed = { ...result, payload: "<p>", prelude: { statusCode: 200, headers: { x: "y" } } };
  expect(responseHeaders(streamed)[0]?.headers).toEqual([["x", "y"]]);
});

it("dumps bytes as digits and signs, the first 4 KB of them", () => {
  expect(hexDump(new Uint8Array([0, 65, 255]))).toBe(`000000  00 41 ff${" ".repeat(39)}  .A.`);
  expect(hexDump(new Uint8Array(5_000))).toMatch(/\.\.\. 904 bytes more$/);
});
