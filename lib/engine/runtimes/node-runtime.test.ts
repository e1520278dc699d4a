import { UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";

let engine: FunctionRunner;
let made = 0;
beforeAll(async () => {
  engine = await runFunctions({ spareInterpreters: 4 });
});
afterAll(() => engine.stop());

/** Deploys one function and calls it once. */
async function run(...[files, input, event]: [...Parameters<typeof deploy>, unknown?]) {
  const name = await deploy(files, input);
  return { name, ...(await engine.call(name, event)) };
}
async function deploy(
  files: Parameters<FunctionRunner["deploy"]>[1],
  input?: Parameters<FunctionRunner["deploy"]>[2],
) {
  const name = `node-${(made += 1)}`;
  await engine.deploy(name, files, input);
  return name;
}

test.each([
  ["async", "exports.handler = async (e) => e.x + 1;", 3],
  ["returning a promise", "exports.handler = (e) => Promise.resolve(e.x);", 2],
  ["with a callback", "exports.handler = (e, c, done) => setTimeout(done, 5, null, e.x);", 2],
  ["with context.succeed", "exports.handler = (e, c) => c.succeed('ok');", "ok"],
  ["that never answers", "exports.handler = () => {};", null],
  ["giving undefined", "exports.handler = async () => {};", null],
])("a handler %s", async (_style, code, value) => {
  const answer = await run(code, {}, { x: 2 });
  expect(answer.error).toBeUndefined();
  expect(answer.value).toEqual(value);
});

test("a callback waits for the event loop unless it is told not to", async () => {
  const code = (wait: boolean) =>
    `exports.handler = (e, c, done) => { c.callbackWaitsForEmptyEventLoop = ${wait}; const t = Date.now(); setTimeout(() => console.log('later'), 300); done(null, 1); };`;
  expect((await run(code(true))).tail).toContain("later");
  expect((await run(code(false))).tail).not.toContain("later");
});

test("modules: ES, by extension and by package.json; CommonJS in folders; nested handlers", async () => {
  const es = "export const handler = async () => import.meta.url;";
  const url = expect.stringMatching(/^file:\/\/\/.*index\.m?js$/);
  expect((await run({ "index.mjs": es })).value).toEqual(url);
  expect((await run({ "index.js": es, "package.json": '{"type":"module"}' })).value).toEqual(url);
  const nested = { "src/app.js": "exports.a = { b: async () => 'nested' };" };
  expect((await run(nested, { Handler: "src/app.a.b" })).value).toBe("nested");
});

test("the AWS SDK is there for require and import, and finds the engine", async () => {
  const list =
    "(await new LambdaClient({}).send(new ListFunctionsCommand({}))).Functions.length > 0";
  const names = "{ LambdaClient, ListFunctionsCommand }";
  expect(
    await run(
      `const ${names} = require('@aws-sdk/client-lambda'); exports.handler = async () => ${list};`,
    ),
  ).toMatchObject({ value: true });
  const es = `import ${names} from '@aws-sdk/client-lambda'; export const handler = async () => ${list};`;
  expect(await run({ "index.mjs": es })).toMatchObject({ value: true });
  const other =
    "exports.handler = async () => { try { require('next'); return 'seen' } catch (e) { return e.code } };";
  expect((await run(other)).value).toBe("MODULE_NOT_FOUND");
});

test("the context is complete", async () => {
  const name = await deploy(
    "exports.handler = async (e, c) => ({ ...c, left: c.getRemainingTimeInMillis() });",
  );
  const ClientContext = Buffer.from('{"custom":{"k":"ü"}}').toString("base64");
  const { value } = await engine.call(name, {}, { ClientContext });
  expect(value).toEqual({
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    callbackWaitsForEmptyEventLoop: true,
    clientContext: { custom: { k: "ü" } },
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    left: expect.any(Number),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: expect.stringMatching(/^\d{4}\/\d{2}\/\d{2}\/\[\$LATEST\][0-9a-f]{32}$/),
    memoryLimitInMB: "128",
  });
  const { left } = value as { left: number };
  expect(left).toBeGreaterThan(8000);
  expect(left).toBeLessThanOrEqual(10_000);
});

test("what is thrown becomes the answer, with paths as on AWS", async () => {
  const { error, value, tail } = await run(
    "exports.handler = () => { throw new TypeError('boom'); };",
  );
  expect(error).toBe("Unhandled");
  expect(value).toEqual({
    errorType: "TypeError",
    errorMessage: "boom",
    trace: expect.arrayContaining([
      "TypeError: boom",
      expect.stringMatching(/^ {4}at .*\(\/var\/task\/index\.js:1:\d+\)$/),
    ]),
  });
  expect(tail).toMatch(
    /\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"boom","stack":\[/,
  );
  expect(JSON.stringify(value) + tail).not.toContain(process.cwd());
  expect((await run("exports.handler = async () => { throw 'text'; };")).value).toEqual({
    errorType: "string",
    errorMessage: "text",
    trace: [],
  });
  const viaCallback = await run("exports.handler = (e, c, done) => done(new Error('told'));");
  expect(viaCallback.value).toMatchObject({ errorType: "Error", errorMessage: "told" });
});

test.each([
  [
    "HandlerNotFound",
    "exports.other = 1;",
    "index.handler",
    "index.handler is undefined or not exported",
  ],
  ["HandlerNotFound", "exports.handler = 1;", "index.handler", "index.handler is not a function"],
  ["ImportModuleError", "", "absent.handler", /^Error: Cannot find module 'absent'\n/],
  [
    "ImportModuleError",
    "require('not-there');",
    "index.handler",
    /^Error: Cannot find module 'not-there'\n/,
  ],
  ["UserCodeSyntaxError", "exports.handler = (", "index.handler", /^SyntaxError: /],
  ["MalformedHandlerName", "", "index", "Bad handler"],
])("Runtime.%s", async (name, code, Handler, message) => {
  const { value, tail } = await run(code, { Handler });
  expect(value).toMatchObject({ errorType: `Runtime.${name}` });
  const { errorMessage } = value as { errorMessage: string };
  expect(errorMessage).toMatch(message);
  expect(tail).toMatch(new RegExp(`Status: error\tError Type: Runtime\\.${name}\n$`));
});

test("a promise nobody waits for, and one that never settles", async () => {
  const lost = await run(
    "exports.handler = async () => { Promise.reject(new Error('lost')); await new Promise((done) => setTimeout(done, 100)); };",
  );
  expect(lost.value).toMatchObject({
    errorType: "Runtime.UnhandledPromiseRejection",
    errorMessage: "Error: lost",
  });
  const never = await run("exports.handler = async () => { await new Promise(() => {}); };");
  expect(never.value).toMatchObject({ errorType: "Runtime.NodeJsExit" });
});

test("JSON logging: levels, members of errors, the platform's events", async () => {
  const { name } = await run(
    "exports.handler = async () => { console.debug('quiet'); console.info('a', 1); console.error('failed', new RangeError('r')); };",
    { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "INFO", SystemLogLevel: "DEBUG" } },
  );
  const events = (await engine.logged(name)).map(
    (line) => JSON.parse(line) as Record<string, unknown>,
  );
  expect(events.map((event) => event.type ?? event.level)).toEqual([
    "platform.initStart",
    "platform.start",
    "INFO",
    "ERROR",
    "platform.runtimeDone",
    "platform.report",
  ]);
  expect(events[2]).toMatchObject({ message: "a 1", requestId: expect.any(String) });
  expect(events[3]).toMatchObject({
    errorType: "RangeError",
    errorMessage: "r",
    stackTrace: expect.arrayContaining(["RangeError: r"]),
  });
  expect(events[5]).toMatchObject({
    record: {
      status: "success",
      metrics: { memorySizeMB: 128, initDurationMs: expect.any(Number) },
    },
  });
});

test("a version the machine lacks runs on the nearest one and says so first", async () => {
  const { name, value } = await run("exports.handler = async () => process.version;", {
    Runtime: "nodejs18.x",
  });
  const [first = ""] = await engine.logged(name);
  if (String(value).startsWith("v18.")) expect(first).not.toContain("not installed");
  else expect(first).toMatch(/nodejs18\.x is not installed on this machine: running on \d+/);
});

test("a new handler name takes effect with the next call", async () => {
  const name = await deploy("exports.handler = async () => 1; exports.other = async () => 2;");
  expect((await engine.call(name)).value).toBe(1);
  await engine.clients.lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: name, Handler: "index.other" }),
  );
  await expect.poll(async () => (await engine.call(name)).value).toBe(2);
});
