import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  CreateActivityCommand,
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteActivityCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeActivityCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  TestStateCommand,
  type TestStateCommandInput,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";
import { zipFiles } from "../testing/zip-files.ts";

type Engine = Awaited<ReturnType<typeof startEngine>>;

const homeDir = mkdtempSync(join(tmpdir(), "states-"));
const clock = new ManualClock();
let engine: Engine;
let queueUrl: string;

const start = async () => (engine = await startEngine({ clock, homeDir }));
beforeAll(async () => {
  await start();
  const made = await engine.clients.sqs.send(new CreateQueueCommand({ QueueName: "answers" }));
  queueUrl = made.QueueUrl ?? "";
});
afterAll(async () => {
  await engine.stop();
  rmSync(homeDir, { recursive: true, force: true });
});

let count = 0;

async function create(definition: object, type: "STANDARD" | "EXPRESS" = "STANDARD") {
  const { stateMachineArn } = await engine.clients.sfn.send(
    new CreateStateMachineCommand({
      name: `machine-${++count}`,
      definition: JSON.stringify(definition),
      roleArn: "arn:aws:iam::000000000000:role/states",
      type,
    }),
  );
  return stateMachineArn!;
}

async function begin(definition: object, input: unknown = {}, name?: string) {
  const stateMachineArn = await create(definition);
  const { executionArn } = await engine.clients.sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }),
  );
  return executionArn!;
}

const describe = (executionArn: string) =>
  engine.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));

/** How an execution ends, which takes no time of the held clock. */
async function ending(executionArn: string) {
  await expect
    .poll(async () => (await describe(executionArn)).status, { timeout: 20_000 })
    .not.toBe("RUNNING");
  const { status, output, error, cause } = await describe(executionArn);
  return { status, output: output && (JSON.parse(output) as unknown), error, cause };
}

const run = async (definition: object, input: unknown = {}) =>
  ending(await begin(definition, input));

const historyOf = async (executionArn: string) =>
  (await engine.clients.sfn.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];

async function received(): Promise<string> {
  let body: string | undefined;
  await expect
    .poll(async () => {
      const { Messages } = await engine.clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, VisibilityTimeout: 3600 }),
      );
      return (body = Messages?.[0]?.Body);
    })
    .toBeDefined();
  return body ?? "";
}

const waitForToken = (more: object = {}) => ({
  StartAt: "Ask",
  States: {
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { QueueUrl: queueUrl, "MessageBody.$": "$$.Task.Token" },
      End: true,
      ...more,
    },
  },
});

test("data flows from state to state, as the input says", async () => {
  const definition = {
    StartAt: "Double",
    States: {
      Double: {
        Type: "Pass",
        Parameters: { "sum.$": "States.MathAdd($.n, $.n)" },
        ResultPath: "$.doubled",
        Next: "Large?",
      },
      "Large?": {
        Type: "Choice",
        Choices: [{ Variable: "$.doubled.sum", NumericGreaterThan: 10, Next: "Large" }],
        Default: "Small",
      },
      Large: { Type: "Succeed", OutputPath: "$.doubled" },
      Small: { Type: "Fail", ErrorPath: "$.name", Cause: "too small" },
    },
  };
  expect(await run(definition, { n: 6, name: "Six" })).toMatchObject({
    status: "SUCCEEDED",
    output: { sum: 12 },
  });
  expect(await run(definition, { n: 1, name: "One" })).toMatchObject({
    status: "FAILED",
    error: "One",
    cause: "too small",
  });
});

