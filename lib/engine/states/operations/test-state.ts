import { randomUUID } from "node:crypto";
import type * as api from "@aws-sdk/client-sfn";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { invalidDefinition, invalidInput, validation } from "../errors.ts";
import type { Execution } from "../execution/execution.ts";
import { type Executions, executionArnOf, machineArnOf } from "../execution/executions.ts";
import type { TaskAnswer } from "../execution/task-tokens.ts";
import type { StateTested } from "../execution/test-state.ts";
import type { State } from "../language/definition.ts";
import { readDefinition, readState } from "../language/read-definition.ts";
import { definitionError } from "./definition-error.ts";

/** TestState: one state, of a definition or by itself. */
export function testOperations(executions: Executions, nowMs: () => number) {
  return {
    async TestState(input: api.TestStateInput, context: CallContext): Promise<api.TestStateOutput> {
      refuseFields("ValidationException", input, {
        stateConfiguration: "retries and items of a test are those of a first attempt.",
        ...(input.revealSecrets && { revealSecrets: "there are no secrets in requests." }),
      });
      const { name, state } = readTested(input.definition ?? "", input.stateName);
      const mock = readMock(input.mock);
      checkTestable(state, mock, input.roleArn);
      const tested = await executions.test({
        name,
        state,
        execution: executionOf(input, context, nowMs()),
        input: parse(input.input ?? "{}", "input"),
        variables: parse(input.variables ?? "{}", "variables") as Record<string, unknown>,
        ...(input.context !== undefined && {
          context: parse(input.context, "context") as object,
        }),
        ...(mock && { mock }),
      });
      return answerOf(tested, input);
    },
  };
}

function readTested(
  definition: string,
  stateName: string | undefined,
): { name: string; state: State } {
  if (stateName === undefined) {
    const { state, diagnostics } = readState(definition);
    if (!state) throw definitionError(diagnostics);
    return { name: "TestState", state };
  }
  const { workflow, diagnostics } = readDefinition(definition);
  if (!workflow) throw definitionError(diagnostics);
  const state = Object.hasOwn(workflow.States, stateName) ? workflow.States[stateName] : undefined;
  if (!state) throw validation(`State not found in definition: '${stateName}'`);
  return { name: stateName, state };
}

function checkTestable(
  state: State,
  mock: TaskAnswer | undefined,
  roleArn: string | undefined,
): void {
  if ((state.Type === "Map" || state.Type === "Parallel") && !mock)
    throw invalidDefinition(
      `Invalid State Machine Definition: 'A ${state.Type} state is tested with a mock of its result'`,
    );
  if (
    state.Type === "Task" &&
    !mock &&
    /:activity:|\.(?:sync|waitForTaskToken)/.test(state.Resource)
  )
    throw validation(`A Task that waits, as ${state.Resource} does, is tested with a mock`);
  if (state.Type === "Task" && !mock && roleArn === undefined)
    throw validation("A roleArn is required to test a Task state without a mock");
}

function readMock(mock: api.MockInput | undefined): TaskAnswer | undefined {
  if (!mock) return undefined;
  const { result, errorOutput } = mock;
  if ((result === undefined) === (errorOutput === undefined))
    throw validation("A mock has either a result or an errorOutput");
  if (errorOutput) return { error: errorOutput.error ?? "", cause: errorOutput.cause ?? "" };
  return { output: parse(result ?? "null", "mock.result") };
}

function executionOf(
  { roleArn = "", input = "{}" }: api.TestStateInput,
  context: CallContext,
  startedMs: number,
): Execution {
  const name = randomUUID();
  const machine: Execution["machine"] = {
    region: context.region,
    arn: machineArnOf("TestState", context),
    name: "TestState",
    type: "STANDARD",
    definition: "",
    roleArn,
    createdMs: startedMs,
    updatedMs: startedMs,
    revisionId: name,
    tags: {},
    tracing: false,
  };
  return { arn: executionArnOf(machine, name), name, machine, status: "RUNNING", startedMs, input };
}

function parse(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw field === "input"
      ? invalidInput("Invalid State Machine Execution Input: 'The input is not valid JSON'")
      : validation(`The value of ${field} is not valid JSON`);
  }
}

function answerOf(
  { status, exit, next, error, cause, errorDetails, steps }: StateTested,
  { inspectionLevel: level = "INFO", input = "{}" }: api.TestStateInput,
): api.TestStateOutput {
  const texts = Object.entries(steps)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, JSON.stringify(value)]);
  return {
    status,
    ...(exit && { output: JSON.stringify(exit.output) }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(next !== undefined && { nextState: next }),
    ...(level !== "INFO" && {
      inspectionData: {
        input,
        ...(Object.fromEntries(texts) as Partial<api.InspectionData>),
        ...(exit?.assigned && { variables: JSON.stringify(exit.assigned) }),
        ...(errorDetails && { errorDetails }),
      },
    }),
  };
}
