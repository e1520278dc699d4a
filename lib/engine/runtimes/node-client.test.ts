import { expect, test } from "vitest";
import { runRuntime, type RuntimeRun } from "../testing/run-runtime.ts";
import { nodeFamily } from "./families/node.ts";

const node = { family: nodeFamily, path: process.execPath, version: process.versions.node };
const run = (run: RuntimeRun) => runRuntime(node, run);
const code = (text: string, more: Partial<RuntimeRun> = {}) =>
  run({ files: { "index.js": text }, ...more });
const es = (text: string, more: Partial<RuntimeRun> = {}) =>
  run({ files: { "index.mjs": text }, ...more });

/** What one handler answered: its value, or the error's type and message. */
async function answerOf(files: Record<string, string>, handler: string, more = {}) {
  const { answers, initError } = await run({ files, handler, ...more });
  const error = initError ?? answers[0]?.error;
  return error ? [error.errorType, error.errorMessage] : answers[0]?.value;
}

test.each<[string, Record<string, string>, string, unknown]>([
  ["a file in folders", { "a/b/c.js": "exports.h = async () => 'found'" }, "a/b/c.h", "found"],
  ["an absolute-looking path", { "a/c.js": "exports.h = async () => 'found'" }, "./a/c.h", "found"],
  ["a nested member", { "i.js": "exports.x = { y: { z: async () => 1 } }" }, "i.x.y.z", 1],
  [
    "a member of a function",
    { "i.js": "exports.x = () => 0; exports.x.y = async () => 1" },
    "i.x.y",
    1,
  ],
  ["no extension before .js", { i: "exports.h = async () => 'bare'", "i.js": "" }, "i.h", "bare"],
  [
    ".js before .mjs and .cjs",
    { "i.js": "exports.h = async () => 'js'", "i.mjs": "", "i.cjs": "" },
    "i.h",
    "js",
  ],
  [
    ".mjs before .cjs",
    { "i.mjs": "export const h = async () => 'mjs'", "i.cjs": "" },
    "i.h",
    "mjs",
  ],
  [
    ".cjs in a package of modules",
    { "i.cjs": "exports.h = async () => 'cjs'", "package.json": '{"type":"module"}' },
    "i.h",
    "cjs",
  ],
  [
    "the nearest package.json",
    {
      "src/i.js": "export const h = async () => 'esm'",
      "src/package.json": '{"type":"module"}',
      "package.json": "{}",
    },
    "src/i.h",
    "esm",
  ],
  [
    "a folder with an index",
    { "lib/index.js": "exports.h = async () => 'index'" },
    "lib.h",
    "index",
  ],
  [
    "a package",
    { "node_modules/pkg/index.js": "exports.h = async () => 'package'" },
    "pkg.h",
    "package",
  ],
  [
    "a top-level await",
    { "i.mjs": "const v = await Promise.resolve(7); export const h = async () => v" },
    "i.h",
    7,
  ],
  [
    "what TypeScript compiles to",
    {
      "i.js":
        '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.h = void 0;\nconst h = async () => "ts";\nexports.h = h;',
    },
    "i.h",
    "ts",
  ],
  [
    "what bundlers write",
    {
      "i.js":
        'var __defProp = Object.defineProperty; var h_exports = {}; __defProp(h_exports, "h", { get: () => h, enumerable: true }); module.exports = h_exports; var h = async () => "bundled";',
    },
    "i.h",
    "bundled",
  ],
])("finds a handler: %s", async (_what, files, handler, value) => {
  expect(await answerOf(files, handler)).toEqual(value);
});

const cannotFind = (name: string, ...requiring: string[]) => [
  "Runtime.ImportModuleError",
  [
    `Error: Cannot find module '${name}'`,
    "Require stack:",
    ...requiring.map((file) => `- ${file}`),
  ].join("\n"),
];

