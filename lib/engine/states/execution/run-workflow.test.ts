import { expect, test } from "vitest";
import { ManualClock } from "../../testing/manual-clock.ts";
import { readDefinition } from "../language/read-definition.ts";
import { causeOf, StateError } from "../language/state-error.ts";
import { ActivityQueue } from "./activity-queue.ts";
import type { Execution, HistoryEvent } from "./execution.ts";
import { type Recorder, recorderInMemory } from "./execution-store.ts";
import type { RunDeps } from "./run.ts";
import { WorkflowRun } from "./run-workflow.ts";
import { TaskTokens } from "./task-tokens.ts";

type States = Record<string, object>;

const machine = (states: States, more: object = { QueryLanguage: "JSONata" }) => ({
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});

interface Ended {
  output?: unknown;
  error?: string;
  cause?: string;
  events: HistoryEvent[];
}

/** Plays a machine whose tasks answer what `task` makes of their parameters. */
async function play(
  definition: object,
  {
    input = {},
    task = (parameters: unknown) => parameters,
    clock = new ManualClock(),
    recorder = recorderInMemory(),
  }: {
    input?: unknown;
    task?: (parameters: unknown) => unknown;
    clock?: ManualClock;
    recorder?: Recorder;
  } = {},
): Promise<Ended> {
  const { workflow, diagnostics } = readDefinition(JSON.stringify(definition));
  expect(diagnostics).toEqual([]);
  const execution: Execution = {
    arn: "arn:aws:states:us-east-1:000000000000:execution:m:e",
    name: "e",
    machine: {
      arn: "arn:m",
      name: "m",
      roleArn: "arn:role",
      region: "us-east-1",
    } as Execution["machine"],
    status: "RUNNING",
    startedMs: clock.now(),
    input: JSON.stringify(input),
  };
  const deps = {
    clock,
    tokens: new TaskTokens(clock, "secret"),
    activities: new ActivityQueue(clock, () => false),
    callContext: () => ({}),
    callService: ({ parameters }: { parameters: unknown }) =>
      Promise.resolve().then(() => task(parameters)),
  } as unknown as RunDeps;
  const ended: Ended = { events: [] };
  try {
    const run = new WorkflowRun(execution, recorder, deps);
    ended.output = await run.play(workflow!, input, new AbortController().signal);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    Object.assign(ended, { error: error.error, cause: causeOf(error) });
  }
  ended.events = [...recorder.events.values()];
  return ended;
}

const call = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:ssm:getParameter" };
const end = { End: true };

