import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import {
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { zipFiles } from "../testing/zip-files.ts";
import { expect, test } from "vitest";
import { runMachines } from "../testing/run-machines.ts";

const machines = runMachines();
const { create, begin, describe, ending, run, historyOf, received, waitForToken, start, clock } =
  machines;

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
  await machines.engine.clients.ssm.send(
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
  const { FunctionArn } = await machines.engine.clients.lambda.send(
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
  await machines.engine.clients.sfn.send(
    new SendTaskSuccessCommand({ taskToken, output: '{"done":1}' }),
  );
  expect(await ending(arn)).toMatchObject({ output: { done: 1 } });
  const again = machines.engine.clients.sfn.send(
    new SendTaskSuccessCommand({ taskToken, output: "1" }),
  );
  await expect(again).rejects.toMatchObject({ name: "TaskTimedOut" });
  const invented = machines.engine.clients.sfn.send(
    new SendTaskSuccessCommand({ taskToken: "x", output: "1" }),
  );
  await expect(invented).rejects.toMatchObject({ name: "InvalidToken" });
});

test("a Task that gives no sign of life, takes too long or is given up fails", async () => {
  const silent = await begin(waitForToken({ HeartbeatSeconds: 10 }));
  const taskToken = await received();
  await clock.advance(9000);
  await machines.engine.clients.sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
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
  await machines.engine.clients.sfn.send(
    new SendTaskFailureCommand({ taskToken: token, error: "No", cause: "thanks" }),
  );
  expect(await ending(refused)).toMatchObject({ error: "No", cause: "thanks" });
});

test("an execution is stopped, or times out as a whole", async () => {
  const wait = { StartAt: "A", States: { A: { Type: "Wait", Seconds: 600, End: true } } };
  const arn = await begin(wait);
  await machines.engine.clients.sfn.send(
    new StopExecutionCommand({ executionArn: arn, error: "Enough", cause: "of it" }),
  );
  expect(await ending(arn)).toMatchObject({ status: "ABORTED", error: "Enough", cause: "of it" });
  const late = await begin({ ...wait, TimeoutSeconds: 60 });
  await expect.poll(() => clock.pending).toBeGreaterThan(1);
  await clock.advance(60_000);
  expect(await ending(late)).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
});

test("tasks write and read objects as text", async () => {
  await machines.engine.clients.s3.send(new CreateBucketCommand({ Bucket: "kept" }));
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
  await machines.engine.clients.sfn.send(
    new SendTaskSuccessCommand({ taskToken: first, output: "1" }),
  );
  const waits = async () => (await historyOf(arn)).at(-1)?.type === "WaitStateEntered";
  await expect.poll(waits).toBe(true);
  await machines.engine.stop();
  await start();
  expect((await describe(arn)).status).toBe("RUNNING");
  await expect.poll(() => clock.pending).toBeGreaterThan(0);
  await clock.advance(600_000);
  const second = await received();
  await machines.engine.stop();
  await start();
  const answer = new SendTaskSuccessCommand({ taskToken: second, output: '"end"' });
  await expect
    .poll(() => machines.engine.clients.sfn.send(answer).then(() => "taken", String))
    .toBe("taken");
  expect(await ending(arn)).toMatchObject({ status: "SUCCEEDED", output: "end" });
  const entered = (await historyOf(arn)).filter(({ type }) => type === "TaskStateEntered");
  expect(entered).toHaveLength(2);
  const { Messages } = await machines.engine.clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: machines.queueUrl }),
  );
  expect(Messages ?? []).toEqual([]);
});

test("an express machine answers at once, and keeps nothing", async () => {
  const stateMachineArn = await create(
    { StartAt: "A", States: { A: { Type: "Pass", Result: "fast", End: true } } },
    "EXPRESS",
  );
  const sfn = machines.engine.clients.sfn;
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
  const sfn = machines.engine.clients.sfn;
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