test.each<[string, Record<string, string>, string, unknown]>([
  ["no dot", { "i.js": "" }, "i", ["Runtime.MalformedHandlerName", "Bad handler"]],
  [
    "a way up",
    { "i.js": "" },
    "../i.h",
    [
      "Runtime.MalformedHandlerName",
      "'../i.h' is not a valid handler name. Use absolute paths when specifying root directories in handler names.",
    ],
  ],
  [
    "not exported",
    { "i.js": "" },
    "i.h",
    ["Runtime.HandlerNotFound", "i.h is undefined or not exported"],
  ],
  [
    "not a function",
    { "i.js": "exports.h = 'text'" },
    "i.h",
    ["Runtime.HandlerNotFound", "i.h is not a function"],
  ],
  ["no such file", {}, "absent.h", cannotFind("absent", "/var/runtime/index.mjs")],
  [
    "a missing module",
    { "i.js": "require('nothing')" },
    "i.h",
    cannotFind("nothing", "/var/task/i.js", "/var/runtime/index.mjs"),
  ],
  [
    "a missing module, imported",
    { "i.mjs": "import 'nothing'" },
    "i.h",
    ["Error", "Cannot find package 'nothing' imported from /var/task/i.mjs"],
  ],
  [
    "a syntax error",
    { "i.js": "exports.h = (" },
    "i.h",
    ["Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token '}'"],
  ],
  ["a throw", { "i.js": "throw new TypeError('at load')" }, "i.h", ["TypeError", "at load"]],
  [
    "a rejected top-level await",
    { "i.mjs": "await Promise.reject(new RangeError('late'))" },
    "i.h",
    ["RangeError", "late"],
  ],
])("an initialisation that fails: %s", async (_what, files, handler, error) => {
  const answer = await answerOf(files, handler);
  // Newer versions of Node.js say what they would have liked to see.
  if (_what === "a syntax error")
    expect(answer).toEqual([(error as string[])[0], expect.stringMatching(/^SyntaxError: /)]);
  else expect(answer).toEqual(error);
});

test("processes that end by themselves tell their status", async () => {
  const loading = await code("process.exit(3)");
  expect([loading.exit?.code, loading.answers, loading.initError]).toEqual([3, [], undefined]);
  const running = await code("exports.handler = () => process.exit(0)");
  expect([running.exit?.code, running.answers]).toEqual([0, []]);
  expect((await es("await new Promise(() => {}); export const handler = 1;")).exit?.code).toBe(13);
});

test("answers by promise, callback and context, and only the first of them counts", async () => {
  const text = `exports.handler = (event, context, callback) => new Function('context', 'callback', event)(context, callback);`;
  const events = [
    "callback(null, 1); callback(null, 2)",
    "callback(new Error('told'))",
    "callback('text')",
    "context.succeed(3); context.fail('late')",
    "context.fail()",
    "context.fail(new TypeError('failed'))",
    "context.done(null, 4)",
    "context.done('no')",
    "return Promise.resolve(5)",
    "return { then: (resolve) => resolve(6) }",
    "return 'ignored'",
    "callback(null, undefined)",
    "callback()",
  ];
  const { answers } = await code(text, { events });
  expect(
    answers.map(({ value, error }) =>
      error ? `${error.errorType}: ${error.errorMessage}` : value,
    ),
  ).toEqual([
    1,
    "Error: told",
    "string: text",
    3,
    "string: handled",
    "TypeError: failed",
    4,
    "string: no",
    5,
    6,
    null,
    null,
    null,
  ]);
});

test("results that are no JSON", async () => {
  const text = `exports.handler = async (event) => event === "circular" ? (globalThis.o = {}, o.o = o, o) : event === "big" ? 1n : event === "function" ? () => 1 : event === "nan" ? NaN : undefined;`;
  const events = ["circular", "big", "function", "nan", "undefined"];
  const failure = (errorType: string) =>
    expect.objectContaining({ errorType, errorMessage: "Unable to stringify response body" });
  const older = await code(text, { events });
  expect(older.answers.map(({ value, error }) => error ?? value)).toEqual([
    failure("Error"),
    failure("Error"),
    null,
    null,
    null,
  ]);
  const newer = await code(text, { events, runtime: "nodejs24.x" });
  expect(newer.answers[0]?.error).toEqual(failure("Runtime.JSONStringifyError"));
});

