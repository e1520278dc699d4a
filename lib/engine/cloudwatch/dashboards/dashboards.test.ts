import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "../../testing/start-engine.ts";
import { checkDashboard } from "./check-dashboard.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const metric = (metrics: unknown, more: object = {}) => ({
  type: "metric",
  x: 0,
  y: 0,
  width: 6,
  height: 6,
  properties: { metrics, region: "us-east-1", ...more },
});
const good = {
  start: "-PT6H",
  widgets: [
    metric([
      ["AWS/Lambda", "Errors", "FunctionName", "f", { stat: "Sum" }],
      [{ expression: "SUM(METRICS())", id: "e1" }],
    ]),
    { type: "text", properties: { markdown: "Hello" } },
  ],
};

test("dashboards are put, read, listed by prefix and deleted, in no region of their own", async () => {
  const { cloudwatch } = engine.clients;
  const DashboardBody = JSON.stringify(good);
  const put = await cloudwatch.send(
    new PutDashboardCommand({
      DashboardName: "orders",
      DashboardBody,
      Tags: [{ Key: "team", Value: "a" }],
    }),
  );
  expect(put.DashboardValidationMessages).toEqual([]);
  await cloudwatch.send(new PutDashboardCommand({ DashboardName: "other", DashboardBody }));
  const DashboardArn = "arn:aws:cloudwatch::000000000000:dashboard/orders";
  expect(await cloudwatch.send(new GetDashboardCommand({ DashboardName: "orders" }))).toMatchObject(
    { DashboardArn, DashboardBody, DashboardName: "orders" },
  );
  const listed = await cloudwatch.send(new ListDashboardsCommand({ DashboardNamePrefix: "or" }));
  expect(listed.DashboardEntries).toMatchObject([{ DashboardArn, Size: DashboardBody.length }]);
  const { Tags } = await cloudwatch.send(
    new ListTagsForResourceCommand({ ResourceARN: DashboardArn }),
  );
  expect(Tags).toEqual([{ Key: "team", Value: "a" }]);
  await expect(
    cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ["other", "missing"] })),
  ).rejects.toMatchObject({ name: "ResourceNotFound" });
  await cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ["orders", "other"] }));
  await expect(
    cloudwatch.send(new GetDashboardCommand({ DashboardName: "orders" })),
  ).rejects.toMatchObject({
    name: "ResourceNotFound",
    $metadata: { httpStatusCode: 404 },
  });
});

test("what is wrong is told with its place, and nothing is kept", async () => {
  const { cloudwatch } = engine.clients;
  const put = (DashboardName: string, DashboardBody: string) =>
    cloudwatch.send(new PutDashboardCommand({ DashboardName, DashboardBody }));
  await expect(put("bad name", "{}")).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining("contains invalid characters"),
  });
  await expect(put("x", "nonsense")).rejects.toMatchObject({
    name: "DashboardInvalidInputError",
    message: "The field DashboardBody must be a valid JSON object",
  });
  const body = JSON.stringify({ widgets: [metric([["AWS/Lambda", "Errors", "FunctionName"]])] });
  await expect(put("x", body)).rejects.toMatchObject({
    name: "DashboardInvalidInputError",
    message: expect.stringContaining(
      "The dashboard body is invalid, there are 1 validation errors",
    ),
    dashboardValidationMessages: [
      {
        DataPath: "/widgets/0/properties/metrics/0",
        Message: "Should NOT have more than 2 items",
      },
    ],
  });
  await expect(
    cloudwatch.send(new GetDashboardCommand({ DashboardName: "x" })),
  ).rejects.toMatchObject({ name: "ResourceNotFound" });
});

const oneWidget = (widget: object) => ({ widgets: [widget] });

test.each<[object, string, string]>([
  [{}, "", "Should have required property 'widgets'"],
  [{ widgets: {} }, "/widgets", "Should be array"],
  [
    { widgets: [], end: "2026-01-01T00:00:00Z" },
    "",
    "Should have property start when property end is present",
  ],
  [
    { widgets: [], periodOverride: "never" },
    "/periodOverride",
    "Should be equal to one of the allowed values",
  ],
  [{ widgets: ["x"] }, "/widgets/0", "Should be object"],
  [oneWidget({ properties: {} }), "/widgets/0", "Should have required property 'type'"],
  [
    oneWidget({ type: "pie", properties: {} }),
    "/widgets/0/type",
    "Should be equal to one of the allowed values",
  ],
  [oneWidget({ type: "text" }), "/widgets/0", "Should have required property 'properties'"],
  [
    oneWidget({ type: "text", properties: {} }),
    "/widgets/0/properties",
    "Should have required property 'markdown'",
  ],
  [oneWidget({ ...metric([]), x: 24 }), "/widgets/0/x", "Should be <= 23"],
  [oneWidget({ ...metric([]), width: 0.5 }), "/widgets/0/width", "Should be integer"],
  [
    oneWidget({ ...metric([]), y: undefined }),
    "/widgets/0",
    "Should have property y when property x is present",
  ],
  [
    oneWidget(metric([["A", "B", { a: 1 }, "c"]])),
    "/widgets/0/properties/metrics/0/2",
    'Invalid metric field type, only "String" type is allowed',
  ],
  [
    oneWidget(metric([], { region: undefined })),
    "/widgets/0/properties",
    "Should have required property 'region'",
  ],
  [
    oneWidget(metric([], { period: 45 })),
    "/widgets/0/properties/period",
    "Should be a valid period",
  ],
])("%j is invalid at %s", (body, DataPath, Message) => {
  expect(checkDashboard(JSON.stringify(body))?.errors).toContainEqual({ DataPath, Message });
});

test("unknown properties are kept and warned of", () => {
  const body = { ...good, theme: "dark" };
  expect(checkDashboard(JSON.stringify(body))).toEqual({
    errors: [],
    warnings: [{ DataPath: "/theme", Message: "Should NOT have additional properties" }],
  });
});
