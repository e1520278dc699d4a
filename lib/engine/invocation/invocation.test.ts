import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  PutFunctionConcurrencyCommand,
  TooManyRequestsException,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import { zipFiles } from "../testing/zip-files.ts";

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions();
});
afterAll(() => engine.stop());

async function metricSum(functionName: string, MetricName: string): Promise<number> {
  const now = Date.now();
  const { Datapoints = [] } = await engine.clients.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/Lambda",
      MetricName,
      Dimensions: [{ Name: "FunctionName", Value: functionName }],
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 60_000),
      Period: 3600,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.reduce((sum, point) => sum + (point.Sum ?? 0), 0);
}

test("a burst of 20 against a reservation of 5: five run, fifteen are refused", async () => {
  await engine.deploy(
    "burst",
    "exports.handler = () => new Promise((done) => setTimeout(done, 4_000, 'ran'));",
  );
  await engine.clients.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: "burst", ReservedConcurrentExecutions: 5 }),
  );
  const settled = await Promise.allSettled(Array.from({ length: 20 }, () => engine.call("burst")));
  const ran = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value.value] : []));
  const refused = settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(ran).toEqual(Array(5).fill("ran"));
  expect(refused).toHaveLength(15);
  for (const reason of refused) {
    expect(reason).toBeInstanceOf(TooManyRequestsException);
    expect(reason).toMatchObject({
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      Type: "User",
      message: "Rate Exceeded.",
      retryAfterSeconds: "1",
      $metadata: { httpStatusCode: 429 },
    });
  }
  expect(await metricSum("burst", "Throttles")).toBe(15);
  expect(await metricSum("burst", "Invocations")).toBe(5);
  expect(await metricSum("burst", "Errors")).toBe(0);
});

test("the log of a cold and a warm invocation reads as on AWS", async () => {
  await engine.deploy(
    "lines",
    "console.log('loading'); exports.handler = async () => { console.log('two\\nlines'); process.stdout.write('raw\\n'); };",
  );
  await engine.call("lines");
  const { tail } = await engine.call("lines");
  const id = "[0-9a-f-]{36}";
  const lines = [
    "^INIT_START Runtime Version: nodejs:\\d+\\.\\d+\\.\\d+.*\\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:([0-9a-f]{64}|nodejs-[0-9.]+)\\n$",
    "^\\S+Z\\tundefined\\tINFO\\tloading\\n$",
    `^START RequestId: ${id} Version: \\$LATEST\\n$`,
    `^\\S+Z\\t${id}\\tINFO\\ttwo\\nlines\\n$`,
    "^raw\\n$",
    `^END RequestId: ${id}\\n$`,
    `^REPORT RequestId: ${id}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 128 MB\\tMax Memory Used: \\d+ MB\\tInit Duration: [\\d.]+ ms\\t\\n$`,
  ];
  const messages = await engine.logged("lines");
  lines.forEach((line, index) => expect(messages[index]).toMatch(new RegExp(line)));
  expect(messages).toHaveLength(lines.length + 5);
  expect(tail).toMatch(/^START[^]*REPORT[^]*\t\n$/);
  expect(tail).not.toContain("Init Duration");
  const [, duration, billed, init] =
    /Duration: ([\d.]+) ms\tBilled Duration: (\d+) ms.*Init Duration: ([\d.]+) ms/.exec(
      messages[6] ?? "",
    ) ?? [];
  expect(Number(billed)).toBeGreaterThanOrEqual(Math.floor(Number(duration) + Number(init)));
  expect(Number(billed)).toBeLessThanOrEqual(Math.ceil(Number(duration) + Number(init)) + 1);
});

test("an environment is used again, keeps its state and gives way to new code", async () => {
  await engine.deploy("state", "let n = 0; exports.handler = async () => (n += 1);");
  const values = [];
  for (let call = 0; call < 4; call += 1) values.push((await engine.call("state")).value);
  expect(values).toEqual([1, 2, 3, 4]);
  await engine.clients.lambda.send(
    new UpdateFunctionCodeCommand({
      FunctionName: "state",
      ZipFile: zipFiles({ "index.js": "exports.handler = async () => 'new';" }),
    }),
  );
  await expect.poll(async () => (await engine.call("state")).value).toBe("new");
});