test("Node.js 24 takes functions of two parameters alone, and whatever they return", async () => {
  const refused = await code("exports.handler = (event, context, callback) => callback(null, 1)", {
    runtime: "nodejs24.x",
  });
  expect(refused.initError).toMatchObject({
    errorType: "Runtime.CallbackHandlerDeprecated",
    errorMessage: expect.stringMatching(
      /^ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node\.js 24\./,
    ),
  });
  const plain = await code(
    "exports.handler = (event, context) => [Object.keys(context).sort(), context.xRayTraceId]",
    { runtime: "nodejs24.x" },
  );
  expect(plain.answers[0]?.value).toEqual([
    [
      "awsRequestId",
      "clientContext",
      "functionName",
      "functionVersion",
      "getRemainingTimeInMillis",
      "identity",
      "invokedFunctionArn",
      "logGroupName",
      "logStreamName",
      "memoryLimitInMB",
      "tenantId",
      "w3c",
      "xRayTraceId",
    ],
    "Root=1-00000000-000000000000000000000000",
  ]);
  const fallback = await es("export default { handler: async () => 'by default' }", {
    runtime: "nodejs24.x",
  });
  expect(fallback.answers[0]?.value).toBe("by default");
});

test("a callback handler is warned about before Node.js 24", async () => {
  const text = "exports.handler = (event, context, callback) => callback(null, 1)";
  expect((await code(text)).log.join("")).toContain(
    "\tundefined\tWARN\tAWS Lambda plans to remove support for callback-based",
  );
  const quiet = await code(text, {
    environment: { AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING: "1" },
  });
  expect(quiet.log).toEqual([]);
});

