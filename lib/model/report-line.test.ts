import { describe, expect, it } from "vitest";
import { parseReport } from "@/lib/model/report-line";

const id = "8f5a4b0e-7a5e-4a4c-9f0e-0a3f5f1c2d3e";

describe("parseReport, text", () => {
  it("reads a cold start", () => {
    const line = `REPORT RequestId: ${id}\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n`;
    expect(parseReport(line)).toEqual({
      requestId: id,
      durationMs: 3.01,
      billedDurationMs: 114,
      memorySizeMb: 128,
      maxMemoryUsedMb: 36,
      initDurationMs: 110.1,
    });
  });

  it("has no init for a warm call, and none for an init of zero", () => {
    const warm = `REPORT RequestId: ${id}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t`;
    expect(parseReport(warm)).not.toHaveProperty("initDurationMs");
    expect(parseReport(`${warm}Init Duration: 0.00 ms\t`)).not.toHaveProperty("initDurationMs");
  });

  it("reads status and error type", () => {
    const timeout = `REPORT RequestId: ${id}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 31 MB\tStatus: timeout`;
    expect(parseReport(timeout)).toMatchObject({ status: "timeout", durationMs: 3000 });
    const exit = `REPORT RequestId: ${id}\tDuration: 133.61 ms\tBilled Duration: 214 ms\tMemory Size: 1024 MB\tMax Memory Used: 1024 MB\tStatus: error\tError Type: Runtime.OutOfMemory\n`;
    expect(parseReport(exit)).toMatchObject({ status: "error", errorType: "Runtime.OutOfMemory" });
  });

  it("reads SnapStart and the second line of X-Ray", () => {
    const line = `REPORT RequestId: ${id}\tDuration: 8.10 ms\tBilled Duration: 26 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tRestore Duration: 631.81 ms\tBilled Restore Duration: 17 ms\t\nXRAY TraceId: 1-6ac7d554-62c6be2f6c1bd8032dac9acf\tSegmentId: 854892f93105b5ae\tSampled: true\t`;
    expect(parseReport(line)).toMatchObject({
      restoreDurationMs: 631.81,
      billedRestoreDurationMs: 17,
      traceId: "1-6ac7d554-62c6be2f6c1bd8032dac9acf",
    });
  });

  it("keeps what is there when fields are missing or in another order", () => {
    expect(
      parseReport(`REPORT RequestId: ${id}\tInit Duration: 0.25 ms\tDuration: 9 ms\n`),
    ).toEqual({
      requestId: id,
      initDurationMs: 0.25,
      durationMs: 9,
    });
  });

  it("is not fooled by other lines", () => {
    expect(parseReport("REPORT for Monday")).toBeUndefined();
    expect(parseReport(`START RequestId: ${id} Version: $LATEST`)).toBeUndefined();
    expect(parseReport("")).toBeUndefined();
  });
});

describe("parseReport, JSON", () => {
  it("reads a platform.report record", () => {
    const line = JSON.stringify({
      time: "2026-11-21T10:00:00.000Z",
      type: "platform.report",
      record: {
        requestId: id,
        status: "success",
        metrics: {
          durationMs: 12.5,
          billedDurationMs: 97,
          memorySizeMB: 256,
          maxMemoryUsedMB: 71,
          initDurationMs: 83.9,
        },
        tracing: { spanId: "1", type: "X-Amzn-Trace-Id", value: "Root=1-abc-def;Sampled=1" },
      },
    });
    expect(parseReport(line)).toEqual({
      requestId: id,
      durationMs: 12.5,
      billedDurationMs: 97,
      memorySizeMb: 256,
      maxMemoryUsedMb: 71,
      initDurationMs: 83.9,
      traceId: "1-abc-def",
    });
  });

  it("reads a failure", () => {
    const line = `{"time":"t","type":"platform.report","record":{"requestId":"${id}","status":"timeout","errorType":"Sandbox.Timedout","metrics":{"durationMs":3000}}}`;
    expect(parseReport(line)).toEqual({
      requestId: id,
      durationMs: 3000,
      status: "timeout",
      errorType: "Sandbox.Timedout",
    });
  });

  it("returns undefined for broken or foreign JSON", () => {
    expect(parseReport('{"type":"platform.report"')).toBeUndefined();
    expect(parseReport('{"note":"platform.report"}')).toBeUndefined();
    expect(
      parseReport('{"type":"x","note":"platform.report","record":{"requestId":"1"}}'),
    ).toBeUndefined();
  });
});