test("branches and items run beside each other and keep their order", async () => {
  const item = {
    StartAt: "Wait",
    States: {
      Wait: { Type: "Wait", SecondsPath: "$.value", Next: "Give" },
      Give: { Type: "Pass", OutputPath: "$.text", End: true },
    },
  };
  const arn = await begin(
    {
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [
            { StartAt: "One", States: { One: { Type: "Pass", Result: 1, End: true } } },
            {
              StartAt: "Each",
              States: {
                Each: {
                  Type: "Map",
                  ItemsPath: "$.items",
                  ItemSelector: {
                    "value.$": "$$.Map.Item.Value",
                    "text.$": "States.Format('{}: {}', $$.Map.Item.Index, $.name)",
                  },
                  ItemProcessor: item,
                  End: true,
                },
              },
            },
          ],
          End: true,
        },
      },
    },
    { items: [3, 1, 2], name: "n" },
  );
  await expect.poll(() => clock.pending).toBeGreaterThanOrEqual(3);
  await clock.advance(3000);
  expect(await ending(arn)).toMatchObject({ output: [1, ["0: n", "1: n", "2: n"]] });
  const events = await historyOf(arn);
  expect(events.slice(0, 2).map(({ previousEventId }) => previousEventId)).toEqual([0, 0]);
  const together = events.filter(({ type }) => type === "ParallelStateSucceeded");
  expect(together.map(({ id = 0, previousEventId = 0 }) => id - previousEventId)).toEqual([1]);
  const types = events.map(({ type }) => type);
  expect(types[0]).toBe("ExecutionStarted");
  expect(types.at(-1)).toBe("ExecutionSucceeded");
  expect(types.filter((type) => type === "MapIterationSucceeded")).toHaveLength(3);
});

test("the first branch that fails fails the whole, and Catch goes on from there", async () => {
  const branch = (states: object) => ({ StartAt: "A", States: states });
  const ended = await run(
    {
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [
            branch({ A: { Type: "Wait", Seconds: 3600, End: true } }),
            branch({ A: { Type: "Fail", Error: "Broken", Cause: "why" } }),
          ],
          Catch: [{ ErrorEquals: ["Broken"], ResultPath: "$.failure", Next: "After" }],
          End: true,
        },
        After: { Type: "Succeed" },
      },
    },
    { kept: true },
  );
  expect(ended.output).toEqual({ kept: true, failure: { Error: "Broken", Cause: "why" } });
});

test("Retry tries again after growing waits, then the execution fails with the error", async () => {
  const arn = await begin({
    StartAt: "Read",
    States: {
      Read: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:ssm:getParameter",
        Parameters: { Name: "late" },
        ResultSelector: { "value.$": "$.Parameter.Value" },
        Retry: [
          { ErrorEquals: ["Ssm.ParameterNotFoundException"], IntervalSeconds: 2, MaxAttempts: 2 },
        ],
        End: true,
      },
    },
  });
  await expect.poll(() => clock.pending).toBeGreaterThan(0);
  await clock.advance(2000);
  await engine.clients.ssm.send(
    new PutParameterCommand({ Name: "late", Value: "here", Type: "String" }),
  );
  await clock.advance(4000);
  expect(await ending(arn)).toMatchObject({ output: { value: "here" } });
  const types = (await historyOf(arn)).map(({ type }) => type);
  expect(types.filter((type) => type === "TaskFailed")).toHaveLength(2);
});

test("functions are called with what they are handed, and fail by the names of their errors", async () => {
  const code = `exports.handler = async ({ name }) => {
    if (!name) throw Object.assign(new Error("no name"), { name: "NoName" });
    return { greeting: "Hello " + name };
  };`;
  const { FunctionArn } = await engine.clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: "greet",
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/test",
      Code: { ZipFile: zipFiles({ "index.js": code }) },
      Timeout: 30,
    }),
  );
  await clock.advance(1000);
  const arn = await begin(
    {
      StartAt: "Greet",
      States: {
        Greet: { Type: "Task", Resource: FunctionArn, ResultPath: "$.first", Next: "Fail" },
        Fail: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName: "greet", "Payload.$": "$.first" },
          Catch: [{ ErrorEquals: ["NoName"], ResultPath: "$.second", Next: "Done" }],
          End: true,
        },
        Done: { Type: "Succeed" },
      },
    },
    { name: "Ada" },
  );
  expect(await ending(arn)).toMatchObject({
    status: "SUCCEEDED",
    output: {
      first: { greeting: "Hello Ada" },
      second: { Error: "NoName", Cause: expect.stringContaining('"errorMessage":"no name"') },
    },
  });
  const types = (await historyOf(arn)).map(({ type }) => type);
  expect(types.filter((type) => /^(LambdaFunction|Task[^S]|TaskS[^t])/.test(type ?? ""))).toEqual([
    "LambdaFunctionScheduled",
    "LambdaFunctionStarted",
    "LambdaFunctionSucceeded",
    "TaskScheduled",
    "TaskFailed",
  ]);
}, 60_000);