test.each<[string, object, unknown, unknown]>([
  [
    "a Pass hands its input on, or its Output",
    machine({
      A: { Type: "Pass", Next: "B" },
      B: { Type: "Pass", Output: { twice: "{% $states.input.n * 2 %}", fixed: "n" }, ...end },
    }),
    { n: 4 },
    { twice: 8, fixed: "n" },
  ],
  [
    "values are those at the state's entry, for Assign and for Output",
    machine({
      A: { Type: "Pass", Assign: { x: 3, a: 6 }, Next: "B" },
      B: {
        Type: "Pass",
        Assign: { x: "{% $a %}", nextX: "{% $x %}" },
        Output: "{% $x %}",
        Next: "C",
      },
      C: { Type: "Pass", Output: "{% [$x, $nextX, $states.input] %}", ...end },
    }),
    {},
    [6, 3, 3],
  ],
  [
    "a Task is handed its Arguments and leaves its result",
    machine({
      A: {
        ...call,
        Arguments: { sum: "{% $sum($states.input.list) %}" },
        Assign: { sum: "{% $states.result.sum %}" },
        Next: "B",
      },
      B: { Type: "Succeed", Output: "{% {'from': $states.input, 'sum': $sum} %}" },
    }),
    { list: [1, 2] },
    { from: { sum: 3 }, sum: 3 },
  ],
  [
    "a Choice takes the Output and Assign of the rule that applies",
    machine({
      A: {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input.n > 5 %}", Next: "B", Output: "large", Assign: { v: 1 } },
          { Condition: true, Next: "B" },
        ],
        Output: "never",
        Default: "B",
      },
      B: { Type: "Pass", Output: "{% [$states.input, $v] %}", ...end },
    }),
    { n: 6 },
    ["large", 1],
  ],
  [
    "a Choice takes its own Output and Assign for its Default",
    machine({
      A: {
        Type: "Choice",
        Choices: [{ Condition: "{% $states.input.n > 5 %}", Next: "B" }],
        Default: "B",
        Output: "small",
        Assign: { v: 2 },
      },
      B: { Type: "Pass", Output: "{% [$states.input, $v] %}", ...end },
    }),
    { n: 1 },
    ["small", 2],
  ],
  [
    "a Map goes over its Items, and its processor reads outer variables",
    machine({
      A: { Type: "Pass", Assign: { factor: 10 }, Next: "B" },
      B: {
        Type: "Map",
        Items: "{% $states.input.list %}",
        ItemSelector: {
          at: "{% $states.context.Map.Item.Index %}",
          value: "{% $states.context.Map.Item.Value %}",
          name: "{% $states.input.name %}",
        },
        MaxConcurrency: "{% 1 %}",
        ItemProcessor: machine(
          {
            C: { Type: "Pass", Assign: { own: "{% $states.input.value * $factor %}" }, Next: "D" },
            D: { Type: "Pass", Output: "{% $states.input.name & $own %}", ...end },
          },
          {},
        ),
        Output: "{% $join($states.result, ',') & ($exists($own) ? '!' : '') %}",
        ...end,
      },
    }),
    { list: [1, 2], name: "n" },
    "n10,n20",
  ],
  [
    "a Map goes over the members of an object",
    machine({
      A: {
        Type: "Map",
        Items: { a: 1, b: "{% 1 + 1 %}" },
        ItemProcessor: machine({ B: { Type: "Pass", ...end } }, {}),
        ...end,
      },
    }),
    {},
    [
      { Key: "a", Value: 1 },
      { Key: "b", Value: 2 },
    ],
  ],
  [
    "branches are handed Arguments, and keep their variables to themselves",
    machine({
      A: {
        Type: "Parallel",
        Arguments: "{% $states.input.n %}",
        Branches: [1, 2].map((n) =>
          machine(
            {
              B: { Type: "Pass", Assign: { v: n }, Next: "C" },
              C: { Type: "Pass", Output: "{% $states.input + $v %}", ...end },
            },
            {},
          ),
        ),
        Assign: { all: "{% $states.result %}" },
        Next: "D",
      },
      D: { Type: "Pass", Output: "{% $all %}", ...end },
    }),
    { n: 5 },
    [6, 7],
  ],
  [
    "a JSONata state in a JSONPath machine, with variables of both",
    machine(
      {
        A: {
          Type: "Pass",
          Parameters: { "list.$": "$.list" },
          Assign: { "first.$": "$.list[0]", all: { "count.$": "States.ArrayLength($.list)" } },
          Next: "B",
        },
        B: {
          Type: "Pass",
          QueryLanguage: "JSONata",
          Assign: { sum: "{% $first + $all.count %}" },
          Next: "C",
        },
        C: { Type: "Pass", Parameters: { "sum.$": "$sum", "count.$": "$all.count" }, ...end },
      },
      {},
    ),
    { list: [7, 8] },
    { sum: 9, count: 2 },
  ],
  [
    "Assign of a JSONPath Task reads its result, before ResultSelector",
    machine(
      {
        A: {
          ...call,
          Parameters: { a: 1, b: 2 },
          ResultSelector: { "only.$": "$.a" },
          Assign: { "b.$": "$.b" },
          ResultPath: "$.kept",
          Next: "B",
        },
        B: { Type: "Pass", Parameters: { "b.$": "$b", "kept.$": "$.kept" }, ...end },
      },
      {},
    ),
    {},
    { b: 2, kept: { only: 1 } },
  ],
])("%s", async (_what, definition, input, output) => {
  expect(await play(definition, { input })).toMatchObject({ output });
});

test("a Catch reads what it caught, and the event tells which variables were assigned", async () => {
  const definition = machine({
    A: {
      ...call,
      Catch: [
        {
          ErrorEquals: ["Broken"],
          Output: "{% $states.errorOutput.Error & ': ' & $states.errorOutput.Cause %}",
          Assign: { failed: true, n: "{% $states.input.n %}" },
          Next: "B",
        },
      ],
      ...end,
    },
    B: { Type: "Pass", Output: "{% [$states.input, $failed, $n] %}", ...end },
  });
  const task = () => {
    throw new StateError("Broken", "why");
  };
  const { output, events } = await play(definition, { input: { n: 1 }, task });
  expect(output).toEqual(["Broken: why", true, 1]);
  expect(events.find(({ type }) => type === "TaskStateExited")?.details?.value).toMatchObject({
    name: "A",
    output: '"Broken: why"',
    assignedVariables: { failed: "true", n: "1" },
    assignedVariablesDetails: { truncated: false },
  });
});

test("an expression that fails fails the execution, with the state and the field", async () => {
  const { error, cause, events } = await play(
    machine({ E: { Type: "Pass", Output: { v: "{% $states.input.missing %}" }, ...end } }),
  );
  const told =
    "The JSONata expression '$states.input.missing' specified for the field 'Output/v' returned nothing (undefined).";
  expect({ error, cause }).toEqual({
    error: "States.QueryEvaluationError",
    cause: `An error occurred while executing the state 'E' (entered at the event id #2). ${told}`,
  });
  expect(events.at(-1)).toMatchObject({
    type: "EvaluationFailed",
    details: {
      member: "evaluationFailedEventDetails",
      value: {
        state: "E",
        error: "States.QueryEvaluationError",
        cause: told,
        location: "Output/v",
      },
    },
  });
});