test("what a handler lets slip ends the process after it was told", async () => {
  const rejected = await code(
    "exports.handler = () => { Promise.reject(new Error('lost')); return new Promise(() => setTimeout(() => {}, 5000)); }",
  );
  expect(rejected.answers[0]?.error).toMatchObject({
    errorType: "Runtime.UnhandledPromiseRejection",
    errorMessage: "Error: lost",
  });
  expect(rejected.exit?.code).toBe(128);
  expect(rejected.log.join("")).toMatch(
    /\tERROR\tUnhandled Promise Rejection \t\{"errorType":"Runtime\.UnhandledPromiseRejection","errorMessage":"Error: lost","reason":\{"errorType":"Error","errorMessage":"lost","stack":\[.*\]\},"promise":\{\},"stack":\[/,
  );
  const thrown = await code(
    "exports.handler = () => { setTimeout(() => { throw new RangeError('later') }); return new Promise(() => setTimeout(() => {}, 5000)); }",
  );
  expect(thrown.answers[0]?.error).toMatchObject({
    errorType: "RangeError",
    errorMessage: "later",
  });
  expect(thrown.exit?.code).toBe(129);
});

test("errors of any kind become an answer", async () => {
  const text = `exports.handler = async (event) => { throw eval(event) }`;
  const events = [
    "'text'",
    "42",
    "undefined",
    "({ name: 'Own', message: 'm', stack: 's' })",
    "Object.assign(new Error('e'), { name: 'Del\\x7F' })",
  ];
  const { answers } = await code(text, { events });
  const handled =
    "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack";
  expect(answers.map(({ error }) => [error?.errorType, error?.errorMessage])).toEqual([
    ["string", "text"],
    ["number", "42"],
    ["handled", handled],
    ["Own", "m"],
    ["Del%7F", "e"],
  ]);
});

test("console writes one event a call, whatever it holds", async () => {
  const { log } = await code(
    "exports.handler = async () => { console.log('two\\nlines', { a: 1 }); console.log(); console.trace('t'); console.debug('d'); console.warn('%s!', 'w'); console.fatal('f'); process.stdout.write('plain\\nrest'); }",
  );
  const id = "00000000-0000-4000-8000-000000000000";
  expect(log.map((line) => line.replace(/^\d{4}-\S+Z/, "time"))).toEqual([
    `time\t${id}\tINFO\ttwo\nlines { a: 1 }\n`,
    `time\t${id}\tINFO\tundefined\n`,
    `time\t${id}\tTRACE\tt\n`,
    `time\t${id}\tDEBUG\td\n`,
    `time\t${id}\tWARN\tw!\n`,
    `time\t${id}\tFATAL\tf\n`,
    "plain\n",
  ]);
});

test("JSON logs hold values, errors and the tenant", async () => {
  const { log } = await code(
    "exports.handler = async () => { const loop = {}; loop.loop = loop; console.log({ order: 7 }); console.error(new TypeError('t')); console.warn('bad', new RangeError('r')); console.info(loop); console.debug('quiet'); }",
    { logging: { format: "JSON", applicationLogLevel: "INFO" } },
  );
  const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toEqual([
    expect.objectContaining({
      level: "INFO",
      message: { order: 7 },
      timestamp: expect.stringMatching(/Z$/) as string,
    }),
    expect.objectContaining({
      level: "ERROR",
      message: {
        errorType: "TypeError",
        errorMessage: "t",
        stackTrace: expect.arrayContaining(["TypeError: t"]) as string[],
      },
    }),
    expect.objectContaining({
      level: "WARN",
      errorType: "RangeError",
      errorMessage: "r",
      message: expect.stringMatching(/^bad RangeError: r\n/) as string,
    }),
    expect.objectContaining({
      level: "INFO",
      message: expect.stringMatching(/^<ref \*1> \{ loop: \[Circular \*1\] \}$/) as string,
    }),
  ]);
});

test("the trace header of each invocation is in the environment and in the invoke store", async () => {
  const { answers } = await code(
    "exports.handler = async () => [process.env._X_AMZN_TRACE_ID, awslambda.InvokeStore.getXRayTraceId(), awslambda.InvokeStore.getRequestId()]",
    { events: [1, 2] },
  );
  expect(answers.map(({ value }) => value)).toEqual(
    [0, 1].map((index) => [
      `Root=1-00000000-00000000000000000000000${index}`,
      `Root=1-00000000-00000000000000000000000${index}`,
      `00000000-0000-4000-8000-00000000000${index}`,
    ]),
  );
});

test("trace fields of the client context are the context's alone", async () => {
  const clientContext = JSON.stringify({
    custom: { k: 1 },
    w3c: { traceparent: "00-1", tracestate: 5, other: "x" },
  });
  const { answers } = await code("exports.handler = async (e, c) => [c.clientContext, c.w3c()]", {
    invocation: { clientContext },
  });
  expect(answers[0]?.value).toEqual([{ custom: { k: 1 } }, { traceparent: "00-1" }]);
});

test("streamed responses: objects as JSON, a prelude, a failure in the middle, misuse", async () => {
  const streaming = (body: string) =>
    code(`exports.handler = awslambda.streamifyResponse(${body})`);
  const objects = await streaming(
    "async (e, stream) => { stream.write('a'); stream.write({ b: 1 }); stream.end(); }",
  );
  expect(objects.answers[0]?.chunks.join("")).toBe('a{"b":1}');
  const prelude = await streaming(
    "async (e, stream) => { const s = awslambda.HttpResponseStream.from(stream, { statusCode: 201 }); s.write('body'); s.end(); }",
  );
  expect(prelude.answers[0]?.chunks.join("")).toBe(`{"statusCode":201}${"\0".repeat(8)}body`);
  const failed = await streaming(
    "async (e, stream) => { stream.write('part'); throw new TypeError('halfway'); }",
  );
  expect(failed.answers[0]).toMatchObject({
    chunks: ["part"],
    error: { errorType: "TypeError", errorMessage: "halfway" },
  });
  const open = await streaming("async (e, stream) => { stream.write('part'); }");
  expect(open.answers[0]?.error).toMatchObject({
    errorMessage: "Response stream is not finished.",
  });
  const sync = await streaming("(e, stream) => { stream.end(); }");
  expect(sync.log.join("")).toContain("Streaming does not support non-async handlers.");
});