test("a JSONata machine hands a function its Arguments, and catches its error into a variable", async () => {
  const invoke = (payload: string, more: object) => ({
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: "greet", Payload: { name: payload } },
    ...more,
  });
  const arn = await begin(
    {
      QueryLanguage: "JSONata",
      StartAt: "Greet",
      States: {
        Greet: invoke("{% $uppercase($states.input.name) %}", {
          Assign: { greeting: "{% $states.result.Payload.greeting %}" },
          Next: "Fail",
        }),
        Fail: invoke("", {
          Catch: [
            {
              ErrorEquals: ["NoName"],
              Assign: { why: "{% $parse($states.errorOutput.Cause).errorMessage %}" },
              Next: "Done",
            },
          ],
          Next: "Done",
        }),
        Done: { Type: "Succeed", Output: "{% {'greeting': $greeting, 'why': $why} %}" },
      },
    },
    { name: "Ada" },
  );
  expect(await ending(arn)).toMatchObject({
    status: "SUCCEEDED",
    output: { greeting: "Hello ADA", why: "no name" },
  });
  const exit = (await historyOf(arn)).find(({ type }) => type === "TaskStateExited");
  expect(exit?.stateExitedEventDetails?.assignedVariables).toEqual({ greeting: '"Hello ADA"' });
}, 60_000);

test("an activity's task is handed to a worker that asks, and has the worker's answer", async () => {
  const { sfn } = engine.clients;
  const tags = [{ key: "team", value: "a" }];
  const { activityArn } = await sfn.send(new CreateActivityCommand({ name: "sort", tags }));
  const again = await sfn.send(new CreateActivityCommand({ name: "sort" }));
  expect(again.activityArn).toBe(activityArn);
  const told = new ListTagsForResourceCommand({ resourceArn: activityArn });
  expect((await sfn.send(told)).tags).toEqual(tags);
  const state = {
    Type: "Task",
    Resource: activityArn,
    HeartbeatSeconds: 30,
    TimeoutSeconds: 60,
    End: true,
  };
  const definition = { StartAt: "Sort", States: { Sort: state } };
  const poll = () => sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "worker-1" }));
  /** A worker that waits already. */
  const waitingWorker = async () => {
    const before = clock.pending;
    const answer = poll();
    await expect.poll(() => clock.pending).toBeGreaterThan(before);
    return { answer };
  };

  const first = await waitingWorker();
  const arn = await begin(definition, [2, 1]);
  const { taskToken, input } = await first.answer;
  expect(input).toBe("[2,1]");
  await sfn.send(new SendTaskSuccessCommand({ taskToken, output: "[1,2]" }));
  expect(await ending(arn)).toMatchObject({ output: [1, 2] });
  const events = await historyOf(arn);
  expect(events.map(({ type }) => type).filter((type) => type?.startsWith("Activity"))).toEqual([
    "ActivityScheduled",
    "ActivityStarted",
    "ActivitySucceeded",
  ]);
  expect(events.find(({ type }) => type === "ActivityScheduled")).toMatchObject({
    activityScheduledEventDetails: {
      resource: activityArn,
      input: "[2,1]",
      timeoutInSeconds: 60,
      heartbeatInSeconds: 30,
    },
  });

  // Time counts from when a worker has taken the task; whoever finds none has waited a minute.
  const slow = await begin(definition);
  await clock.advance(90_000);
  expect((await describe(slow)).status).toBe("RUNNING");
  await poll();
  const second = await waitingWorker();
  await clock.advance(30_000);
  expect(await ending(slow)).toMatchObject({ error: "States.HeartbeatTimeout" });
  await clock.advance(30_000);
  expect((await second.answer).taskToken).toBeUndefined();

  expect((await sfn.send(new ListActivitiesCommand())).activities).toMatchObject([
    { activityArn, name: "sort" },
  ]);
  await sfn.send(new DeleteActivityCommand({ activityArn }));
  await expect(sfn.send(new DescribeActivityCommand({ activityArn }))).rejects.toMatchObject({
    name: "ActivityDoesNotExist",
    message: `Activity Does Not Exist: '${activityArn}'`,
  });
});

