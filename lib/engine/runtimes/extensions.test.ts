import { PublishLayerVersionCommand, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packZip } from "../testing/pack-zip.ts";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import { zipFiles } from "../testing/zip-files.ts";

// External extensions as programs of their own, beside functions that really run.

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions({ spareInterpreters: 0 });
});
afterAll(() => engine.stop());

/** A layer with one extension, a program of Node.js. */
async function extension(name: string, program: string, mode = 0o100755): Promise<string> {
  const ZipFile = packZip([{ name: `extensions/${name}`, content: program, mode }]);
  const command = new PublishLayerVersionCommand({ LayerName: name, Content: { ZipFile } });
  return (await engine.clients.lambda.send(command)).LayerVersionArn ?? "";
}

/** What any extension begins with; `act` is what it does when it has registered. */
const program = (act: string, before = "", events = ["INVOKE", "SHUTDOWN"]) => `#!/usr/bin/env node
const http = require("node:http"), fs = require("node:fs");
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const name = require("node:path").basename(process.argv[1]);
let id;
const call = (method, path, headers = {}, body) => new Promise((resolve, reject) => {
  const request = http.request({ host, port, method, path: "/2020-01-01/extension" + path,
    headers: { ...(id && { "lambda-extension-identifier": id }), ...headers } }, (reply) => {
    let text = "";
    reply.on("data", (chunk) => (text += chunk));
    reply.on("end", () => { id ??= reply.headers["lambda-extension-identifier"]; resolve(text); });
  });
  request.on("error", reject);
  request.end(body);
});
const next = async () => JSON.parse(await call("GET", "/event/next"));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
(async () => {
  ${before}
  await call("POST", "/register", { "lambda-extension-name": name }, JSON.stringify({ events: ${JSON.stringify(events)} }));
  ${act}
})();
`;

const loggedBy = async (name: string, text: string) =>
  (await engine.logged(name)).filter((line) => line.includes(text));

test("an extension starts before its function, gets each invocation, and is told of the end", async () => {
  const agent = await extension(
    "agent",
    program(
      `for (;;) {
        const { deadlineMs, ...event } = await next();
        console.log("agent got " + JSON.stringify({ ...event, left: deadlineMs > Date.now() }));
        if (event.eventType === "SHUTDOWN") process.exit(0);
        await sleep(150);
        console.log("agent is done");
      }`,
      `await sleep(100); fs.writeFileSync("/tmp/secret", "known");
       console.log("agent sees " + JSON.stringify([process.env._HANDLER, process.env.LAMBDA_TASK_ROOT, process.env.OWN, process.cwd()]));`,
    ),
  );
  await engine.deploy(
    "watched",
    `const secret = require("node:fs").readFileSync("/tmp/secret", "utf8");
     process.on("SIGTERM", () => { console.log("function is told to end"); process.exit(0); });
     exports.handler = async () => { console.log("handler runs"); return secret; };`,
    { Layers: [agent], Environment: { Variables: { OWN: "mine" } } },
  );
  const first = await engine.call("watched");
  expect(first.value, first.tail).toBe("known");
  // The environment is busy until the extension has ended its work; the next call waits for nothing else.
  await expect.poll(() => loggedBy("watched", "agent is done")).toHaveLength(1);
  await engine.call("watched");
  await expect.poll(() => loggedBy("watched", "REPORT")).toHaveLength(2);
  const lines = await engine.logged("watched");
  const at = (text: string) => lines.findIndex((line) => line.includes(text));
  expect(lines[at("agent sees")]).toBe('agent sees [null,null,"mine","/"]\n');
  expect(lines[at("EXTENSION")]).toBe(
    "EXTENSION\tName: agent\tState: Ready\tEvents: [INVOKE,SHUTDOWN]\n",
  );
  expect(at("EXTENSION")).toBeLessThan(at("START RequestId"));
  expect(at("agent is done")).toBeLessThan(at("REPORT"));
  const [, requestId = ""] = /RequestId: (\S+)/.exec(lines[at("START RequestId")] ?? "") ?? [];
  expect(JSON.parse((lines[at("agent got")] ?? "").slice("agent got ".length))).toEqual({
    eventType: "INVOKE",
    requestId,
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:watched",
    tracing: { type: "X-Amzn-Trace-Id", value: expect.stringContaining("Root=") },
    left: true,
  });
  // New code retires the environment.
  await engine.clients.lambda.send(
    new UpdateFunctionCodeCommand({
      FunctionName: "watched",
      ZipFile: zipFiles({ "index.js": "exports.handler = async () => 2;" }),
    }),
  );
  await expect.poll(() => loggedBy("watched", 'SHUTDOWN",'), { timeout: 10_000 }).toHaveLength(1);
  expect((await loggedBy("watched", "agent got")).at(-1)).toContain('"shutdownReason":"spindown"');
  expect(await loggedBy("watched", "function is told to end")).toHaveLength(1);
});

