import { GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import {
  CreateEventBusCommand,
  DescribeRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import {
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { undoChange } from "@/lib/activity/undo-change";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import { blankDraft, type AddableSource } from "@/lib/model/trigger-drafts/blank-draft";
import { draftOf, isEditable, type TriggerDraft } from "@/lib/model/trigger-drafts/trigger-draft";
import type { ApiDraft } from "@/lib/model/trigger-drafts/api-draft";
import type { PushDraft } from "@/lib/model/trigger-drafts/draft-schema";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { triggerKey } from "@/lib/model/trigger-identity";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { addFailureQueue } from "./add-failure-queue";
import { addTrigger } from "./add-trigger";
import { changeTrigger } from "./change-trigger";
import { listTriggers } from "./list-triggers";
import { removeTrigger } from "./remove-trigger";
import { addUrlPermissions } from "./url-permissions";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.createFunction("f");
});
afterAll(() => cloud.stop());

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";
const known = {
  functionName: "f",
  roleArn: "arn:aws:iam::000000000000:role/scheduler",
  timeZone: "UTC",
};
/** A draft of a source with what a person would type. */
function draft<D extends PushDraft>(source: AddableSource, typed: Partial<D>): D {
  return { ...blankDraft(source, known), ...typed } as D;
}
const drafts: [name: string, draft: PushDraft, edit: object][] = [
  [
    "bucket",
    draft("bucket", { bucket: "uploads-1", isNew: true, prefix: "in/" }),
    { prefix: "", suffix: ".png" },
  ],
  [
    "topic",
    draft("topic", { topicArn: "news", isNew: true }),
    { filterPolicy: '{"kind":["a"]}', filterPolicyScope: "MessageBody" },
  ],
  [
    "rule",
    draft("rule", { name: "orders" }),
    { description: "what is ordered", input: { as: "constant", input: "{}" } },
  ],
  [
    "rule by time",
    draft("rule", { name: "nightly", eventPattern: "", scheduleExpression: "cron(0 2 * * ? *)" }),
    { enabled: false },
  ],
  [
    "schedule",
    draft("schedule", { name: "hourly" }),
    { expression: "cron(0 9 ? * MON-FRI *)", timeZone: "Europe/Berlin", enabled: false },
  ],
  ["public url", draft("url", { authType: "NONE" }), { authType: "AWS_IAM", streams: true }],
  [
    "http api",
    draft("http-api", { apiName: "shop" }),
    { payloadFormatVersion: "1.0", method: "POST", path: "/orders/{id}" },
  ],
  [
    "rest api",
    draft("rest-api", { apiName: "former", method: "GET", path: "/orders/{id}" }),
    { method: "POST", path: "/baskets/{id}" },
  ],
  ["websocket api", draft("websocket-api", { apiName: "chat" }), { path: "sendMessage" }],
];

const list = async () => (await listTriggers(cloud.connection, "f")).triggers;
const find = async (key: string) => (await list()).find((one) => triggerKey(one) === key);
const policy = async () => {
  const answer = await cloud.clients.lambda
    .send(new GetPolicyCommand({ FunctionName: "f" }))
    .catch(() => undefined);
  const { Statement = [] } = JSON.parse(answer?.Policy ?? "{}") as {
    Statement?: { Sid: string }[];
  };
  return Statement.map(({ Sid }) => Sid);
};
const undoAll = async (steps: readonly Change[]) => {
  for (const step of steps.toReversed()) await undoChange(step.id);
};

describe.each(drafts)("%s", (_name, wanted, edit) => {
  test("is added with its permission, changed and removed, each with its way back", async () => {
    const before = await list();
    const { key, steps } = await addTrigger(cloud.connection, "f", wanted);
    const added = await find(key);
    expect(added).toBeDefined();
    expect(added?.permission).not.toBe("missing");
    if (!added || !isEditable(added)) throw new Error("it cannot be edited");
    const {
      isNew: _,
      apiId: _api,
      topicArn: _topic,
      apiName: _apiName,
      ...rest
    } = { isNew: false, apiId: "", topicArn: "", apiName: "", ...wanted };
    expect(draftOf(added)).toMatchObject(rest);

    const saved = draftOf(added) as PushDraft;
    const changed = await changeTrigger(cloud.connection, "f", key, {
      ...saved,
      ...edit,
    } as PushDraft);
    const now = (await find(changed.key)) as typeof added;
    expect(draftOf(now)).toMatchObject(edit);
    expect(now.permission).not.toBe("missing");
    expect((await list()).length).toBe(before.length + 1);
    await undoAll(changed.steps);
    expect(draftOf((await find(key)) as typeof added)).toEqual(saved);

    const removed = await removeTrigger(cloud.connection, "f", key);
    expect(await list()).toEqual(before);
    expect(await policy()).toEqual([]);
    expect(removed.steps.map(({ undo }) => undo)).not.toContainEqual({
      impossible: expect.anything() as string,
    });
    await undoAll(removed.steps);
    const again = (await list()).find(({ kind }) => kind === wanted.kind);
    expect(draftOf(again as typeof added)).toMatchObject(rest);
    expect(again?.permission).not.toBe("missing");
    await removeTrigger(cloud.connection, "f", triggerKey(again!));
    expect(steps.map(({ outcome }) => outcome)).not.toContain("failed");
  });
});

test("what was added in steps is taken back as a whole", async () => {
  const { steps } = await addTrigger(
    cloud.connection,
    "f",
    draft("topic", { topicArn: "for-a-moment", isNew: true }),
  );
  await undoAll(steps);
  expect(await policy()).toEqual([]);
  expect((await list()).filter(({ kind }) => kind === "topic")).toEqual([]);
});

test("a method of a REST API is deployed with its resources, and taken off its stage again", async () => {
  const wanted = draft<ApiDraft>("rest-api", {
    apiName: "old-shop",
    method: "GET",
    path: "/orders/{id}",
  });
  const { key } = await addTrigger(cloud.connection, "f", wanted);
  const added = await find(key);
  expect(added).toMatchObject({ route: "GET /orders/{id}", stages: ["prod"] });
  expect(added?.permission).toMatchObject({ principal: "apigateway.amazonaws.com" });
  if (added?.kind !== "api") throw new Error("it is no route");
  const { apiId } = added;
  const second = await addTrigger(cloud.connection, "f", { ...wanted, apiId, method: "POST" });
  const taken = await problemOf(addTrigger(cloud.connection, "f", { ...wanted, apiId }));
  expect(taken).toMatchObject({ field: "path", detail: expect.stringMatching(/already/) });
  for (const one of [second.key, key]) await removeTrigger(cloud.connection, "f", one);
  expect(await policy()).toEqual([]);
  expect((await list()).filter(({ kind }) => kind === "api")).toEqual([]);
});

describe("a bucket that others listen to", () => {
  const bucket = "shared-uploads";
  const queueArn = "arn:aws:sqs:us-east-1:000000000000:uploads";
  beforeAll(async () => {
    const { s3, sqs } = cloud.clients;
    await sqs.send(
      new CreateQueueCommand({
        QueueName: "uploads",
        Attributes: {
          Policy: JSON.stringify({
            Statement: [
              {
                Effect: "Allow",
                Principal: { Service: "s3.amazonaws.com" },
                Action: "sqs:SendMessage",
                Resource: queueArn,
              },
            ],
          }),
        },
      }),
    );
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: bucket,
        NotificationConfiguration: {
          EventBridgeConfiguration: {},
          QueueConfigurations: [
            {
              Id: "theirs",
              QueueArn: queueArn,
              Events: ["s3:ObjectCreated:*"],
              Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "raw/" }] } },
            },
          ],
        },
      }),
    );
  });
  const configuration = async () => {
    const { $metadata: _, ...rest } = await cloud.clients.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
    );
    return rest;
  };

  test("keeps their rules when ours is added, changed and removed", async () => {
    const theirs = await configuration();
    const { key } = await addTrigger(
      cloud.connection,
      "f",
      draft("bucket", { bucket, prefix: "images/" }),
    );
    expect(await configuration()).toMatchObject({
      ...theirs,
      LambdaFunctionConfigurations: [{ Id: "f", LambdaFunctionArn: functionArn }],
    });
    const trigger = await find(key);
    if (trigger?.kind !== "bucket") throw new Error("there is no such trigger");
    await changeTrigger(cloud.connection, "f", key, {
      ...(draftOf(trigger) as PushDraft),
      suffix: ".jpg",
    } as PushDraft);
    await removeTrigger(cloud.connection, "f", key);
    expect(await configuration()).toEqual(theirs);
  });

  test("refuses a rule that would fit the same object, and names the other", async () => {
    const problem = await problemOf(
      addTrigger(cloud.connection, "f", draft("bucket", { bucket, prefix: "raw/2027/" })),
    );
    expect(problem).toMatchObject({ kind: "invalid", field: "prefix" });
    expect(problem.detail).toContain(`tells ${queueArn} of s3:ObjectCreated:* already`);
    expect(problem.detail).toContain("keys that begin with raw/");
    expect(await policy()).toEqual([]);
  });

  test("keeps the permission that a second rule of it needs", async () => {
    const first = await addTrigger(
      cloud.connection,
      "f",
      draft("bucket", { bucket, prefix: "a/" }),
    );
    const second = await addTrigger(
      cloud.connection,
      "f",
      draft("bucket", { bucket, prefix: "b/" }),
    );
    expect((await policy()).length).toBe(1);
    await removeTrigger(cloud.connection, "f", first.key);
    expect((await policy()).length).toBe(1);
    await removeTrigger(cloud.connection, "f", second.key);
    expect(await policy()).toEqual([]);
  });
});

