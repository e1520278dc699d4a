import { describe, expect, it } from "vitest";
import { parseLogLine } from "@/lib/model/log-line";

const id = "8f5a4b0e-7a5e-4a4c-9f0e-0a3f5f1c2d3e";

describe("platform lines", () => {
  it("knows the phases of an invocation", () => {
    expect(parseLogLine(`START RequestId: ${id} Version: 47\n`)).toMatchObject({
      kind: "start",
      requestId: id,
      version: "47",
    });
    expect(parseLogLine(`END RequestId: ${id}\n`)).toMatchObject({ kind: "end", requestId: id });
    expect(
      parseLogLine("INIT_START Runtime Version: python:3.12.v18\tRuntime Version ARN: arn:x").kind,
    ).toBe("init");
  });

  it("carries the report", () => {
    const line = parseLogLine(
      `REPORT RequestId: ${id}\tDuration: 2.00 ms\tBilled Duration: 2 ms\tStatus: error\tError Type: Runtime.ExitError\n`,
    );
    expect(line).toMatchObject({
      kind: "report",
      level: "error",
      errorType: "Runtime.ExitError",
      report: { durationMs: 2 },
    });
    expect(line.text).toBe(
      `RequestId: ${id}  Duration: 2.00 ms  Billed Duration: 2 ms  Status: error  Error Type: Runtime.ExitError`,
    );
  });

  it("reads failures of init", () => {
    expect(
      parseLogLine("INIT_REPORT Init Duration: 9999.04 ms\tPhase: init\tStatus: timeout"),
    ).toMatchObject({ kind: "init", level: "error" });
    expect(
      parseLogLine(
        "INIT_REPORT Init Duration: 4 ms\tPhase: init\tStatus: error\tError Type: Extension.Crash",
      ).errorType,
    ).toBe("Extension.Crash");
  });

  it("reads the old style of time-out and exit", () => {
    expect(
      parseLogLine(`2024-03-04T17:22:38.033Z ${id} Task timed out after 3.00 seconds\n`),
    ).toMatchObject({
      requestId: id,
      level: "error",
      text: "Task timed out after 3.00 seconds",
      errorType: "Sandbox.Timedout",
    });
    expect(
      parseLogLine(
        `RequestId: ${id} Error: Runtime exited without providing a reason\nRuntime.ExitError\n`,
      ),
    ).toMatchObject({
      requestId: id,
      errorType: "Runtime.ExitError",
    });
  });

  it("reads JSON system logs", () => {
    expect(
      parseLogLine(
        `{"time":"t","type":"platform.start","record":{"requestId":"${id}","version":"$LATEST"}}`,
      ),
    ).toMatchObject({
      kind: "start",
      requestId: id,
      version: "$LATEST",
    });
    expect(
      parseLogLine(
        `{"time":"t","type":"platform.initReport","record":{"status":"timeout","phase":"init"}}`,
      ),
    ).toMatchObject({ kind: "init", level: "error" });
    const report = parseLogLine(
      `{"time":"t","type":"platform.report","record":{"requestId":"${id}","status":"success","metrics":{"durationMs":5,"billedDurationMs":6,"memorySizeMB":128,"maxMemoryUsedMB":30}}}`,
    );
    expect(report.text).toBe(
      "Duration: 5 ms  Billed Duration: 6 ms  Memory Size: 128 MB  Max Memory Used: 30 MB",
    );
    expect(report.report?.billedDurationMs).toBe(6);
  });
});

describe("the function's own lines", () => {
  it("splits Node's text lines", () => {
    expect(parseLogLine(`2026-11-21T10:00:00.000Z\t${id}\tWARN\tslow\tprovider\n`)).toEqual({
      kind: "text",
      level: "warn",
      requestId: id,
      text: "slow\tprovider",
      fields: [],
    });
    expect(
      parseLogLine("2026-11-21T10:00:00.000Z\tundefined\tINFO\tloading").requestId,
    ).toBeUndefined();
  });

  it("names Node's unhandled error", () => {
    const line = parseLogLine(
      `2026-11-21T10:00:00.000Z\t${id}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x is undefined","stack":[]}`,
    );
    expect(line).toMatchObject({ level: "error", errorType: "TypeError" });
    expect(
      parseLogLine(`2026-11-21T10:00:00.000Z\t${id}\tERROR\tpayment refused`),
    ).not.toHaveProperty("errorType");
  });

  it("splits Python's lines and names its unhandled error", () => {
    expect(parseLogLine(`[INFO]\t2026-10-27T19:17:45.586Z\t${id}\tcart loaded\n`)).toMatchObject({
      level: "info",
      requestId: id,
      text: "cart loaded",
    });
    expect(
      parseLogLine("[ERROR] ValueError: boom\nTraceback (most recent call last):\n"),
    ).toMatchObject({ level: "error", errorType: "ValueError" });
  });

  it("leaves print() alone", () => {
    expect(parseLogLine("hello  world\n")).toEqual({
      kind: "text",
      text: "hello  world",
      fields: [],
    });
    expect(parseLogLine("Errors are fine")).not.toHaveProperty("level");
  });

  it("turns a JSON line into message and fields", () => {
    const line = parseLogLine(
      `{"timestamp":"t","level":"WARN","requestId":"${id}","message":"slow","ms":402,"user":{"id":7}}`,
    );
    expect(line).toEqual({
      kind: "text",
      level: "warn",
      requestId: id,
      text: "slow",
      fields: [
        ["ms", "402"],
        ["user", '{"id":7}'],
      ],
    });
  });

  it("names the unhandled error of JSON logs", () => {
    const line = parseLogLine(
      `{"timestamp":"t","log_level":"ERROR","errorMessage":"boom","errorType":"ValueError","requestId":"${id}","stackTrace":[]}`,
    );
    expect(line).toMatchObject({
      level: "error",
      text: "boom",
      errorType: "ValueError",
      requestId: id,
    });
  });

  it("does not take broken JSON for JSON", () => {
    expect(parseLogLine("{not json}").text).toBe("{not json}");
  });
});
