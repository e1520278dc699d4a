import { expect, test } from "vitest";
import { findInterpreter, runRuntime, type RuntimeRun } from "../testing/run-runtime.ts";
import { pythonFamily } from "./families/python.ts";

const python = findInterpreter(pythonFamily);

const run = async (run: RuntimeRun) => {
  if (!python) throw new Error("these tests need python3");
  return runRuntime(python, { runtime: "python3.12", handler: "main.handler", ...run });
};
const code = (text: string, more: Partial<RuntimeRun> = {}) =>
  run({ files: { "main.py": text }, ...more });

test.each<[string, Record<string, string>, string]>([
  [
    "a package by dots",
    { "pkg/__init__.py": "", "pkg/mod.py": "def fn(e, c): return 'found'" },
    "pkg.mod.fn",
  ],
  ["a folder by slashes", { "pkg/mod.py": "def fn(e, c): return 'found'" }, "pkg/mod.fn"],
  [
    "a package itself",
    { "pkg/__init__.py": "from .mod import fn", "pkg/mod.py": "def fn(e, c): return 'found'" },
    "pkg.fn",
  ],
  [
    "a callable object",
    { "m.py": "class F:\n  def __call__(self, e, c): return 'found'\nfn = F()" },
    "m.fn",
  ],
  [
    "a module with the name of one of the runtime's",
    { "lambda_context.py": "def fn(e, c): return 'found'" },
    "lambda_context.fn",
  ],
])("finds a handler: %s", async (_what, files, handler) => {
  expect((await run({ files, handler })).answers[0]?.value).toBe("found");
});

test.each<[string, string, string, string, string | RegExp]>([
  [
    "no dot",
    "",
    "main",
    "Runtime.MalformedHandlerName",
    "Bad handler 'main': not enough values to unpack (expected 2, got 1)",
  ],
  [
    "a built-in module",
    "",
    "sys.exit",
    "Runtime.BuiltInModuleConflict",
    "Cannot use built-in module sys as a handler module",
  ],
  [
    "no such module",
    "",
    "absent/here.handler",
    "Runtime.ImportModuleError",
    "Unable to import module 'absent/here': No module named 'absent'",
  ],
  [
    "a missing import",
    "import absent",
    "main.handler",
    "Runtime.ImportModuleError",
    "Unable to import module 'main': No module named 'absent'",
  ],
  [
    "no such function",
    "x = 1",
    "main.handler",
    "Runtime.HandlerNotFound",
    "Handler 'handler' missing on module 'main'",
  ],
  [
    "a syntax error",
    "def (",
    "main.handler",
    "Runtime.UserCodeSyntaxError",
    /^Syntax error in module 'main': invalid syntax \(main\.py, line 1\)$/,
  ],
  ["a raise", "raise KeyError('gone')", "main.handler", "KeyError", "'gone'"],
])("an initialisation that fails: %s", async (_what, text, handler, errorType, errorMessage) => {
  const { initError, log, exit } = await code(text, { handler });
  expect(initError).toMatchObject({
    errorType,
    errorMessage:
      typeof errorMessage === "string" ? errorMessage : expect.stringMatching(errorMessage),
    requestId: "",
  });
  expect(exit?.code).toBe(1);
  expect(log[0]).toMatch(/^\[WARNING\]\t\S+Z\t\tLAMBDA_WARNING: Unhandled exception\. /);
  expect(log[1]).toMatch(/^\[ERROR\] \S+: .*\nTraceback \(most recent call last\):/);
});

test("a syntax error shows its line, a failed import its frames", async () => {
  const syntax = await code("x = 1\ndef (\n");
  expect(syntax.initError?.stackTrace).toEqual(['  File "/var/task/main.py" Line 2\n    def (\n']);
  const raised = await code("def deep():\n    raise ValueError('v')\ndeep()\n");
  expect(raised.initError).toBeDefined();
  const { stackTrace } = raised.initError as { stackTrace: string[] };
  expect(stackTrace.at(-1)).toBe(
    "  File \"/var/task/main.py\", line 2, in deep\n    raise ValueError('v')\n",
  );
});