test("a Python function is told to end by a signal, too", async () => {
  const agent = await extension(
    "ender",
    program("await next(); process.exit(0);", "", ["SHUTDOWN"]),
  );
  await engine.deploy(
    "snake",
    {
      "app.py":
        "import signal, sys\ndef end(*_):\n  print('python is told to end', flush=True)\n  sys.exit(0)\nsignal.signal(signal.SIGTERM, end)\ndef handler(event, context):\n  return 'ok'\n",
    },
    { Runtime: "python3.12", Handler: "app.handler", Layers: [agent] },
  );
  expect((await engine.call("snake")).value).toBe("ok");
  await engine.clients.lambda.send(
    new UpdateFunctionCodeCommand({
      FunctionName: "snake",
      ZipFile: zipFiles({ "app.py": "handler = lambda event, context: 2" }),
    }),
  );
  await expect.poll(() => loggedBy("snake", "python is told")).toHaveLength(1);
});

test("an extension that ends while the function runs fails the invocation; the next one starts anew", async () => {
  const agent = await extension(
    "brittle",
    program("await next(); await sleep(100); process.exit(3);"),
  );
  await engine.deploy(
    "beside",
    "exports.handler = async ({ wait }) => new Promise((done) => setTimeout(done, wait, 'ok'));",
    { Layers: [agent] },
  );
  for (const attempt of [1, 2]) {
    const { value, error } = await engine.call("beside", { wait: 5000 });
    expect([attempt, error]).toEqual([attempt, "Unhandled"]);
    expect(value).toEqual({
      errorType: "Extension.Crash",
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: exit status 3$/),
    });
  }
  expect((await loggedBy("beside", "REPORT")).at(-1)).toContain(
    "Status: error\tError Type: Extension.Crash",
  );
});

test("an extension that cannot initialise fails the init, by the name that it gives or without", async () => {
  const saying = await extension(
    "saying",
    program(
      'await call("POST", "/init/error", { "lambda-extension-function-error-type": "Agent.NoKey" }, "{}"); process.exit(0);',
    ),
  );
  const silent = await extension("silent", "#!/bin/sh\nexit 7\n");
  const locked = await extension("locked", "#!/bin/sh\n", 0o100644);
  const code = "exports.handler = async () => 1;";
  await engine.deploy("said", code, { Layers: [saying] });
  expect((await engine.call("said")).value).toEqual({
    errorType: "Extension.InitError",
    errorMessage: expect.stringMatching(/ Error: exit code 0$/),
  });
  expect(await loggedBy("said", "EXTENSION")).toContain(
    "EXTENSION\tName: saying\tState: InitError\tEvents: [INVOKE,SHUTDOWN]\tError Type: Agent.NoKey\n",
  );
  await engine.deploy("silenced", code, { Layers: [silent] });
  expect((await engine.call("silenced")).value).toMatchObject({
    errorType: "Extension.Crash",
    errorMessage: expect.stringMatching(/ Error: exit status 7$/),
  });
  expect((await loggedBy("silenced", "INIT_REPORT"))[0]).toContain("Error Type: Extension.Crash");
  await engine.deploy("kept-out", code, { Layers: [locked] });
  expect((await engine.call("kept-out")).value).toMatchObject({
    errorType: "Extension.LaunchError",
    errorMessage: expect.stringContaining("/extensions/locked: permission denied"),
  });
});

test("a time-out is told to the extension, and a new runtime waits until it has ended", async () => {
  const agent = await extension(
    "patient",
    program(
      `for (;;) {
        const { eventType, shutdownReason } = await next();
        if (eventType === "SHUTDOWN") { console.log("end by " + shutdownReason); process.exit(0); }
      }`,
    ),
  );
  await engine.deploy(
    "late",
    "exports.handler = async (event) => event.hang ? new Promise((done) => setTimeout(done, 60000)) : 'quick';",
    { Layers: [agent], Timeout: 2 },
  );
  const { value } = await engine.call("late", { hang: true });
  expect(value).toMatchObject({ errorType: "Sandbox.Timedout" });
  expect((await engine.call("late")).value).toBe("quick");
  const lines = await engine.logged("late");
  expect(lines).toContain("end by timeout\n");
  expect(lines.filter((line) => line.startsWith("EXTENSION"))).toHaveLength(2);
});
