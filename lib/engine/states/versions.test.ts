import {
  CreateStateMachineAliasCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { runMachines } from "../testing/run-machines.ts";

const machines = runMachines();
const { create, begin, describe, ending, historyOf, received, waitForToken, clock } = machines;

test("a version stays as it was published, and an alias shares executions between two", async () => {
  const { sfn } = machines.engine.clients;
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
  const { sfn } = machines.engine.clients;
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
    await machines.engine.clients.ssm.send(
      new PutParameterCommand({ Name, Value: Name, Type: "String" }),
    );
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
  const { Messages } = await machines.engine.clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: machines.queueUrl }),
  );
  expect(Messages ?? []).toEqual([]);
});

test("a task that was given up is handed out again when its execution is redriven", async () => {
  const { sfn } = machines.engine.clients;
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
