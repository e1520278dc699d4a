import {
  CreateActivityCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  GetActivityTaskCommand,
  ListActivitiesCommand,
  ListTagsForResourceCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { runMachines } from "../testing/run-machines.ts";

const machines = runMachines();
const { begin, describe, ending, historyOf, clock } = machines;

test("an activity's task is handed to a worker that asks, and has the worker's answer", async () => {
  const { sfn } = machines.engine.clients;
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
