import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

test("a rule starts a state machine with the event, or with what its target says", async () => {
  const { clients, stop } = await startEngine({
    clock: new ManualClock(Date.UTC(2026, 10, 26, 12, 0, 0)),
  });
  const { events, sfn } = clients;
  try {
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: "orders",
        roleArn: "arn:aws:iam::000000000000:role/r",
        definition: JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } }),
      }),
    );
    await events.send(new PutRuleCommand({ Name: "r", EventPattern: '{"source":["shop"]}' }));
    await events.send(
      new PutTargetsCommand({
        Rule: "r",
        Targets: [{ Id: "s", Arn: stateMachineArn, RoleArn: "arn:aws:iam::000000000000:role/r" }],
      }),
    );
    const put = () =>
      events.send(
        new PutEventsCommand({
          Entries: [{ Source: "shop", DetailType: "Order", Detail: '{"id":7}' }],
        }),
      );
    await put();
    const started = async () => {
      const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
      return Promise.all(
        executions.map(async ({ executionArn }) => {
          const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
          return JSON.parse(described.input ?? "") as unknown;
        }),
      );
    };
    expect(await started()).toMatchObject([{ source: "shop", detail: { id: 7 } }]);
    await events.send(
      new PutTargetsCommand({
        Rule: "r",
        Targets: [{ Id: "s", Arn: stateMachineArn, InputPath: "$.detail" }],
      }),
    );
    await put();
    expect(await started()).toContainEqual({ id: 7 });
  } finally {
    await stop();
  }
});
