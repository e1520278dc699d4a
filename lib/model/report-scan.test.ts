import { describe, expect, it } from "vitest";
import { scanReports } from "@/lib/model/report-scan";

const id = "aaaaaaaa-0000-4000-8000-000000000001";
const event = (message: string, timestampMs = 5_000, stream = "s[7]x") => ({
  id: message,
  timestampMs,
  stream,
  message,
});

describe("scanReports", () => {
  it("reads REPORT lines in text and JSON", () => {
    const { reports, streams } = scanReports([
      event(
        `REPORT RequestId: ${id}\tDuration: 12.5 ms\tBilled Duration: 113 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 100.10 ms\t\n`,
      ),
      event(
        JSON.stringify({
          type: "platform.report",
          record: {
            requestId: id,
            status: "timeout",
            metrics: { durationMs: 3000, billedDurationMs: 3000, memorySizeMB: 128 },
          },
        }),
        9_000,
        "t",
      ),
    ]);
    expect(streams).toEqual(["s[7]x", "t"]);
    expect(reports).toEqual([
      [id, 0, 5_000, "ok", null, 12.5, 113, 128, 36, 100.1, null],
      [id, 1, 9_000, "timeout", null, 3000, 3000, 128, null, null, null],
    ]);
  });

  it("notes errors that only the function's own lines tell", () => {
    const { errors, reports } = scanReports([
      event(`2026-01-01T00:00:00.000Z\t${id}\tERROR\tInvoke Error \t{"errorType":"TypeError"}`),
      event("[ERROR] ValueError: boom\nTraceback (most recent call last):\n", 6_000),
      event(`2026-01-01T00:00:00.000Z\t${id}\tERROR\tonly a complaint`),
    ]);
    expect(reports).toEqual([]);
    expect(errors).toEqual([
      [id, 0, 5_000, "TypeError"],
      [null, 0, 6_000, "ValueError"],
    ]);
  });
});