test("a function that is not there fails its Task by AWS's name", async () => {
  const ended = await run({
    StartAt: "Call",
    States: {
      Call: {
        Type: "Task",
        Resource: "arn:aws:lambda:us-east-1:000000000000:function:missing",
        End: true,
      },
    },
  });
  expect(ended).toMatchObject({ status: "FAILED", error: "Lambda.ResourceNotFoundException" });
});

test("a Task waits for its token, whose answer is its result", async () => {
  const arn = await begin(waitForToken());
  const taskToken = await received();
  expect((await describe(arn)).status).toBe("RUNNING");
  await engine.clients.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"done":1}' }));
  expect(await ending(arn)).toMatchObject({ output: { done: 1 } });
  const again = engine.clients.sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
  await expect(again).rejects.toMatchObject({ name: "TaskTimedOut" });
  const invented = engine.clients.sfn.send(
    new SendTaskSuccessCommand({ taskToken: "x", output: "1" }),
  );
  await expect(invented).rejects.toMatchObject({ name: "InvalidToken" });
});

test("a Task that gives no sign of life, takes too long or is given up fails", async () => {
  const silent = await begin(waitForToken({ HeartbeatSeconds: 10 }));
  const taskToken = await received();
  await clock.advance(9000);
  await engine.clients.sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
  await clock.advance(9000);
  expect((await describe(silent)).status).toBe("RUNNING");
  await clock.advance(1000);
  expect(await ending(silent)).toMatchObject({ error: "States.HeartbeatTimeout" });

  const slow = await begin(waitForToken({ TimeoutSeconds: 5 }));
  await received();
  await clock.advance(5000);
  expect(await ending(slow)).toMatchObject({ error: "States.Timeout" });

  const refused = await begin(waitForToken());
  const token = await received();
  await engine.clients.sfn.send(
    new SendTaskFailureCommand({ taskToken: token, error: "No", cause: "thanks" }),
  );
  expect(await ending(refused)).toMatchObject({ error: "No", cause: "thanks" });
});

test("an execution is stopped, or times out as a whole", async () => {
  const wait = { StartAt: "A", States: { A: { Type: "Wait", Seconds: 600, End: true } } };
  const arn = await begin(wait);
  await engine.clients.sfn.send(
    new StopExecutionCommand({ executionArn: arn, error: "Enough", cause: "of it" }),
  );
  expect(await ending(arn)).toMatchObject({ status: "ABORTED", error: "Enough", cause: "of it" });
  const late = await begin({ ...wait, TimeoutSeconds: 60 });
  await expect.poll(() => clock.pending).toBeGreaterThan(1);
  await clock.advance(60_000);
  expect(await ending(late)).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
});

test("tasks write and read objects as text", async () => {
  await engine.clients.s3.send(new CreateBucketCommand({ Bucket: "kept" }));
  const object = { Bucket: "kept", Key: "a/b.json" };
  const s3 = (action: string, more: object) => ({
    Type: "Task",
    Resource: `arn:aws:states:::aws-sdk:s3:${action}`,
    ...more,
  });
  const ended = await run({
    QueryLanguage: "JSONata",
    StartAt: "Put",
    States: {
      Put: s3("putObject", {
        Arguments: { ...object, Body: { n: "{% 1 + 1 %}" } },
        Next: "Get",
      }),
      Get: s3("getObject", {
        Arguments: object,
        Output: "{% $parse($states.result.Body) %}",
        Assign: { size: "{% $states.result.ContentLength %}" },
        Next: "Miss",
      }),
      Miss: s3("getObject", {
        Arguments: { ...object, Key: "none" },
        Catch: [
          { ErrorEquals: ["S3.NoSuchKeyException"], Next: "Done", Output: "{% $states.input %}" },
        ],
        Next: "Done",
      }),
      Done: { Type: "Succeed", Output: "{% [$states.input.n, $size] %}" },
    },
  });
  expect(ended).toMatchObject({ status: "SUCCEEDED", output: [2, 7] });
});

