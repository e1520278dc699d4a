import { describe, expect, it } from "vitest";
import { outcomeText } from "@/lib/model/invocation";
import { groupInvocations } from "@/lib/model/log-invocations";
import type { LogEvent } from "@/lib/model/log-line";

const a = "aaaaaaaa-0000-4000-8000-000000000001";
const b = "bbbbbbbb-0000-4000-8000-000000000002";

function events(...lines: [stream: string, message: string][]): LogEvent[] {
  return lines.map(([stream, message], i) => ({
    id: String(i),
    timestampMs: 1000 + i,
    stream,
    message,
  }));
}

const report = (id: string, rest = "") =>
  `REPORT RequestId: ${id}\tDuration: 5.00 ms\tBilled Duration: 6 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t${rest}`;

describe("groupInvocations", () => {
  it("gives a cold start its init output and plain lines", () => {
    const [only, ...others] = groupInvocations(
      events(
        ["s", "INIT_START Runtime Version: nodejs:22"],
        ["s", "2026-11-21T10:00:00.000Z\tundefined\tINFO\tloading"],
        ["s", `START RequestId: ${a} Version: 47`],
        ["s", "plain print"],
        ["s", `END RequestId: ${a}`],
        ["s", report(a, "Init Duration: 90.00 ms")],
      ),
    );
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      requestId: a,
      version: "47",
      outcome: "ok",
      cold: true,
      endMs: 1005,
    });
    expect(only?.lines.map(({ line }) => line.kind)).toEqual([
      "init",
      "text",
      "start",
      "text",
      "end",
      "report",
    ]);
  });

  it("keeps interleaved streams apart and puts the newest first", () => {
    const rows = groupInvocations(
      events(
        ["s1", `START RequestId: ${a} Version: $LATEST`],
        ["s2", `START RequestId: ${b} Version: $LATEST`],
        ["s1", "of a"],
        ["s2", "of b"],
        ["s1", report(a)],
        ["s2", report(b)],
      ),
    );
    expect(rows.map((row) => row.requestId)).toEqual([b, a]);
    expect(rows[0]?.lines.map(({ event }) => event.message)).toContain("of b");
    expect(rows[0]?.lines.map(({ event }) => event.message)).not.toContain("of a");
    expect(rows.every((row) => !row.cold)).toBe(true);
  });

  it("does not give a later line to a request that is over", () => {
    const rows = groupInvocations(
      events(
        ["s", `START RequestId: ${a} Version: 1`],
        ["s", report(a)],
        ["s", "stray"],
        ["s", `START RequestId: ${b} Version: 1`],
      ),
    );
    const byId = new Map(rows.map((row) => [row.requestId, row]));
    expect(byId.get(a)?.lines).toHaveLength(2);
    expect(byId.get(b)?.lines.map(({ event }) => event.message)).toEqual([
      "stray",
      `START RequestId: ${b} Version: 1`,
    ]);
  });

  it("shows a request that has not reported yet as running", () => {
    expect(groupInvocations(events(["s", `START RequestId: ${a} Version: 1`]))[0]).toMatchObject({
      outcome: "running",
    });
  });

  it.each([
    ["timeout", "Timed out", [report(a, "Status: timeout")]],
    [
      "timeout",
      "Timed out",
      [`2024-03-04T17:22:38.033Z ${a} Task timed out after 3.00 seconds`, report(a)],
    ],
    [
      "out-of-memory",
      "Out of memory",
      [report(a, "Status: error\tError Type: Runtime.OutOfMemory")],
    ],
    [
      "out-of-memory",
      "Out of memory",
      [
        `RequestId: ${a} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`,
        report(a).replace("Used: 40", "Used: 128"),
      ],
    ],
    ["error", "Runtime.ExitError", [report(a, "Status: error\tError Type: Runtime.ExitError")]],
    [
      "error",
      "TypeError",
      [
        `2026-11-21T10:00:00.000Z\t${a}\tERROR\tInvoke Error \t{"errorType":"TypeError"}`,
        report(a),
      ],
    ],
    ["error", "ValueError", ["[ERROR] ValueError: boom\nTraceback", report(a)]],
    ["ok", "Success", [`2026-11-21T10:00:00.000Z\t${a}\tERROR\tcaught and handled`, report(a)]],
  ])("outcome %s, said as %s", (outcome, words, messages) => {
    const lines: [string, string][] = [`START RequestId: ${a} Version: 1`, ...messages].map(
      (message) => ["s", message],
    );
    const [row] = groupInvocations(events(...lines));
    expect(row?.outcome).toBe(outcome);
    expect(row && outcomeText(row)).toBe(words);
  });

  it("groups JSON logs", () => {
    const [row] = groupInvocations(
      events(
        ["s", `{"time":"t","type":"platform.initStart","record":{"phase":"init"}}`],
        ["s", `{"time":"t","type":"platform.start","record":{"requestId":"${a}","version":"3"}}`],
        ["s", `{"timestamp":"t","level":"INFO","requestId":"${a}","message":"hi"}`],
        [
          "s",
          `{"time":"t","type":"platform.report","record":{"requestId":"${a}","status":"success","metrics":{"durationMs":5,"initDurationMs":80}}}`,
        ],
      ),
    );
    expect(row).toMatchObject({ version: "3", outcome: "ok", cold: true });
    expect(row?.lines).toHaveLength(4);
  });
});