test.each<[string, object, string]>([
  [
    "a template's path",
    { Type: "Pass", Parameters: { "a.$": "$.b" }, End: true },
    "The JSONPath '$.b' specified for the field 'a.$' could not be found in the input '{}'",
  ],
  [
    "InputPath",
    { Type: "Pass", InputPath: "$.b[0]", End: true },
    "Invalid path '$.b[0]' : No results for path: $['b'][0]",
  ],
  [
    "a rule's path",
    { Type: "Choice", Choices: [{ Variable: "$.b", IsNull: true, Next: "Z" }], Default: "Z" },
    "Invalid path '$.b': The choice state's condition path references an invalid value.",
  ],
  [
    "a Choice without a Default",
    { Type: "Choice", Choices: [{ Variable: "$.b", IsPresent: true, Next: "Z" }] },
    "Failed to transition out of the state. The state does not point to a next state.",
  ],
])("%s that leads nowhere fails the execution for good", async (_what, state, cause) => {
  const next: States = JSON.stringify(state).includes('"Z"') ? { Z: { Type: "Succeed" } } : {};
  expect(await play(machine({ A: state, ...next }, {}))).toMatchObject({
    error: "States.Runtime",
    cause: `An error occurred while executing the state 'A' (entered at the event id #2). ${cause}`,
  });
});

test.each<[string, object, string]>([
  [
    "Choices[0]/Condition",
    { Type: "Choice", Choices: [{ Condition: "{% 'yes' %}", Next: "Z" }] },
    `Expected 'boolean', but was 'string' for value: "yes"`,
  ],
  ["Seconds", { Type: "Wait", Seconds: "{% -1 %}", Next: "Z" }, "has to return an integer"],
  ["Timestamp", { Type: "Wait", Timestamp: "{% 'soon' %}", Next: "Z" }, "returned no timestamp"],
  ["TimeoutSeconds", { ...call, TimeoutSeconds: "{% 0 %}", Next: "Z" }, "an integer from 1"],
  [
    "Items",
    {
      Type: "Map",
      Items: "{% 1 %}",
      ItemProcessor: machine({ Y: { Type: "Pass", ...end } }, {}),
      Next: "Z",
    },
    "Expected 'array or object', but was 'number' for value: 1",
  ],
])("%s is held to what it has to be", async (field, state, cause) => {
  const ended = await play(machine({ A: state, Z: { Type: "Succeed" } }));
  expect(ended.error).toBe("States.QueryEvaluationError");
  expect(ended.cause).toContain(cause);
  expect(ended.events.at(-1)?.details?.value).toMatchObject({ location: field });
});

test("a Fail's Error and Cause are expressions", async () => {
  const state = { Type: "Fail", Error: "{% 'E' & $states.input.n %}", Cause: "{% $string([1]) %}" };
  const ended = await play(machine({ A: state }), { input: { n: 1 } });
  expect(ended).toMatchObject({ error: "E1", cause: "[1]" });
});

test("a Task whose Output fails is tried again and caught by the error's name", async () => {
  let calls = 0;
  const clock = new ManualClock();
  const running = play(
    machine({
      A: {
        ...call,
        Output: "{% $states.result.missing %}",
        Retry: [{ ErrorEquals: ["States.QueryEvaluationError"], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "B" }],
        ...end,
      },
      B: { Type: "Pass", Output: "{% $states.input.Error %}", ...end },
    }),
    { clock, task: () => ({ calls: ++calls }) },
  );
  await expect.poll(() => clock.pending).toBe(1);
  await clock.advance(1000);
  const { output, events } = await running;
  expect([calls, output]).toEqual([2, "States.QueryEvaluationError"]);
  expect(events.filter(({ type }) => type === "EvaluationFailed")).toHaveLength(2);
});

test("a run that is played again draws and reads what it did before", async () => {
  const definition = machine({
    A: {
      Type: "Pass",
      Assign: { id: "{% $uuid() %}", at: "{% $millis() %}", n: "{% $random() %}" },
      Next: "B",
    },
    B: { Type: "Pass", Output: "{% [$id, $at, $n] %}", ...end },
  });
  const recorder = recorderInMemory();
  const first = await play(definition, { recorder });
  const again = await play(definition, { recorder, clock: new ManualClock(0) });
  expect(again.output).toEqual(first.output);
});

test("a Wait's time is an expression", async () => {
  const clock = new ManualClock();
  const seconds = { Type: "Wait", Seconds: "{% $states.input.n %}", Next: "B" };
  const time = { Type: "Wait", Timestamp: "{% $fromMillis($millis() + 5000) %}", ...end };
  const running = play(machine({ A: seconds, B: time }), { clock, input: { n: 2 } });
  await expect.poll(() => clock.pending).toBe(1);
  await clock.advance(2000);
  await expect.poll(() => clock.pending).toBe(1);
  await clock.advance(5000);
  expect((await running).output).toEqual({ n: 2 });
});