test("one machine starts another and waits for what it comes to", async () => {
  const inner = await create({
    StartAt: "A",
    States: { A: { Type: "Pass", Parameters: { "got.$": "$.n" }, End: true } },
  });
  const ended = await run(
    {
      StartAt: "Start",
      States: {
        Start: {
          Type: "Task",
          Resource: "arn:aws:states:::states:startExecution.sync:2",
          Parameters: { StateMachineArn: inner, Input: { "n.$": "$.n" } },
          OutputPath: "$.Output",
          End: true,
        },
      },
    },
    { n: 4 },
  );
  expect(ended.output).toEqual({ got: 4 });
});

test("an engine that goes on where another ended asks no Task twice", async () => {
  const arn = await begin({
    StartAt: "Ask",
    States: {
      Ask: { ...waitForToken().States.Ask, End: undefined, Next: "Rest" },
      Rest: { Type: "Wait", Seconds: 600, Next: "Again" },
      Again: waitForToken().States.Ask,
    },
  });
  const first = await received();
  await engine.clients.sfn.send(new SendTaskSuccessCommand({ taskToken: first, output: "1" }));
  const waits = async () => (await historyOf(arn)).at(-1)?.type === "WaitStateEntered";
  await expect.poll(waits).toBe(true);
  await engine.stop();
  await start();
  expect((await describe(arn)).status).toBe("RUNNING");
  await expect.poll(() => clock.pending).toBeGreaterThan(0);
  await clock.advance(600_000);
  const second = await received();
  await engine.stop();
  await start();
  const answer = new SendTaskSuccessCommand({ taskToken: second, output: '"end"' });
  await expect
    .poll(() => engine.clients.sfn.send(answer).then(() => "taken", String))
    .toBe("taken");
  expect(await ending(arn)).toMatchObject({ status: "SUCCEEDED", output: "end" });
  const entered = (await historyOf(arn)).filter(({ type }) => type === "TaskStateEntered");
  expect(entered).toHaveLength(2);
  const { Messages } = await engine.clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl }),
  );
  expect(Messages ?? []).toEqual([]);
});

test("an express machine answers at once, and keeps nothing", async () => {
  const stateMachineArn = await create(
    { StartAt: "A", States: { A: { Type: "Pass", Result: "fast", End: true } } },
    "EXPRESS",
  );
  const sfn = engine.clients.sfn;
  const ended = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }));
  expect(ended).toMatchObject({ status: "SUCCEEDED", output: '"fast"' });
  const includedData = "METADATA_ONLY";
  const bare = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn, includedData }));
  expect([bare.output, bare.outputDetails]).toEqual([undefined, { included: false }]);
  const machine = new DescribeStateMachineCommand({ stateMachineArn, includedData });
  expect((await sfn.send(machine)).definition).toBe("{}");
  const list = sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  expect((await list).executions).toEqual([]);
});

test("an execution's name is taken once; what is wrong is refused in AWS's words", async () => {
  const wait = { StartAt: "A", States: { A: { Type: "Wait", Seconds: 1, End: true } } };
  const arn = await begin(wait, { a: 1 }, "mine");
  const { stateMachineArn } = await describe(arn);
  const sfn = engine.clients.sfn;
  const again = (input: string) =>
    sfn.send(new StartExecutionCommand({ stateMachineArn, name: "mine", input }));
  expect((await again('{"a":1}')).executionArn).toBe(arn);
  await expect(again("{}")).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  await expect(again("{")).rejects.toMatchObject({ name: "InvalidExecutionInput" });
  await expect(create({ StartAt: "X", States: {} })).rejects.toMatchObject({
    name: "InvalidDefinition",
  });
  const checked = await sfn.send(
    new ValidateStateMachineDefinitionCommand({ definition: '{"StartAt":"X","States":{}}' }),
  );
  expect(checked).toMatchObject({
    result: "FAIL",
    diagnostics: [{ severity: "ERROR", code: "SCHEMA_VALIDATION_FAILED", location: "/States" }],
  });
  const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } });
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
  await clock.advance(1000);
  expect(await ending(arn)).toMatchObject({ status: "SUCCEEDED", output: { a: 1 } });
});

