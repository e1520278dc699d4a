import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
} from "@aws-sdk/client-sfn";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { startEngine } from "../testing/start-engine.ts";

const minute = 60_000;
const RoleArn = "arn:aws:iam::000000000000:role/scheduler";
let clock: ManualClock;
let engine: Awaited<ReturnType<typeof startEngine>>;
let counter = 0;

beforeAll(async () => {
  clock = new ManualClock();
  engine = await startEngine({ clock });
});
afterAll(() => engine.stop());

const send: (typeof engine)["clients"]["scheduler"]["send"] = ((command: never) =>
  engine.clients.scheduler.send(command)) as never;

async function makeQueue() {
  const QueueName = `q${++counter}`;
  const { QueueUrl } = await engine.clients.sqs.send(
    new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: "43200" } }),
  );
  return {
    arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}`,
    url: QueueUrl,
    async receive() {
      const { Messages = [] } = await engine.clients.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
        }),
      );
      return Messages;
    },
  };
}
async function create(input: Partial<CreateScheduleCommandInput>): Promise<string> {
  const Name = input.Name ?? `s${++counter}`;
  await send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression: "rate(1 hour)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: "arn:aws:sqs:us-east-1:000000000000:none", RoleArn },
      ...input,
    }),
  );
  return Name;
}

test("a schedule is kept with AWS's defaults, changed as a whole, listed and deleted", async () => {
  const { arn: Arn } = await makeQueue();
  const Name = await create({ Name: "kept", Target: { Arn, RoleArn }, State: "DISABLED" });
  const kept = await send(new GetScheduleCommand({ Name }));
  expect(kept).toMatchObject({
    Arn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/kept",
    GroupName: "default",
    State: "DISABLED",
    ScheduleExpressionTimezone: "UTC",
    ActionAfterCompletion: "NONE",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn,
      RoleArn,
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  });
  await expect(create({ Name })).rejects.toMatchObject({
    name: "ConflictException",
    message: "Schedule kept already exists.",
    $metadata: { httpStatusCode: 409 },
  });
  await send(
    new UpdateScheduleCommand({
      Name,
      ScheduleExpression: "cron(0 12 * * ? *)",
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
      Target: { Arn, RoleArn },
      State: "DISABLED",
    }),
  );
  const listed = await send(new ListSchedulesCommand({ State: "DISABLED" }));
  expect(listed.Schedules).toMatchObject([{ Name, Target: { Arn }, GroupName: "default" }]);
  await send(new DeleteScheduleCommand({ Name }));
  await expect(send(new GetScheduleCommand({ Name }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Schedule kept does not exist.",
    $metadata: { httpStatusCode: 404 },
  });
});

test("groups hold schedules and tags, and take both with them", async () => {
  const Name = "reports";
  const { ScheduleGroupArn: ResourceArn } = await send(
    new CreateScheduleGroupCommand({ Name, Tags: [{ Key: "a", Value: "1" }] }),
  );
  await send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "b", Value: "2" }] }));
  await send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
  const { Tags } = await send(new ListTagsForResourceCommand({ ResourceArn }));
  expect(Tags).toEqual([{ Key: "b", Value: "2" }]);
  await create({ Name: "inside", GroupName: Name, State: "DISABLED" });
  await expect(create({ GroupName: "nowhere" })).rejects.toThrow(
    "Schedule group nowhere does not exist.",
  );
  const { ScheduleGroups } = await send(new ListScheduleGroupsCommand({}));
  expect(ScheduleGroups?.map((group) => group.Name)).toEqual(["default", "reports"]);
  await send(new DeleteScheduleGroupCommand({ Name }));
  await expect(send(new GetScheduleGroupCommand({ Name }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await expect(send(new GetScheduleCommand({ Name: "inside", GroupName: Name }))).rejects.toThrow();
  await expect(send(new DeleteScheduleGroupCommand({ Name: "default" }))).rejects.toMatchObject({
    name: "ValidationException",
  });
});

test.each([
  [{ ScheduleExpression: "cron(0 1 * * * *)" }, "Invalid Schedule Expression cron(0 1 * * * *)."],
  [{ ScheduleExpressionTimezone: "Mars/Base" }, "Invalid ScheduleExpressionTimezone Mars/Base."],
  [{ FlexibleTimeWindow: { Mode: "FLEXIBLE" as const } }, "MaximumWindowInMinutes"],
  [
    { StartDate: new Date(Date.UTC(2025, 0, 1)) },
    "The StartDate you specify cannot be earlier than 5 minutes ago.",
  ],
  [{ Target: { Arn: "queue", RoleArn } }, "Provided Arn is not in correct format."],
  [
    { Target: { Arn: "arn:aws:ecs:us-east-1:000000000000:cluster/c", RoleArn } },
    "The local engine brings schedules to",
  ],
  [
    { Target: { Arn: "arn:aws:scheduler:::aws-sdk:sqs:receiveMessage", RoleArn, Input: "{}" } },
    "has no sqs:receiveMessage",
  ],
  [
    { Target: { Arn: "arn:aws:events:us-east-1:000000000000:event-bus/default", RoleArn } },
    "EventBridgeParameters must be specified",
  ],
])("%j is refused", async (input, told) => {
  await expect(create(input)).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining(told),
  });
});

test("a rate begins at once; its input may name the schedule; switched off it rests", async () => {
  const queue = await makeQueue();
  const Input = '{"at":"<aws.scheduler.scheduled-time>","from":"<aws.scheduler.schedule-arn>"}';
  const input = {
    ScheduleExpression: "rate(5 minutes)",
    FlexibleTimeWindow: { Mode: "OFF" as const },
    Target: { Arn: queue.arn, RoleArn, Input },
  };
  const at = () => new Date(clock.now()).toISOString().replace(".000Z", "Z");
  const first = at();
  const Name = await create({ Name: "every", ...input });
  await clock.advance(0);
  await clock.advance(5 * minute);
  const bodies = (await queue.receive()).map(({ Body }) => JSON.parse(Body ?? "") as object);
  const from = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/every";
  expect(bodies).toEqual(
    expect.arrayContaining([
      { at: first, from },
      { at: at(), from },
    ]),
  );
  expect(bodies).toHaveLength(2);
  await send(new UpdateScheduleCommand({ Name, ...input, State: "DISABLED" }));
  await clock.advance(30 * minute);
  expect(await queue.receive()).toEqual([]);
  await send(new UpdateScheduleCommand({ Name, ...input }));
  await clock.advance(5 * minute);
  expect(await queue.receive()).toHaveLength(1);
  await send(new DeleteScheduleCommand({ Name }));
});

test("a one-time schedule runs once with Scheduler's own event and goes when it says so", async () => {
  const queue = await makeQueue();
  const dueMs = Math.ceil(clock.now() / minute) * minute + 10 * minute;
  const text = new Date(dueMs).toISOString().slice(0, 19);
  const Name = await create({
    ScheduleExpression: `at(${text})`,
    Target: { Arn: queue.arn, RoleArn },
    ActionAfterCompletion: "DELETE",
  });
  await clock.advance(9 * minute);
  expect(await queue.receive()).toEqual([]);
  await clock.advance(2 * minute);
  const [message, ...more] = await queue.receive();
  expect(more).toEqual([]);
  expect(JSON.parse(message?.Body ?? "")).toEqual({
    version: "0",
    id: expect.any(String),
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: "000000000000",
    time: `${text}Z`,
    region: "us-east-1",
    resources: [`arn:aws:scheduler:us-east-1:000000000000:schedule/default/${Name}`],
    detail: "{}",
  });
  await expect(send(new GetScheduleCommand({ Name }))).rejects.toThrow("does not exist");
});

test("a flexible window runs a schedule some time within it", async () => {
  const queue = await makeQueue();
  const StartDate = new Date(clock.now() + 10 * minute);
  const Name = await create({
    ScheduleExpression: "rate(1 day)",
    StartDate,
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 60 },
    Target: { Arn: queue.arn, RoleArn },
  });
  await clock.advance(10 * minute - 1);
  expect(await queue.receive()).toEqual([]);
  await clock.advance(60 * minute + 1);
  expect(await queue.receive()).toHaveLength(1);
  await send(new DeleteScheduleCommand({ Name }));
});

test("a state machine is started with the input", async () => {
  const { sfn } = engine.clients;
  const { stateMachineArn = "" } = await sfn.send(
    new CreateStateMachineCommand({
      name: "pass",
      roleArn: RoleArn,
      definition: JSON.stringify({ StartAt: "P", States: { P: { Type: "Pass", End: true } } }),
    }),
  );
  const Name = await create({ Target: { Arn: stateMachineArn, RoleArn, Input: '{"n":1}' } });
  await clock.advance(1000);
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  const [{ executionArn } = {}] = executions;
  const { input, status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect([input, status]).toEqual(['{"n":1}', "SUCCEEDED"]);
  await send(new DeleteScheduleCommand({ Name }));
});

test("a universal target calls an operation; what is never taken goes to the dead letters", async () => {
  const [queue, dead] = [await makeQueue(), await makeQueue()];
  const one = await create({
    Target: {
      Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
      RoleArn,
      Input: JSON.stringify({ QueueUrl: queue.url, MessageBody: "<aws.scheduler.attempt-number>" }),
    },
  });
  const other = await create({
    Target: {
      Arn: "arn:aws:sns:us-east-1:000000000000:gone",
      RoleArn,
      Input: "hello",
      DeadLetterConfig: { Arn: dead.arn },
    },
  });
  await clock.advance(1000);
  expect((await queue.receive()).map(({ Body }) => Body)).toEqual(["1"]);
  const [letter] = await dead.receive();
  expect(letter?.Body).toBe("hello");
  expect(letter?.MessageAttributes).toMatchObject({
    ERROR_CODE: { StringValue: "NotFoundException" },
    ERROR_MESSAGE: { StringValue: "Topic does not exist" },
    RETRY_ATTEMPTS: { StringValue: "0" },
    TARGET_ARN: { StringValue: "arn:aws:sns:us-east-1:000000000000:gone" },
  });
  for (const Name of [one, other]) await send(new DeleteScheduleCommand({ Name }));
});