test("a rule that calls something else stays when the function is taken away", async () => {
  const { events } = cloud.clients;
  await events.send(new CreateEventBusCommand({ Name: "orders" }));
  await events.send(
    new PutRuleCommand({
      Name: "shared",
      EventBusName: "orders",
      EventPattern: '{"source":["a"]}',
    }),
  );
  await events.send(
    new PutTargetsCommand({
      Rule: "shared",
      EventBusName: "orders",
      Targets: [{ Id: "q", Arn: "arn:aws:sqs:us-east-1:000000000000:uploads" }],
    }),
  );
  const { key } = await addTrigger(
    cloud.connection,
    "f",
    draft("rule", { name: "shared", busName: "orders", isNew: false, eventPattern: "" }),
  );
  await removeTrigger(cloud.connection, "f", key);
  const rule = await events.send(
    new DescribeRuleCommand({ Name: "shared", EventBusName: "orders" }),
  );
  expect(rule.EventPattern).toBe('{"source":["a"]}');
  const taken = await problemOf(
    addTrigger(cloud.connection, "f", draft("rule", { name: "shared", busName: "orders" })),
  );
  expect(taken).toMatchObject({ field: "name", detail: expect.stringMatching(/already/) });
});

test.each<[string, PushDraft, string]>([
  ["no events", draft("bucket", { bucket: "abc", events: [] }), "events"],
  [
    "a FIFO topic",
    draft("topic", { topicArn: "arn:aws:sns:us-east-1:000000000000:a.fifo" }),
    "topicArn",
  ],
  ["a wrong schedule", draft("schedule", { expression: "rate(1 minutes)" }), "expression"],
  [
    "a schedule on another bus",
    draft("rule", { name: "r", busName: "b", eventPattern: "", scheduleExpression: "rate(1 day)" }),
    "scheduleExpression",
  ],
  [
    "credentials for all",
    draft("url", {
      cors: {
        allowOrigins: ["*"],
        allowMethods: ["*"],
        allowHeaders: [],
        exposeHeaders: [],
        allowCredentials: true,
        maxAgeSeconds: 0,
      },
    }),
    "cors",
  ],
  ["a path without a slash", draft("http-api", { path: "orders" }), "path"],
])("refuses %s before AWS is asked", async (_name, wanted, field) => {
  expect(await problemOf(addTrigger(cloud.connection, "f", wanted))).toMatchObject({
    kind: "invalid",
    field,
  });
});