test("a version stays as it was published, and an alias shares executions between two", async () => {
  const { sfn } = engine.clients;
  const passing = (result: string) => ({
    StartAt: "A",
    States: { A: { Type: "Pass", Result: result, End: true } },
  });
  const stateMachineArn = await create(passing("one"));
  const publish = () => sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
  const first = (await publish()).stateMachineVersionArn!;
  expect(first).toBe(`${stateMachineArn}:1`);
  expect((await publish()).stateMachineVersionArn).toBe(first);
  const definition = JSON.stringify(passing("two"));
  const updated = await sfn.send(
    new UpdateStateMachineCommand({ stateMachineArn, definition, publish: true }),
  );
  const second = updated.stateMachineVersionArn!;
  expect(second).toBe(`${stateMachineArn}:2`);
  const described = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: first }));
  expect(JSON.parse(described.definition ?? "")).toEqual(passing("one"));

  const { stateMachineAliasArn } = await sfn.send(
    new CreateStateMachineAliasCommand({
      name: "live",
      routingConfiguration: [
        { stateMachineVersionArn: first, weight: 0 },
        { stateMachineVersionArn: second, weight: 100 },
      ],
    }),
  );
  const startBy = async (arn: string) => {
    const started = new StartExecutionCommand({ stateMachineArn: arn });
    return (await sfn.send(started)).executionArn!;
  };
  expect((await ending(await startBy(first))).output).toBe("one");
  const byAlias = await startBy(stateMachineAliasArn!);
  expect((await ending(byAlias)).output).toBe("two");
  expect(await describe(byAlias)).toMatchObject({
    stateMachineArn,
    stateMachineVersionArn: second,
    stateMachineAliasArn,
  });
  const ofAlias = new ListExecutionsCommand({ stateMachineArn: stateMachineAliasArn });
  expect((await sfn.send(ofAlias)).executions).toMatchObject([{ executionArn: byAlias }]);

  const remove = () =>
    sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: second }));
  await expect(remove()).rejects.toMatchObject({
    name: "ConflictException",
    message:
      "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]",
  });
  const routingConfiguration = [{ stateMachineVersionArn: first, weight: 60 }];
  const half = new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration });
  await expect(sfn.send(half)).rejects.toMatchObject({ name: "ValidationException" });
  await sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
  await remove();
  const versions = new ListStateMachineVersionsCommand({ stateMachineArn });
  expect((await sfn.send(versions)).stateMachineVersions).toMatchObject([
    { stateMachineVersionArn: first },
  ]);
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition, publish: true }));
  expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
});

test("an execution that failed is redriven from what failed, and the rest is not done again", async () => {
  const { sfn } = engine.clients;
  const read = (Name: string) => ({
    Type: "Task",
    Resource: "arn:aws:states:::aws-sdk:ssm:getParameter",
    Parameters: { Name },
    OutputPath: "$.Parameter.Value",
    End: true,
  });
  const arn = await begin({
    StartAt: "Ask",
    States: {
      Ask: { ...waitForToken().States.Ask, End: undefined, Next: "Both" },
      Both: {
        Type: "Parallel",
        Branches: ["redriven-1", "redriven-2"].map((name) => ({
          StartAt: "Read",
          States: { Read: read(name) },
        })),
        End: true,
      },
    },
  });
  const taskToken = await received();
  await sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
  expect(await ending(arn)).toMatchObject({ error: "Ssm.ParameterNotFoundException" });
  expect(await describe(arn)).toMatchObject({ redriveStatus: "REDRIVABLE", redriveCount: 0 });
  for (const Name of ["redriven-1", "redriven-2"])
    await engine.clients.ssm.send(new PutParameterCommand({ Name, Value: Name, Type: "String" }));
  const redrive = new RedriveExecutionCommand({ executionArn: arn, clientToken: "once" });
  const { redriveDate } = await sfn.send(redrive);
  expect(await ending(arn)).toMatchObject({ output: ["redriven-1", "redriven-2"] });
  expect((await sfn.send(redrive)).redriveDate).toEqual(redriveDate);
  expect(await describe(arn)).toMatchObject({
    redriveCount: 1,
    redriveDate,
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
  });
  const types = (await historyOf(arn)).map(({ type }) => type);
  expect(types).toContain("ExecutionRedriven");
  expect(types.filter((type) => type === "ExecutionFailed")).toHaveLength(1);
  expect(types.at(-1)).toBe("ExecutionSucceeded");
  const again = new RedriveExecutionCommand({ executionArn: arn });
  await expect(sfn.send(again)).rejects.toMatchObject({ name: "ExecutionNotRedrivable" });
  const { Messages } = await engine.clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl }),
  );
  expect(Messages ?? []).toEqual([]);
});