test("results are written as AWS's encoder writes them", async () => {
  const text = [
    "import collections, datetime, decimal, math",
    "P = collections.namedtuple('P', 'x y')",
    "def handler(e, c): return eval(e)",
  ].join("\n");
  const events = [
    "P(1, (2,))",
    "{'a': decimal.Decimal('1.10'), 'b': [decimal.Decimal('0.1234567890123456789')]}",
    "{1: 2, None: b'text', b'k': 'ü'}",
    "b'raw'",
    "{1}",
    "math.nan",
    "decimal.Decimal('nan')",
    "datetime.datetime(2026, 1, 1)",
    "(lambda l: (l.append(l), l)[1])([])",
    "{(1, 2): 3}",
  ];
  const { answers } = await code(text, { events });
  const unable = "Runtime.MarshalError: Unable to marshal response: ";
  expect(
    answers.map(({ text, error }) => (error ? `${error.errorType}: ${error.errorMessage}` : text)),
  ).toEqual([
    '{"x": 1, "y": [2]}',
    '{"a": 1.10, "b": [0.1234567890123456789]}',
    '{"1": 2, "null": "text", "k": "ü"}',
    "raw",
    `${unable}Object of type set is not JSON serializable`,
    expect.stringContaining(`${unable}Out of range float values are not JSON compliant`),
    `${unable}Out of range float values are not JSON compliant`,
    `${unable}Object of type datetime is not JSON serializable`,
    `${unable}Circular reference detected`,
    `${unable}keys must be str, int, float, bool or None, not tuple`,
  ]);
});

test("a process that ends tells its status; threads go on", async () => {
  expect((await code("import sys\nsys.exit(4)")).exit?.code).toBe(4);
  expect((await code("import sys\ndef handler(e, c): sys.exit(5)")).exit?.code).toBe(5);
  expect((await code("import os\ndef handler(e, c): os._exit(6)")).exit?.code).toBe(6);
  const threads = await code(
    "import threading\nseen = []\ndef handler(e, c):\n    thread = threading.Thread(target=lambda: seen.append(e))\n    thread.start()\n    thread.join()\n    return seen",
    { events: [1, 2] },
  );
  expect(threads.answers.map(({ value }) => value)).toEqual([[1], [1, 2]]);
});

test("logging, print and context.log", async () => {
  const { log } = await code(
    "import logging, sys\nlogging.getLogger().setLevel('INFO')\ndef handler(e, c):\n    print('plain')\n    print('err', file=sys.stderr)\n    logging.info('two\\nlines')\n    logging.getLogger('x').debug('quiet')\n    c.log('by context')\n    try:\n        1 / 0\n    except ZeroDivisionError:\n        logging.exception('caught')\n",
  );
  const id = "00000000-0000-4000-8000-000000000000";
  const framed = log
    .filter((line) => !["plain\n", "err\n"].includes(line))
    .map((line) => line.replace(/\d{4}-\S+Z/, "time"));
  expect(log).toEqual(expect.arrayContaining(["plain\n", "err\n"]));
  expect(framed[0]).toBe(`[INFO]\ttime\t${id}\ttwo\nlines\n`);
  expect(framed[1]).toBe("by context");
  expect(framed[2]).toMatch(`[ERROR]\ttime\t${id}\tcaught\nTraceback (most recent call last):\n`);
});

test("JSON logs: members, exceptions, what a failed invocation writes", async () => {
  const { log, answers } = await code(
    "import logging\nlog = logging.getLogger('mine')\ndef handler(e, c):\n    log.warning('loud', extra={'order': {'id': 7}})\n    try:\n        {}['k']\n    except KeyError:\n        log.exception('caught')\n    raise ValueError('end')\n",
    { logging: { format: "JSON", applicationLogLevel: "INFO" } },
  );
  const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines[0]).toMatchObject({
    level: "WARNING",
    message: "loud",
    logger: "mine",
    order: { id: 7 },
  });
  expect(lines[0]).not.toHaveProperty("taskName");
  expect(lines[1]).toMatchObject({
    level: "ERROR",
    errorType: "KeyError",
    errorMessage: "'k'",
    location: "/var/task/main.py:handler:8",
    stackTrace: [expect.stringContaining("main.py")],
  });
  expect(lines[2]).toMatchObject({
    level: "ERROR",
    errorType: "ValueError",
    errorMessage: "end",
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
  });
  expect(answers[0]?.error).toMatchObject({
    errorType: "ValueError",
    stackTrace: ["  File \"/var/task/main.py\", line 9, in handler\n    raise ValueError('end')\n"],
  });
});

test("the context: client context, trace fields, its text", async () => {
  const clientContext = JSON.stringify({
    client: { app_title: "ü" },
    custom: { k: 1 },
    w3c: { traceparent: "00-1", baggage: 3 },
  });
  const { answers } = await code(
    "import os\ndef handler(e, c):\n    return [c.client_context.client.app_title, c.client_context.custom, c.w3c(), os.environ['_X_AMZN_TRACE_ID'], repr(c.client_context), c.get_remaining_time_in_millis() > 5000, repr(c).startswith('LambdaContext([aws_request_id=')]",
    { invocation: { clientContext } },
  );
  expect(answers[0]?.value).toEqual([
    "ü",
    { k: 1 },
    { traceparent: "00-1" },
    "Root=1-00000000-000000000000000000000000",
    "ClientContext([custom={'k': 1},env=None,client=Client([installation_id=None,app_title=ü,app_version_name=None,app_version_code=None,app_package_name=None])])",
    true,
    true,
  ]);
});
