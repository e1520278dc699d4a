import { expect, test } from "vitest";
import { findInterpreter, runRuntime, type RuntimeRun } from "../testing/run-runtime.ts";
import { rubyFamily } from "./families/ruby.ts";

const ruby = findInterpreter(rubyFamily);

/** Skipped, visibly, on a machine without Ruby. */
const rubyTest = test.skipIf(!ruby);

const run = async (run: RuntimeRun) => {
  if (!ruby) throw new Error("this machine has no Ruby");
  return runRuntime(ruby, { runtime: "ruby3.3", handler: "app.handler", ...run });
};
const code = (text: string, more: Partial<RuntimeRun> = {}) =>
  run({ files: { "app.rb": text }, ...more });

rubyTest("handlers: a method, a class's method, a file in a folder, an IO as it is", async () => {
  const { answers } = await code(
    "require 'stringio'\ndef handler(event:, context:)\n  event == 'io' ? StringIO.new('raw') : { got: event, id: context.aws_request_id, left: context.get_remaining_time_in_millis > 5000, trace: ENV['_X_AMZN_TRACE_ID'] }\nend",
    { events: [{ a: "ü" }, "io"] },
  );
  expect(answers[0]?.value).toEqual({
    got: { a: "ü" },
    id: "00000000-0000-4000-8000-000000000000",
    left: true,
    trace: "Root=1-00000000-000000000000000000000000",
  });
  expect(answers[1]?.text).toBe("raw");
  const inClass = await run({
    files: {
      "lib/app.rb":
        "class App\n  def self.process(event:, context:)\n    [event, context.client_context, context.w3c]\n  end\nend",
    },
    handler: "lib/app.App.process",
    invocation: { clientContext: '{"custom":{"k":1},"w3c":{"traceparent":"00-1","other":"x"}}' },
  });
  expect(inClass.answers[0]?.value).toEqual([{}, { custom: { k: 1 } }, { traceparent: "00-1" }]);
});

rubyTest(
  "an error is the answer and the function goes on; a critical one ends the process",
  async () => {
    const { answers, log } = await code(
      "def handler(event:, context:)\n  raise ArgumentError, 'bad' if event == 1\n  event\nend",
      { events: [1, 2] },
    );
    expect(answers[0]?.error).toEqual({
      errorMessage: "bad",
      errorType: "Function<ArgumentError>",
      stackTrace: [expect.stringMatching(/^\/var\/task\/app\.rb:2:in [`']/)],
    });
    expect(answers[1]?.value).toBe(2);
    expect(log[0]).toBe("Error raised from handler method");
    expect(JSON.parse(log[1] ?? "")).toEqual(answers[0]?.error);
    const critical = await code("def handler(event:, context:)\n  nothing_here\nend");
    expect(critical.answers[0]?.error).toMatchObject({ errorType: "Function<NameError>" });
    expect(critical.exit?.code).toBe(255);
    const exiting = await code("def handler(event:, context:)\n  exit(3)\nend");
    expect(exiting.answers[0]?.error).toMatchObject({
      errorType: "Function<SystemExit>",
      errorMessage: "exit",
    });
  },
);

rubyTest.each<[string, string, string, RegExp]>([
  [
    "ArgumentError",
    "",
    "app",
    /^Invalid handler \["app"\], must be of form FILENAME\.METHOD or FILENAME\.CLASS\.METHOD /,
  ],
  ["LoadError", "", "absent.handler", /^cannot load such file -- absent$/],
  ["SyntaxError", "def (", "app.handler", /app\.rb:1: /],
  ["RuntimeError", "raise 'at load'", "app.handler", /^at load$/],
])("an initialisation that fails with %s", async (type, text, handler, message) => {
  const { initError, exit } = await code(text, { handler });
  expect(initError).toMatchObject({
    errorType: `Init<${type}>`,
    errorMessage: expect.stringMatching(message) as string,
  });
  expect(exit?.code).toBe(252);
});

rubyTest("puts and loggers write one event a call, in text or JSON", async () => {
  const text =
    "require 'logger'\nLOG = Logger.new($stdout)\ndef handler(event:, context:)\n  puts 'two', 'lines'\n  LOG.info('told')\n  LOG.debug('quiet')\n  LOG.error(ArgumentError.new('e'))\n  print \"raw\\n\"\nend";
  const { log } = await code(text);
  expect(log[0]).toBe("two\nlines");
  expect(log[1]).toMatch(
    /^I, \[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6} #\d+\] {2}INFO 00000000-0000-4000-8000-000000000000 -- : told\n$/,
  );
  expect(log).toContain("raw\n");
  const json = await code(text, { logging: { format: "JSON", applicationLogLevel: "INFO" } });
  const lines = json.log
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as object);
  expect(lines).toEqual([
    expect.objectContaining({
      level: "INFO",
      message: "told",
      requestId: "00000000-0000-4000-8000-000000000000",
    }),
    expect.objectContaining({
      level: "ERROR",
      message: "e",
      errorType: "ArgumentError",
      errorMessage: "e",
    }),
  ]);
});