test("a task that was given up is handed out again when its execution is redriven", async () => {
  const { sfn } = engine.clients;
  const arn = await begin(waitForToken({ TimeoutSeconds: 60 }));
  const first = await received();
  await sfn.send(new StopExecutionCommand({ executionArn: arn }));
  await clock.advance(90_000);
  await sfn.send(new RedriveExecutionCommand({ executionArn: arn }));
  const taskToken = await received();
  expect(taskToken).toBe(first);
  await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '"late"' }));
  expect(await ending(arn)).toMatchObject({ status: "SUCCEEDED", output: "late" });
});

const distributed = (processor: object, more: object = {}) => ({
  Type: "Map",
  ItemProcessor: {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    StartAt: "Do",
    States: { Do: processor },
  },
  End: true,
  ...more,
});

test("a distributed map reads a bucket, hands batches to executions of their own, and writes results", async () => {
  const { s3, sfn } = engine.clients;
  await s3.send(new CreateBucketCommand({ Bucket: "rows" }));
  const Body = 'name,n\r\nAda,1\r\n"Grace, H.",2\r\nLin,3\r\n';
  await s3.send(new PutObjectCommand({ Bucket: "rows", Key: "in.csv", Body }));
  const sum = { Type: "Pass", Output: "{% $sum($states.input.Items.n) %}", End: true };
  const arn = await begin(
    {
      QueryLanguage: "JSONata",
      StartAt: "Each",
      States: {
        Each: distributed(sum, {
          Label: "rows",
          ItemReader: {
            Resource: "arn:aws:states:::s3:getObject",
            ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
            Arguments: { Bucket: "{% $states.input.bucket %}", Key: "in.csv" },
          },
          ItemSelector: {
            n: "{% $number($states.context.Map.Item.Value.n) %}",
            name: "{% $states.context.Map.Item.Value.name %}",
          },
          ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { by: "test" } },
          ResultWriter: {
            Resource: "arn:aws:states:::s3:putObject",
            Arguments: { Bucket: "rows", Prefix: "out" },
          },
        }),
      },
    },
    { bucket: "rows" },
  );
  const { output } = await ending(arn);
  const { MapRunArn: mapRunArn, ResultWriterDetails: written } = output as {
    MapRunArn: string;
    ResultWriterDetails: { Bucket: string; Key: string };
  };
  const read = async (Key: string) => {
    const object = await s3.send(new GetObjectCommand({ Bucket: "rows", Key }));
    return JSON.parse((await object.Body?.transformToString()) ?? "") as unknown;
  };
  const manifest = (await read(written.Key)) as { ResultFiles: { SUCCEEDED: { Key: string }[] } };
  expect(await read(manifest.ResultFiles.SUCCEEDED[0]?.Key ?? "")).toMatchObject([
    { Output: "3", Status: "SUCCEEDED" },
    { Output: "3", Status: "SUCCEEDED" },
  ]);
  expect(await sfn.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
    executionArn: arn,
    status: "SUCCEEDED",
    itemCounts: { total: 3, succeeded: 3 },
    executionCounts: { total: 2, succeeded: 2 },
  });
  const { executions } = await sfn.send(new ListExecutionsCommand({ mapRunArn }));
  expect(executions).toHaveLength(2);
  const child = await describe(executions?.[1]?.executionArn ?? "");
  expect(JSON.parse(child.input ?? "")).toMatchObject({ BatchInput: { by: "test" } });
  expect((await historyOf(arn)).map(({ type }) => type)).toEqual([
    "ExecutionStarted",
    "MapStateEntered",
    "MapStateStarted",
    "MapRunStarted",
    "MapRunSucceeded",
    "MapStateSucceeded",
    "MapStateExited",
    "ExecutionSucceeded",
  ]);
});

