import { describe, expect, it } from "vitest";
import { failureKind, type InvokeResult } from "./invoke";
import { failureAdvice, refusalSteps } from "./invoke-advice";
import type { Report } from "./report-line";

const detail = {
  name: "checkout",
  timeoutSeconds: 3,
  memoryMb: 128,
  handler: "index.handler",
  runtime: "nodejs22.x",
  roleArn: "arn:aws:iam::123456789012:role/checkout-role",
};
const failed = (payload: object, report?: Partial<Report>, logTail?: string): InvokeResult => ({
  functionError: "Unhandled",
  payload: JSON.stringify(payload),
  roundTripMs: 1,
  requestId: "id-1",
  logTail,
  ...(report && { report: { requestId: "id-1", ...report } }),
});
const labels = (result: InvokeResult) =>
  failureAdvice(result, detail)?.steps.map(({ label }) => label);

describe("failureAdvice", () => {
  it("is silent about what ended well", () => {
    expect(failureAdvice({ payload: "1", roundTripMs: 1 }, detail)).toBeUndefined();
  });

  it("knows a time-out, from the report or from the message alone", () => {
    const message = {
      errorType: "Sandbox.Timedout",
      errorMessage: "RequestId: id-1 Error: Task timed out after 3.00 seconds",
    };
    for (const result of [
      failed(message),
      failed({ errorMessage: message.errorMessage }),
      failed({}, { status: "timeout" }),
    ]) {
      expect(failureAdvice(result, detail)).toMatchObject({
        title: expect.stringMatching(/^Timed out after 3/),
        because: expect.stringContaining("time-out of 3 s"),
        steps: [{ path: "/functions/checkout/configuration?field=timeoutSeconds" }, {}],
      });
    }
  });

  it("knows when memory was used up, however the runtime died of it", () => {
    const killed = {
      errorType: "Runtime.ExitError",
      errorMessage: "Error: Runtime exited with error: signal: killed",
    };
    const cases = [
      failed(killed),
      failed(killed, { status: "error", errorType: "Runtime.OutOfMemory" }),
      failed(killed, { status: "error", memorySizeMb: 128, maxMemoryUsedMb: 128 }),
      failed({ errorType: "MemoryError", errorMessage: "" }),
      failed(
        { errorType: "Runtime.ExitError" },
        { status: "error", maxMemoryUsedMb: 90, memorySizeMb: 128 },
        "FATAL ERROR: Reached heap limit - JavaScript heap out of memory",
      ),
    ];
    for (const result of cases) {
      expect(failureKind(result)).toBe("out-of-memory");
      expect(labels(result)?.[0]).toBe("Raise the memory");
    }
    // Killed by something else: there was memory left.
    expect(
      failureKind(failed(killed, { status: "error", memorySizeMb: 128, maxMemoryUsedMb: 40 })),
    ).toBe("error");
  });

  it("leads to the line of the function's own code that threw", () => {
    const advice = failureAdvice(
      failed({
        errorType: "TypeError",
        errorMessage: "x",
        trace: [
          "TypeError: x",
          "    at Object.<anonymous> (/var/runtime/a.js:1:1)",
          "    at handler (/var/task/src/cart.js:12:7)",
        ],
      }),
      detail,
    );
    expect(advice).toMatchObject({
      title: "TypeError",
      steps: [
        {
          label: "Open src/cart.js, line 12",
          path: "/functions/checkout/code?file=src%2Fcart.js&line=12",
        },
        { label: "See its log lines", path: "/functions/checkout/logs?request=id-1" },
      ],
    });
  });

  it("says what a missing handler, a refused service and an exit mean", () => {
    expect(
      failureAdvice(failed({ errorType: "Runtime.HandlerNotFound", errorMessage: "" }), detail)
        ?.because,
    ).toContain("index.handler");
    expect(
      failureAdvice(failed({ errorType: "AccessDeniedException", errorMessage: "" }), detail)
        ?.because,
    ).toContain("role checkout-role");
    expect(
      failureAdvice(
        failed({ errorType: "Runtime.ExitError", errorMessage: "exit status 1" }),
        detail,
      )?.because,
    ).toContain("ended before");
  });
});

describe("refusalSteps", () => {
  const steps = (kind: Parameters<typeof refusalSteps>[0]["kind"], code?: string) =>
    refusalSteps({ kind, title: "t", detail: "d", code }, detail).map((step) =>
      step.kind === "page" ? step.path : step.label,
    );
  it("leads to the limit that throttled", () => {
    expect(
      steps("throttled", "HTTP 429 ReservedFunctionConcurrentInvocationLimitExceeded"),
    ).toEqual(["/functions/checkout/concurrency", "Send it again"]);
    expect(steps("throttled", "HTTP 429 ConcurrentInvocationLimitExceeded")[0]).toBe(
      "/concurrency",
    );
  });
  it("offers to reconnect, to send again, to send without streaming", () => {
    expect(steps("unreachable")).toEqual(["Reconnect and send again"]);
    expect(steps("denied")).toEqual(["Send it again"]);
    expect(steps("unsupported")).toEqual(["Send it without streaming"]);
    expect(steps("invalid")).toEqual([]);
  });
});
