import {
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { undoChange } from "@/lib/activity/undo-change";
import { alarmForm, newAlarmForm } from "@/lib/model/alarm-form";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { deleteAlarm } from "./delete-alarm";
import { listFunctionAlarms } from "./list-alarms";
import { readAlarmHistory } from "./read-alarm-history";
import { createAlarm, updateAlarm } from "./save-alarm";
import { setAlarmActions } from "./set-alarm-actions";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

const list = () => listFunctionAlarms(cloud.connection, "f");
const find = async (name: string) =>
  (await cloud.clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] })))
    .MetricAlarms?.[0];
const named = (name: string, threshold = 5) => ({
  ...newAlarmForm("f", "errors", threshold),
  name,
});
const create = (name: string) =>
  createAlarm(cloud.connection, "f", { subject: "errors", form: named(name) });

test("an alarm is created, listed with its condition, and taken back", async () => {
  const { change } = await create("f errors");
  expect(change.title).toContain("> 5 for 5 min");
  const { alarms, problems, isPart } = await list();
  expect({ problems, isPart }).toEqual({ problems: [], isPart: false });
  expect(alarms).toHaveLength(1);
  expect(alarms[0]).toMatchObject({
    name: "f errors",
    kind: "metric",
    metric: { metric: "Errors", statistic: "Sum", periodSeconds: 300 },
    condition: { threshold: 5, comparison: "GreaterThanThreshold" },
  });
  await undoChange(change.id);
  expect((await list()).alarms).toEqual([]);
});

test("a name that is taken is refused, since CloudWatch would replace that alarm", async () => {
  const { change } = await create("taken");
  expect(await problemOf(create("taken"))).toMatchObject({ kind: "invalid", field: "name" });
  await undoChange(change.id);
});

test("an edit keeps what it does not show, refuses an older state, and is undone", async () => {
  await cloud.clients.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "slow",
      Namespace: "AWS/Lambda",
      MetricName: "Duration",
      ExtendedStatistic: "p99",
      Dimensions: [{ Name: "FunctionName", Value: "f" }],
      Unit: "Milliseconds",
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 900,
      ComparisonOperator: "GreaterThanThreshold",
    }),
  );
  const shown = (await list()).alarms.find(({ name }) => name === "slow")!;
  const form = alarmForm(shown)!;
  expect(form).toMatchObject({ statistic: "p99", condition: { datapointsToAlarm: 2 } });
  const next = { ...form, condition: { ...form.condition, threshold: 1200 } };
  expect(
    await problemOf(
      updateAlarm(cloud.connection, "f", { form: next, revision: "2020-01-01T00:00:00.000Z" }),
    ),
  ).toMatchObject({ kind: "conflict" });
  const { change } = await updateAlarm(cloud.connection, "f", {
    form: next,
    revision: shown.revision,
  });
  expect(await find("slow")).toMatchObject({
    Threshold: 1200,
    Unit: "Milliseconds",
    ExtendedStatistic: "p99",
  });
  await undoChange(change.id);
  expect((await find("slow"))?.Threshold).toBe(900);
});

test("what CloudWatch would refuse is refused with its field before anything is sent", async () => {
  const form = named("bad");
  form.condition = { ...form.condition, evaluationPeriods: 1000, periodSeconds: 300 };
  expect(
    await problemOf(createAlarm(cloud.connection, "f", { subject: "errors", form })),
  ).toMatchObject({ kind: "invalid", field: "evaluationPeriods" });
  expect(await find("bad")).toBeUndefined();
});

test("an expression and a composite alarm that hold the function's metrics are found, others are not", async () => {
  await createAlarm(cloud.connection, "f", {
    subject: "errorRate",
    form: { ...newAlarmForm("f", "errorRate", 2), name: "share" },
  });
  await createAlarm(cloud.connection, "other", { subject: "errors", form: named("not mine") });
  const { cloudwatch } = cloud.clients;
  await cloudwatch.send(
    new PutCompositeAlarmCommand({ AlarmName: "both", AlarmRule: 'ALARM("share") OR ALARM(slow)' }),
  );
  await cloudwatch.send(
    new PutCompositeAlarmCommand({ AlarmName: "above", AlarmRule: "ALARM(both)" }),
  );
  await cloudwatch.send(
    new PutCompositeAlarmCommand({ AlarmName: "foreign", AlarmRule: 'ALARM("not mine")' }),
  );
  const { alarms } = await list();
  expect(alarms.map(({ name }) => name).sort()).toEqual(["above", "both", "share", "slow"]);
  expect(alarms.find(({ name }) => name === "share")).toMatchObject({
    kind: "math",
    condition: { threshold: 2, periodSeconds: 300 },
  });
  expect(alarms.find(({ name }) => name === "above")?.fixed).toBeDefined();
});

test("a deleted alarm comes back with its tags", async () => {
  await create("tagged");
  await cloud.clients.cloudwatch.send(
    new TagResourceCommand({
      ResourceARN: (await find("tagged"))!.AlarmArn,
      Tags: [{ Key: "team", Value: "shop" }],
    }),
  );
  const { change } = await deleteAlarm(cloud.connection, "f", "tagged");
  expect(await find("tagged")).toBeUndefined();
  expect(change.before).toMatchObject({ Tags: [{ Key: "team", Value: "shop" }] });
  await undoChange(change.id);
  expect(await find("tagged")).toMatchObject({ Threshold: 5, MetricName: "Errors" });
});

test("actions are switched off and on again, and history tells of it", async () => {
  const { change } = await setAlarmActions(cloud.connection, "f", "tagged", false);
  expect((await find("tagged"))?.ActionsEnabled).toBe(false);
  await undoChange(change.id);
  expect((await find("tagged"))?.ActionsEnabled).toBe(true);
  const { events } = await readAlarmHistory(cloud.connection, "tagged");
  expect(events.some(({ kind }) => kind === "ConfigurationUpdate")).toBe(true);
  expect(await problemOf(setAlarmActions(cloud.connection, "f", "gone", true))).toMatchObject({
    kind: "not-found",
  });
});