test("a distributed map tolerates as many failures as it says", async () => {
  const check = {
    Type: "Pass",
    Parameters: { "n.$": "$.n" },
    OutputPath: "$.n",
    End: true,
  };
  const tolerating = (more: object) =>
    run({ StartAt: "Each", States: { Each: distributed(check, more) } }, [{ n: 1 }, {}, { n: 3 }]);
  expect(await tolerating({ ToleratedFailureCount: 1 })).toMatchObject({ output: [1, 3] });
  expect(await tolerating({ ToleratedFailurePercentage: 34 })).toMatchObject({ output: [1, 3] });
  expect(await tolerating({})).toMatchObject({
    status: "FAILED",
    error: "States.ExceedToleratedFailureThreshold",
    cause: "The specified tolerated failure threshold was exceeded",
  });
});

test("child executions go on with the engine that goes on, and none is begun twice", async () => {
  const wait = { Type: "Wait", SecondsPath: "$.seconds", OutputPath: "$.seconds", End: true };
  const arn = await begin({ StartAt: "Each", States: { Each: distributed(wait) } }, [
    { seconds: 1 },
    { seconds: 600 },
  ]);
  const mapRunOf = async () =>
    (await engine.clients.sfn.send(new ListMapRunsCommand({ executionArn: arn }))).mapRuns?.[0]
      ?.mapRunArn;
  await expect.poll(mapRunOf).toBeDefined();
  const mapRunArn = await mapRunOf();
  const children = async () =>
    (await engine.clients.sfn.send(new ListExecutionsCommand({ mapRunArn }))).executions ?? [];
  await expect.poll(async () => (await children()).length).toBe(2);
  await expect.poll(() => clock.pending).toBeGreaterThan(1);
  await clock.advance(1000);
  await engine.stop();
  await start();
  await expect.poll(() => clock.pending).toBeGreaterThan(0);
  await clock.advance(600_000);
  expect((await ending(arn)).output).toEqual([1, 600]);
  expect(await children()).toHaveLength(2);
});

test.each<[string, object, Partial<TestStateCommandInput>, object]>([
  [
    "a Pass",
    { Type: "Pass", Parameters: { "n.$": "$.a.n" }, ResultPath: "$.r", Next: "B" },
    { input: '{"a":{"n":1}}', inspectionLevel: "DEBUG" },
    {
      status: "SUCCEEDED",
      output: '{"a":{"n":1},"r":{"n":1}}',
      nextState: "B",
      inspectionData: { input: '{"a":{"n":1}}', afterParameters: '{"n":1}' },
    },
  ],
  [
    "an expression with variables",
    { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $x + 1 %}", Assign: { y: 1 }, End: true },
    { variables: '{"x":2}', inspectionLevel: "DEBUG" },
    { status: "SUCCEEDED", output: "3", inspectionData: { variables: '{"y":1}' } },
  ],
  [
    "a Choice",
    { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: "B" }], Default: "C" },
    {},
    { status: "SUCCEEDED", nextState: "C" },
  ],
  [
    "an expression that fails",
    { Type: "Pass", QueryLanguage: "JSONata", Output: { v: "{% $abs('x') %}" }, End: true },
    {},
    {
      status: "FAILED",
      error: "States.QueryEvaluationError",
      cause: `The JSONata expression '$abs('x')' specified for the field 'Output/v' threw an error during evaluation. T0410: Argument 1 of function "abs" does not match function signature`,
    },
  ],
  [
    "a Task that is to be tried again",
    {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:ssm:getParameter",
      Parameters: { Name: "never" },
      Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 3 }],
      End: true,
    },
    { inspectionLevel: "DEBUG" },
    {
      status: "RETRIABLE",
      error: "Ssm.ParameterNotFoundException",
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 3 } },
    },
  ],
  [
    "a Task that is mocked to fail",
    {
      Type: "Task",
      QueryLanguage: "JSONata",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "f", Payload: "{% $states.input %}" },
      Catch: [{ ErrorEquals: ["Oh"], Output: "{% $states.errorOutput.Cause %}", Next: "B" }],
      End: true,
    },
    { mock: { errorOutput: { error: "Oh", cause: "no" } } },
    { status: "CAUGHT_ERROR", error: "Oh", output: '"no"', nextState: "B" },
  ],
])("%s is tested alone", async (_what, state, more, answer) => {
  const definition = JSON.stringify(state);
  const roleArn = "arn:aws:iam::000000000000:role/states";
  const tested = await engine.clients.sfn.send(
    new TestStateCommand({ definition, roleArn, ...more }),
  );
  expect(tested).toMatchObject(answer);
});