describe("when AWS refuses a call half-way", () => {
  /** Makes one command of the connection's clients fail, however often it is sent or so many times. */
  function failing(command: string, times = Number.POSITIVE_INFINITY): () => void {
    let left = times;
    const clients = Object.values(clientsFor(cloud.connection));
    const names = clients.map(({ middlewareStack }, index) => {
      const name = `fail-${command}-${index}`;
      (middlewareStack as { add(step: unknown, options: object): void }).add(
        (next: (args: unknown) => unknown, { commandName }: { commandName?: string }) =>
          (args: unknown) => {
            if (commandName === `${command}Command` && left-- > 0)
              throw new Error(`${command} was refused`);
            return next(args);
          },
        { step: "initialize", name, priority: "low" },
      );
      return name;
    });
    return () =>
      clients.forEach(({ middlewareStack }, index) => middlewareStack.remove(names[index]!));
  }

  const snapshot = async () => ({
    triggers: await list(),
    policy: await policy(),
    apis: (await clientsFor(cloud.connection).apigatewayv2.send(new GetApisCommand({}))).Items,
    restApis: (await clientsFor(cloud.connection).apigateway.send(new GetRestApisCommand({})))
      .items,
    url: await cloud.clients.lambda
      .send(new GetFunctionUrlConfigCommand({ FunctionName: "f" }))
      .then(({ FunctionUrl }) => FunctionUrl)
      .catch(() => undefined),
  });

  const steps: [string, TriggerDraft, string[]][] = [
    [
      "bucket",
      draft("bucket", { bucket: "half-way", isNew: true }),
      ["CreateBucket", "AddPermission", "PutBucketNotificationConfiguration"],
    ],
    [
      "topic",
      draft("topic", { topicArn: "half-way", isNew: true }),
      ["CreateTopic", "AddPermission", "Subscribe"],
    ],
    ["rule", draft("rule", { name: "half-way" }), ["AddPermission", "PutRule", "PutTargets"]],
    ["schedule", draft("schedule", { name: "half-way" }), ["CreateSchedule"]],
    ["url", draft("url", { authType: "NONE" }), ["AddPermission", "CreateFunctionUrlConfig"]],
    [
      "http api",
      draft("http-api", { apiName: "half-way" }),
      ["CreateApi", "AddPermission", "CreateIntegration", "CreateRoute", "CreateStage"],
    ],
    [
      "rest api",
      draft("rest-api", { apiName: "half-way", path: "/a/{b}" }),
      [
        "CreateRestApi",
        "CreateResource",
        "AddPermission",
        "PutMethod",
        "PutIntegration",
        "CreateDeployment",
      ],
    ],
  ];

  test.each(
    steps.flatMap(([name, wanted, commands]) =>
      commands.map((command) => [name, command, wanted] as const),
    ),
  )("nothing of a %s is left behind: %s", async (_name, command, wanted) => {
    const before = await snapshot();
    const restore = failing(command);
    const problem = await problemOf(addTrigger(cloud.connection, "f", wanted as PushDraft));
    restore();
    expect(problem.detail).toContain(`${command} was refused`);
    expect(problem.detail).not.toContain("left behind");
    expect(await snapshot()).toEqual(before);
  });

  test.each<[AddableSource, string[]]>([
    ["http-api", ["AddPermission", "UpdateRoute", "RemovePermission"]],
    [
      "rest-api",
      [
        "CreateResource",
        "AddPermission",
        "PutMethod",
        "PutIntegration",
        "DeleteIntegration",
        "DeleteMethod",
        "RemovePermission",
        "CreateDeployment",
      ],
    ],
  ])("a route of %s that cannot be moved stays where it was", async (source, commands) => {
    const wanted = draft<ApiDraft>(source, { apiName: "moving", method: "GET", path: "/a/{b}" });
    const { key } = await addTrigger(cloud.connection, "f", wanted);
    const saved = draftOf((await find(key)) as ApiRoute) as ApiDraft;
    const before = await snapshot();
    for (const command of commands) {
      const restore = failing(command, 1);
      const problem = await problemOf(
        changeTrigger(cloud.connection, "f", key, { ...saved, method: "PUT", path: "/c/{d}" }),
      );
      restore();
      expect(problem.detail).toContain(`${command} was refused`);
      expect(problem.detail).not.toContain("left behind");
      expect(await snapshot()).toEqual(before);
    }
    await removeTrigger(cloud.connection, "f", key);
  });

  test("a removal that fails puts back what it had removed", async () => {
    const { key } = await addTrigger(cloud.connection, "f", draft("rule", { name: "kept" }));
    const before = await snapshot();
    for (const command of ["RemoveTargets", "DeleteRule", "RemovePermission"]) {
      const restore = failing(command);
      await problemOf(removeTrigger(cloud.connection, "f", key));
      restore();
      expect(await snapshot()).toEqual(before);
    }
    await removeTrigger(cloud.connection, "f", key);
  });

  test("what cannot be taken back is named", async () => {
    const restoreFirst = failing("PutTargets");
    const restoreSecond = failing("DeleteRule");
    const problem = await problemOf(
      addTrigger(cloud.connection, "f", draft("rule", { name: "stuck" })),
    );
    restoreFirst();
    restoreSecond();
    expect(problem.detail).toContain("This was left behind: Rule stuck created");
  });
});

