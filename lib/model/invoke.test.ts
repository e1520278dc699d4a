import { describe, expect, it } from "vitest";
import { functionErrorOf, httpStatusOf, type InvokeResult, verdictOf } from "@/lib/model/invoke";

const answer = (result: Partial<InvokeResult>): InvokeResult => ({
  statusCode: 200,
  payload: "null",
  roundTripMs: 5,
  ...result,
});
const wait = { type: "RequestResponse" } as const;

describe("verdictOf", () => {
  it.each([
    [wait, answer({}), "ok", "Succeeded"],
    [{ type: "Event" } as const, answer({ statusCode: 202 }), "ok", "Queued"],
    [{ type: "DryRun" } as const, answer({ statusCode: 204 }), "ok", "Allowed"],
    [
      wait,
      answer({
        functionError: "Unhandled",
        payload: '{"errorType":"TypeError","errorMessage":"x"}',
      }),
      "error",
      "TypeError",
    ],
    [
      wait,
      answer({
        functionError: "Unhandled",
        payload:
          '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 1 Error: Task timed out after 3.00 seconds"}',
      }),
      "error",
      "Timed out",
    ],
    [
      wait,
      answer({
        functionError: "Unhandled",
        payload: '{"errorMessage":"2026-01-01T00:00:00Z 1 Task timed out after 3.00 seconds"}',
      }),
      "error",
      "Timed out",
    ],
    [
      wait,
      answer({
        functionError: "Unhandled",
        payload: "{}",
        report: { requestId: "1", status: "error", errorType: "Runtime.OutOfMemory" },
      }),
      "error",
      "Out of memory",
    ],
    [
      wait,
      answer({ problem: { kind: "throttled", title: "t", detail: "d" } }),
      "throttled",
      "Throttled",
    ],
    [
      wait,
      answer({ problem: { kind: "invalid", title: "The event is too large", detail: "d" } }),
      "refused",
      "The event is too large",
    ],
  ])("%j", (request, result, kind, text) => {
    expect(verdictOf(request, result)).toEqual({ kind, text });
  });
});

describe("functionErrorOf", () => {
  it("reads Node's and Python's shapes", () => {
    const node =
      '{"errorType":"Error","errorMessage":"boom","trace":["Error: boom","    at handler (index.mjs:1:7)"]}';
    expect(functionErrorOf({ functionError: "Unhandled", payload: node })).toEqual({
      type: "Error",
      message: "boom",
      stack: ["Error: boom", "    at handler (index.mjs:1:7)"],
    });
    const python =
      '{"errorMessage":"boom","errorType":"ValueError","requestId":"1","stackTrace":["  File \\"h.py\\", line 2\\n"]}';
    expect(functionErrorOf({ functionError: "Unhandled", payload: python })?.stack).toEqual([
      '  File "h.py", line 2\n',
    ]);
  });

  it("gives the text itself when it is not an error object", () => {
    expect(functionErrorOf({ functionError: "Unhandled", payload: "plain" })).toEqual({
      message: "plain",
      stack: [],
    });
    expect(functionErrorOf({ payload: '{"errorMessage":"not an error"}' })).toBeUndefined();
  });
});

describe("httpStatusOf", () => {
  it("is the number an API function answers with", () => {
    expect(httpStatusOf({ payload: '{"statusCode":201}' })).toBe(201);
    expect(httpStatusOf({ payload: '{"statusCode":"201"}' })).toBeUndefined();
    expect(httpStatusOf({ payload: '"ok"' })).toBeUndefined();
    expect(httpStatusOf({ payload: "" })).toBeUndefined();
  });
});
