import { expect, test } from "vitest";
import { errorPattern, errorTrend, groupErrors } from "./error-groups";
import type { LogEvent } from "./log-line";

const id = (n: number) => `40ac9f7d-5b1e-4f02-93c7-${String(n).padStart(12, "0")}`;
const at = "2026-11-26T14:18:24.487Z";
let count = 0;
function event(
  message: string,
  timestampMs = 1000 + count,
  stream = "2026/11/26/[47]8e0d",
): LogEvent {
  count += 1;
  return { id: String(count), timestampMs, stream, message };
}
const group = (...messages: string[]) => groupErrors(messages.map((message) => event(message)));
const brief = (...messages: string[]) =>
  group(...messages).map(({ kind, type, message, origin, count }) => [
    kind,
    type,
    message,
    origin && `${origin.file}:${origin.line}`,
    count,
  ]);

const nodeUncaught = (n: number, message: string) =>
  `${at}\t${id(n)}\tERROR\tInvoke Error \t${JSON.stringify({
    errorType: "PaymentTimeout",
    errorMessage: message,
    stack: [
      `PaymentTimeout: ${message}`,
      "    at authorize (/var/task/src/payment.js:88:11)",
      "    at async Runtime.handler (/var/task/src/checkout.js:41:20)",
    ],
  })}`;