test("a time-out ends the runtime, is reported, and leaves /tmp to the next one", async () => {
  await engine.deploy(
    "slow",
    "const fs = require('fs'); const file = process.env.TMPDIR + '/mark'; let fresh = true;" +
      "exports.handler = async () => { if (fs.existsSync(file)) return { fresh }; fs.writeFileSync(file, ''); fresh = false; await new Promise(() => setInterval(() => {}, 50)); };",
    { Timeout: 1 },
  );
  const { error, value, tail, output } = await engine.call("slow");
  expect(output.StatusCode).toBe(200);
  expect(error).toBe("Unhandled");
  expect(value).toEqual({
    errorType: "Sandbox.Timedout",
    errorMessage: expect.stringMatching(
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
    ),
  });
  expect(tail).toMatch(/\tDuration: 1000\.00 ms\t.*\tStatus: timeout\n$/);
  const again = await engine.call("slow");
  expect(again.value).toEqual({ fresh: true });
  expect(again.tail).not.toContain("Init Duration");
  expect(await metricSum("slow", "Errors")).toBe(1);
});

test("environments have a /tmp and variables of their own, and none of the engine's", async () => {
  process.env.LAMBDECK_TEST_SECRET = "of the engine";
  await engine.deploy(
    "own",
    "const fs = require('fs'); exports.handler = async ({ wait }) => { const seen = fs.readdirSync(process.env.TMPDIR); fs.writeFileSync(process.env.TMPDIR + '/mine', ''); await new Promise((done) => setTimeout(done, wait)); return { seen, env: process.env, root: process.env.LAMBDA_TASK_ROOT === process.cwd(), files: fs.readdirSync('.') }; };",
    { Environment: { Variables: { GREETING: "hello" } } },
  );
  const answers = await Promise.all([
    engine.call("own", { wait: 300 }),
    engine.call("own", { wait: 300 }),
  ]);
  delete process.env.LAMBDECK_TEST_SECRET;
  for (const { value } of answers) {
    expect(value).toMatchObject({ seen: [], root: true, files: ["index.js"] });
    expect(value).toMatchObject({
      env: {
        GREETING: "hello",
        AWS_ENDPOINT_URL: engine.endpoint,
        AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
        AWS_EC2_METADATA_DISABLED: "true",
        TZ: ":UTC",
      },
    });
    expect(value).not.toHaveProperty("env.LAMBDECK_TEST_SECRET");
    expect(value).not.toHaveProperty("env._LAMBDA_TELEMETRY_LOG_FD");
  }
});

test("more memory than the function has ends it", async () => {
  await engine.deploy(
    "hungry",
    "exports.handler = async () => { const kept = []; for (;;) { kept.push(Buffer.alloc(10e6, 1)); await new Promise((done) => setTimeout(done, 10)); } };",
  );
  const { value, tail } = await engine.call("hungry");
  expect(value).toMatchObject({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(/Error: Runtime exited with error: signal: killed$/),
  });
  expect(tail).toMatch(
    /Max Memory Used: 128 MB\t.*Status: error\tError Type: Runtime\.OutOfMemory\n$/,
  );
});

test("exits are told by their status", async () => {
  await engine.deploy("exits", "exports.handler = async (code) => process.exit(code);");
  expect((await engine.call("exits", 0)).value).toMatchObject({
    errorMessage: expect.stringMatching(/Runtime exited without providing a reason$/),
  });
  const { value, tail } = await engine.call("exits", 7);
  expect(value).toMatchObject({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(/Runtime exited with error: exit status 7$/),
  });
  expect(tail).toMatch(/Status: error\tError Type: Runtime\.ExitError\n$/);
});