test("a URL whose statements were taken away is opened again, and by one where one is missing", async () => {
  const { lambda } = cloud.clients;
  await cloud.createFunction("open");
  const open = draft("url", { authType: "NONE" });
  const { key } = await addTrigger(cloud.connection, "open", open);
  const state = async () =>
    (await listTriggers(cloud.connection, "open")).triggers.find((one) => triggerKey(one) === key);
  const take = (StatementId: string) =>
    lambda.send(new RemovePermissionCommand({ FunctionName: "open", StatementId }));
  await take("FunctionURLInvokeAllowPublicAccess");
  expect(await state()).toMatchObject({ lacksInvoke: true });
  expect((await addUrlPermissions(cloud.connection, "open", undefined)).steps).toHaveLength(1);
  expect(await state()).not.toHaveProperty("lacksInvoke");
  await take("FunctionURLInvokeAllowPublicAccess");
  await take("FunctionURLAllowPublicAccess");
  expect(await state()).toMatchObject({ permission: "missing" });
  const { steps } = await addUrlPermissions(cloud.connection, "open", undefined);
  expect(steps).toHaveLength(2);
  expect(await state()).toMatchObject({ permission: { action: "lambda:InvokeFunctionUrl" } });
});

test("a stream's mapping gets a queue for what it gives up, and none is left where that fails", async () => {
  const { kinesis, sqs } = cloud.clients;
  await kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
  const eventSourceArn = "arn:aws:kinesis:us-east-1:000000000000:stream/clicks";
  const { key: uuid } = await addTrigger(cloud.connection, "f", {
    kind: "mapping",
    eventSourceArn,
    enabled: false,
  });
  const { changes } = await addFailureQueue(cloud.connection, "f", uuid, "clicks-failed");
  const arn = async () => {
    const found = (await list()).find((one) => triggerKey(one) === uuid);
    return found?.kind === "mapping" ? found.onFailureArn : "gone";
  };
  expect(await arn()).toBe("arn:aws:sqs:us-east-1:000000000000:clicks-failed");
  await undoChange(changes.at(-1)!.id);
  expect(await arn()).toBeUndefined();
  const empty = { UUID: uuid, DestinationConfig: { OnFailure: {} } };
  await expect(
    cloud.clients.lambda.send(new UpdateEventSourceMappingCommand(empty)),
  ).rejects.toThrow("The Destination field is required for an OnFailure configuration.");
  const gone = "00000000-0000-4000-8000-000000000000";
  await expect(addFailureQueue(cloud.connection, "f", gone, "left")).rejects.toThrow(
    "does not exist",
  );
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "left" }));
  expect(QueueUrls).toEqual([]);
});
