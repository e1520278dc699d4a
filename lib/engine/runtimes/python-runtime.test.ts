import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";

let engine: FunctionRunner;
let made = 0;
beforeAll(async () => {
  engine = await runFunctions({ spareInterpreters: 4 });
});
afterAll(() => engine.stop());

async function run(
  code: string,
  input: Parameters<FunctionRunner["deploy"]>[2] = {},
  event: unknown = {},
) {
  const name = `python-${(made += 1)}`;
  await engine.deploy(
    name,
    { "app/main.py": code },
    {
      Runtime: "python3.12",
      Handler: "app/main.handler",
      Timeout: 30,
      ...input,
    },
  );
  return { name, ...(await engine.call(name, event)) };
}

test("a handler gets its event and a complete context", async () => {
  const { name, value } = await run(
    "import os\ndef handler(event, c):\n    return [event, c.function_name, c.function_version, c.memory_limit_in_mb, c.invoked_function_arn, c.log_group_name, len(c.aws_request_id), c.get_remaining_time_in_millis() > 25000, c.client_context, c.identity.cognito_identity_id, os.environ['LAMBDA_TASK_ROOT'] == os.getcwd()]",
    {},
    { text: "ü" },
  );
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  expect(value).toEqual([
    { text: "ü" },
    name,
    "$LATEST",
    "128",
    arn,
    `/aws/lambda/${name}`,
    36,
    true,
    null,
    null,
    true,
  ]);
});

test("print is raw, logging is formatted, one event for a message of several lines", async () => {
  const { name } = await run(
    "import logging\nlogging.getLogger().setLevel(logging.INFO)\ndef handler(e, c):\n    print('plain')\n    logging.info('two\\n%s', 'lines')\n",
  );
  const messages = await engine.logged(name);
  expect(messages).toContain("plain\n");
  const formatted = messages.find((message) => message.startsWith("[INFO]"));
  expect(formatted).toMatch(/^\[INFO\]\t\d{4}-\S+\.\d{3}Z\t[0-9a-f-]{36}\ttwo\nlines\n$/);
});

test("JSON logging names logger, level and what went wrong", async () => {
  const { name } = await run(
    "import logging\nlog = logging.getLogger('mine')\ndef handler(e, c):\n    log.debug('quiet')\n    log.warning('loud', extra={'order': 7})\n    raise KeyError('gone')\n",
    { LoggingConfig: { LogFormat: "JSON" } },
  );
  const events = (await engine.logged(name)).map(
    (line) => JSON.parse(line) as Record<string, unknown>,
  );
  expect(events.some(({ message }) => message === "quiet")).toBe(false);
  expect(events).toContainEqual(
    expect.objectContaining({
      level: "WARNING",
      message: "loud",
      logger: "mine",
      order: 7,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    }),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ level: "ERROR", errorType: "KeyError", errorMessage: "'gone'" }),
  );
});

test.each([
  ["TRACE", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]],
  ["WARN", ["WARNING", "ERROR", "CRITICAL"]],
  ["FATAL", ["CRITICAL"]],
] as const)("the application's log level %s lets through %j", async (level, expected) => {
  const { name } = await run(
    "import logging\ndef handler(e, c):\n    for level in (5, 10, 20, 30, 40, 50):\n        logging.log(level, 'mine')\n",
    { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: level } },
  );
  const events = (await engine.logged(name)).map(
    (line) => JSON.parse(line) as Record<string, unknown>,
  );
  const mine = events.filter(({ message }) => message === "mine");
  expect(mine.map((event) => event.level)).toEqual(expected);
});

test("an exception is the answer and is logged, with paths as on AWS", async () => {
  const { error, value, tail } = await run(
    "def inner(): raise ValueError('bad')\ndef handler(e, c):\n    inner()\n",
  );
  expect(error).toBe("Unhandled");
  expect(value).toMatchObject({
    errorMessage: "bad",
    errorType: "ValueError",
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const { stackTrace } = value as { stackTrace: string[] };
  expect(stackTrace).toHaveLength(2);
  expect(stackTrace[0]).toMatch(
    /^ {2}File "\/var\/task\/app\/main\.py", line 3, in handler\n {4}inner\(\)\n$/,
  );
  expect(tail).toContain(
    "[ERROR] ValueError: bad\nTraceback (most recent call last):\n\u00a0\u00a0File",
  );
});

test.each([
  [
    "ImportModuleError",
    "import absent_module",
    "app/main.handler",
    "Unable to import module 'app/main': No module named 'absent_module'",
  ],
  [
    "HandlerNotFound",
    "x = 1",
    "app/main.handler",
    "Handler 'handler' missing on module 'app/main'",
  ],
  ["UserCodeSyntaxError", "def (", "app/main.handler", /^Syntax error in module 'app.main': /],
  ["MalformedHandlerName", "x = 1", "main", /^Bad handler 'main'/],
  [
    "MarshalError",
    "def handler(e, c): return {1}",
    "app/main.handler",
    /^Unable to marshal response: /,
  ],
])("Runtime.%s", async (type, code, Handler, message) => {
  const { value } = await run(code, { Handler });
  expect(value).toMatchObject({ errorType: `Runtime.${type}` });
  expect((value as { errorMessage: string }).errorMessage).toMatch(message);
});

test("a process that ends itself is told by its status", async () => {
  const { value } = await run("import os\ndef handler(e, c): os._exit(9)");
  expect(value).toMatchObject({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(/exit status 9$/),
  });
});
