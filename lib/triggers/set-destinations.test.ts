import { CreateAliasCommand, PublishVersionCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { undoChange } from "@/lib/activity/undo-change";
import { type AsyncDestinations, destinationProblems } from "@/lib/model/async-destinations";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { addFailureDestination } from "./add-failure-queue";
import { readDestinations, setDestinations } from "./set-destinations";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.createFunction("f");
  const { lambda, sqs } = cloud.clients;
  await lambda.send(new PublishVersionCommand({ FunctionName: "f" }));
  await lambda.send(
    new CreateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "1" }),
  );
  for (const QueueName of ["failed", "results"])
    await sqs.send(new CreateQueueCommand({ QueueName }));
});
afterAll(() => cloud.stop());

const queue = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const nothing: AsyncDestinations = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
  onSuccessArn: "",
  onFailureArn: "",
  deadLetterArn: "",
};
const read = (qualifier?: string) => readDestinations(cloud.connection, "f", qualifier);

test("destinations and the dead-letter queue are set together, and come back", async () => {
  expect(await read()).toEqual(nothing);
  const wanted = {
    ...nothing,
    maximumRetryAttempts: 1,
    onFailureArn: queue("failed"),
    deadLetterArn: queue("results"),
  };
  const { steps } = await setDestinations(cloud.connection, "f", wanted);
  expect(await read()).toEqual(wanted);
  for (const step of steps.toReversed()) await undoChange(step.id);
  expect(await read()).toEqual(nothing);
});

test("an alias has destinations of its own, and no dead-letter queue", async () => {
  const wanted = { ...nothing, onSuccessArn: queue("results"), deadLetterArn: null };
  await setDestinations(cloud.connection, "f", wanted, "live");
  expect(await read("live")).toEqual(wanted);
  expect(await read()).toEqual(nothing);
  await setDestinations(cloud.connection, "f", { ...nothing, deadLetterArn: null }, "live");
  expect(await read("live")).toEqual({ ...nothing, deadLetterArn: null });
});

test("failures get a queue beside what else is set, and none is left where that fails", async () => {
  const before = { ...nothing, maximumRetryAttempts: 0, deadLetterArn: null };
  await setDestinations(cloud.connection, "f", before, "live");
  const { changes } = await addFailureDestination(cloud.connection, "f", "live", "live-failed");
  expect(await read("live")).toEqual({ ...before, onFailureArn: queue("live-failed") });
  await undoChange(changes.at(-1)!.id);
  expect(await read("live")).toEqual(before);
  await problemOf(addFailureDestination(cloud.connection, "f", "no-such-alias", "left"));
  const { QueueUrls = [] } = await cloud.clients.sqs.send(
    new ListQueuesCommand({ QueueNamePrefix: "left" }),
  );
  expect(QueueUrls).toEqual([]);
});

test.each<[Partial<AsyncDestinations>, string]>([
  [{ maximumRetryAttempts: 3 }, "maximumRetryAttempts"],
  [{ maximumEventAgeSeconds: 59 }, "maximumEventAgeSeconds"],
  [{ onSuccessArn: "arn:aws:s3:::results" }, "onSuccessArn"],
  [{ onFailureArn: queue("failed.fifo") }, "onFailureArn"],
  [{ deadLetterArn: "arn:aws:events:us-east-1:000000000000:event-bus/b" }, "deadLetterArn"],
])("refuses %j before AWS is asked", async (edit, field) => {
  const problem = await problemOf(setDestinations(cloud.connection, "f", { ...nothing, ...edit }));
  expect(problem).toMatchObject({ kind: "invalid", field });
});

test("takes every kind of target that AWS takes", () => {
  const targets = [
    queue("q"),
    "arn:aws:sns:us-east-1:000000000000:t",
    "arn:aws:lambda:us-east-1:000000000000:function:g:live",
    "arn:aws:events:us-east-1:000000000000:event-bus/default",
  ];
  for (const onFailureArn of [...targets, "arn:aws:s3:::failures"])
    expect(destinationProblems({ ...nothing, onFailureArn })).toEqual({});
});
