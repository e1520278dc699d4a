import { TestStateCommand, type TestStateCommandInput } from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { runMachines } from "../testing/run-machines.ts";

const machines = runMachines();

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
  const tested = await machines.engine.clients.sfn.send(
    new TestStateCommand({ definition, roleArn, ...more }),
  );
  expect(tested).toMatchObject(answer);
});