test("an init that fails is tried again within the invocation", async () => {
  await engine.deploy("broken", "console.log('try'); throw new Error('no start');");
  const { value } = await engine.call("broken");
  expect(value).toMatchObject({ errorType: "Error", errorMessage: "no start" });
  const messages = await engine.logged("broken");
  const kinds = messages.map((message) => /^\w+/.exec(message.replace(/^\S+Z\t\w+\t/, ""))?.[0]);
  const phases = "INIT_START INFO ERROR INIT_REPORT INFO ERROR INIT_REPORT START END REPORT";
  expect(kinds.join(" ")).toBe(phases);
  expect(messages[3]).toMatch(/Phase: init\tStatus: error\tError Type: Function\.Unknown\n$/);
  expect(messages[6]).toMatch(/Phase: invoke\tStatus: error/);
});

test("answers above 6 MiB are refused, those below arrive whole", async () => {
  await engine.deploy("big", "exports.handler = async (bytes) => 'a'.repeat(bytes);");
  expect((await engine.call("big", 6 * 1024 * 1024)).value).toHaveLength(6 * 1024 * 1024);
  expect((await engine.call("big", 7 * 1024 * 1024)).value).toEqual({
    errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    errorType: "Function.ResponseSizeTooLarge",
  });
  expect((await engine.call("big", 3)).value).toBe("aaa");
});

test("requests that are too large or no JSON are refused in AWS's words", async () => {
  await engine.deploy("echo", "exports.handler = async (event) => event;");
  const send = (Payload: Uint8Array, InvocationType?: "Event") =>
    engine.clients.lambda.send(
      new InvokeCommand({ FunctionName: "echo", Payload, InvocationType }),
    );
  await expect(send(Buffer.from("{a"))).rejects.toMatchObject({
    name: "InvalidRequestContentException",
    message: expect.stringMatching(
      /^Could not parse request body into json: Could not parse payload into json: /,
    ),
  });
  await expect(send(Buffer.from(JSON.stringify("a".repeat(7e6))))).rejects.toMatchObject({
    name: "RequestEntityTooLargeException",
    $metadata: { httpStatusCode: 413 },
  });
  await expect(send(Buffer.from(JSON.stringify("a".repeat(2e6))), "Event")).rejects.toMatchObject({
    message:
      "2000002 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
  });
  expect((await engine.call("echo", undefined, { Payload: undefined })).value).toEqual({});
});

test("a streamed response comes in pieces, with its failure at the end", async () => {
  await engine.deploy(
    "stream",
    "exports.handler = awslambda.streamifyResponse(async ({ fail }, stream) => { stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 }); stream.write('one'); await new Promise((done) => setTimeout(done, 50)); stream.write('two'); if (fail) throw new Error('broke off'); stream.end(); });",
  );
  const read = async (event: object) => {
    const { EventStream, ResponseStreamContentType } = await engine.clients.lambda.send(
      new InvokeWithResponseStreamCommand({
        FunctionName: "stream",
        Payload: Buffer.from(JSON.stringify(event)),
        LogType: "Tail",
      }),
    );
    const chunks: string[] = [];
    let complete;
    for await (const { PayloadChunk, InvokeComplete } of EventStream ?? []) {
      if (PayloadChunk) chunks.push(Buffer.from(PayloadChunk.Payload ?? []).toString("utf8"));
      complete ??= InvokeComplete;
    }
    return { chunks, complete, ResponseStreamContentType };
  };
  const good = await read({});
  expect(good.chunks.length).toBeGreaterThan(1);
  expect(good.chunks.join("")).toBe(`{"statusCode":201}${"\0".repeat(8)}onetwo`);
  expect(good.ResponseStreamContentType).toBe(
    "application/vnd.awslambda.http-integration-response",
  );
  expect(good.complete?.ErrorCode).toBeUndefined();
  expect(Buffer.from(good.complete?.LogResult ?? "", "base64").toString()).toContain("REPORT");
  const bad = await read({ fail: true });
  expect(bad.chunks.join("")).toMatch(/onetwo$/);
  expect(bad.complete?.ErrorCode).toBe("Function.Unknown");
  expect(JSON.parse(bad.complete?.ErrorDetails ?? "")).toMatchObject({
    errorType: "Error",
    errorMessage: "broke off",
  });
});