test.each<[string, string[], unknown[][]]>([
  [
    "Node.js: uncaught errors, alike but for a number",
    [nodeUncaught(1, "no reply in 1,000 ms"), nodeUncaught(2, "no reply in 250 ms")],
    [["unhandled", "PaymentTimeout", "no reply in 250 ms", "src/payment.js:88", 2]],
  ],
  [
    "Node.js: console.error with an error, its lines joined by carriage returns",
    [
      `${at}\t${id(1)}\tERROR\tTypeError: x is not a function\r    at f (/var/task/a.js:3:1)\r    at g (/var/task/b.js:1:1)`,
    ],
    [["logged", "TypeError", "x is not a function", "a.js:3", 1]],
  ],
  [
    "Node.js: a line of level error",
    [
      `${at}\t${id(1)}\tERROR\tpayment refused for o_5590311`,
      `${at}\t${id(2)}\tINFO\tError budget is fine`,
    ],
    [["logged", undefined, "payment refused for o_5590311", undefined, 1]],
  ],
  [
    "Node.js: the same message from two places is two errors",
    [
      `${at}\t${id(1)}\tERROR\tError: down\n    at f (/var/task/a.js:3:1)`,
      `${at}\t${id(1)}\tERROR\tError: down\n    at f (/var/task/b.js:3:1)`,
    ],
    [
      ["logged", "Error", "down", "b.js:3", 1],
      ["logged", "Error", "down", "a.js:3", 1],
    ],
  ],
  [
    "Node.js in JSON: an error object, and the report that says the request failed with it",
    [
      JSON.stringify({
        timestamp: at,
        level: "ERROR",
        requestId: id(1),
        errorType: "RangeError",
        errorMessage: "too far",
        stackTrace: ["RangeError: too far", "    at walk (/var/task/walk.mjs:7:9)"],
      }),
      JSON.stringify({
        time: at,
        type: "platform.report",
        record: {
          requestId: id(1),
          status: "error",
          errorType: "RangeError",
          metrics: { durationMs: 3 },
        },
      }),
    ],
    [["unhandled", "RangeError", "too far", "walk.mjs:7", 1]],
  ],
  [
    "a logger's JSON with the error inside",
    [
      JSON.stringify({
        level: "error",
        msg: "job 17 failed",
        err: {
          type: "Gone",
          message: "no such job",
          stack: "Gone: no such job\n    at run (/var/task/job.js:5:5)",
        },
      }),
    ],
    [["logged", "Gone", "no such job", "job.js:5", 1]],
  ],
  [
    "Python: an unhandled error with its trace",
    [
      '[ERROR] ValueError: boom 12\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line 4, in handler\n\u00a0\u00a0\u00a0\u00a0load()\n\u00a0\u00a0File "/var/task/load.py", line 9, in load\n\u00a0\u00a0\u00a0\u00a0raise ValueError(\'boom 12\')',
    ],
    [["unhandled", "ValueError", "boom 12", "load.py:9", 1]],
  ],
  [
    "Python: logger.error",
    [`[ERROR]\t${at}\t${id(3)}\tno stock for sku 8841`],
    [["logged", undefined, "no stock for sku 8841", undefined, 1]],
  ],
  [
    "Python in JSON",
    [
      JSON.stringify({
        timestamp: at,
        log_level: "ERROR",
        errorMessage: "'name'",
        errorType: "KeyError",
        requestId: id(4),
        stackTrace: ['  File "/var/task/app.py", line 3, in handler\n    return event["name"]\n'],
      }),
    ],
    [["unhandled", "KeyError", "'name'", "app.py:3", 1]],
  ],
  [
    "a trace that was printed line by line",
    [
      "Traceback (most recent call last):",
      '  File "/var/task/app.py", line 8, in handler',
      "    parse()",
      "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    ],
    [
      [
        "logged",
        "json.decoder.JSONDecodeError",
        "Expecting value: line 1 column 1 (char 0)",
        "app.py:8",
        1,
      ],
    ],
  ],
  [
    "Java, with the lines of its trace as events",
    [
      "java.lang.IllegalStateException: no bean",
      "\tat com.example.Handler.handleRequest(Handler.java:12)",
      "\tat java.base/java.lang.Thread.run(Thread.java:840)",
      "Caused by: java.io.IOException: shut",
    ],
    [["logged", "java.lang.IllegalStateException", "no bean", "Handler.java:12", 1]],
  ],
  [
    "Go: a panic",
    [
      "panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.handler()\n\t/src/main.go:12 +0x1d",
    ],
    [
      [
        "unhandled",
        undefined,
        "panic: runtime error: index out of range [5] with length 3",
        "/src/main.go:12",
        1,
      ],
    ],
  ],
  [
    "a time-out told by a line and by the report counts once",
    [
      `${at} ${id(1)} Task timed out after 3.00 seconds`,
      `REPORT RequestId: ${id(1)}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tStatus: timeout`,
      `REPORT RequestId: ${id(2)}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tStatus: timeout`,
    ],
    [["timeout", undefined, "Timed out", undefined, 2]],
  ],
  [
    "out of memory: the killed process and the full memory are one failure",
    [
      `RequestId: ${id(1)} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`,
      `REPORT RequestId: ${id(1)}\tDuration: 90.00 ms\tBilled Duration: 90 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.ExitError`,
    ],
    [["out-of-memory", undefined, "Out of memory", undefined, 1]],
  ],
  [
    "the process ended by itself",
    [
      `RequestId: ${id(1)} Error: Runtime exited with error: exit status 3\nRuntime.ExitError`,
      `REPORT RequestId: ${id(1)}\tDuration: 90.00 ms\tBilled Duration: 90 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tStatus: error\tError Type: Runtime.ExitError`,
    ],
    [["exit", "Runtime.ExitError", "Runtime exited with error: exit status 3", undefined, 1]],
  ],
  [
    "an uncaught exception explains the exit that follows it",
    [
      `${at}\t${id(1)}\tERROR\tUncaught Exception \t{"errorType":"Error","errorMessage":"late","stack":["Error: late","    at f (/var/task/i.js:1:1)"]}`,
      `REPORT RequestId: ${id(1)}\tDuration: 9.00 ms\tBilled Duration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tStatus: error\tError Type: Runtime.ExitError`,
    ],
    [["unhandled", "Error", "late", "i.js:1", 1]],
  ],
  [
    "a start that failed",
    [
      "INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError",
    ],
    [["init", "Runtime.ImportModuleError", "The start failed", undefined, 1]],
  ],
  [
    "lines that tell of no error",
    [
      `START RequestId: ${id(1)} Version: 47`,
      `REPORT RequestId: ${id(1)}\tDuration: 9.00 ms\tBilled Duration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB`,
      `${at}\t${id(1)}\tWARN\tretry after timeout`,
      "the errors of the day: none",
      JSON.stringify({ level: "INFO", message: "error rate 0" }),
    ],
    [],
  ],
])("%s", (_, messages, expected) => {
  expect(brief(...messages)).toEqual(expected);
});

test("every error line is found by the filter pattern, whatever wrote it", () => {
  const lines = [
    nodeUncaught(1, "x"),
    "[ERROR] ValueError: boom",
    '{"level":"error","msg":"x"}',
    '{"level":"fatal","msg":"x"}',
    '{"log_level":"ERROR","errorType":"KeyError"}',
    `${at} ${id(1)} Task timed out after 3.00 seconds`,
    `REPORT RequestId: ${id(1)}\tDuration: 1 ms\tStatus: timeout`,
    `REPORT RequestId: ${id(1)}\tDuration: 1 ms\tStatus: error\tError Type: Runtime.ExitError`,
    '{"type":"platform.report","record":{"status":"timeout"}}',
    '{"type":"platform.report","record":{"status":"failure"}}',
    `RequestId: ${id(1)} Process exited before completing request`,
    "panic: runtime error",
    "java.lang.NullPointerException: x",
  ];
  const terms = errorPattern.match(/"[^"]+"|[^?" ]+/g)!.map((term) => term.replaceAll('"', ""));
  const isFound = (line: string) => terms.some((term) => line.includes(term));
  for (const line of lines) expect(isFound(line), line).toBe(true);
  expect(isFound(`START RequestId: ${id(1)} Version: 47`)).toBe(false);
  expect(errorPattern.length).toBeLessThan(1024);
});

test("a group knows its first and last time, requests, versions and occurrences", () => {
  const [found] = groupErrors([
    event(nodeUncaught(1, "no 1"), 100, "2026/11/26/[46]aa"),
    event(nodeUncaught(2, "no 2"), 200, "2026/11/26/[47]bb"),
    event(nodeUncaught(2, "no 3"), 300, "2026/11/26/[47]bb"),
  ]);
  expect(found).toMatchObject({
    count: 3,
    requests: 2,
    firstMs: 100,
    lastMs: 300,
    versions: ["46", "47"],
  });
  expect(found!.occurrences.map(({ requestId, version }) => [requestId, version])).toEqual([
    [id(2), "47"],
    [id(2), "47"],
    [id(1), "46"],
  ]);
  expect(errorTrend(found!, { startMs: 0, endMs: 400 }, 4)).toEqual([0, 1, 1, 1]);
  expect(found!.stack[1]).toContain("payment.js:88");
});
