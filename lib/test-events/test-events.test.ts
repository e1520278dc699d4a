import {
  DescribeSchemaCommand,
  ListSchemaVersionsCommand,
  SchemasClient,
} from "@aws-sdk/client-schemas";
import { afterAll, beforeAll, expect, test } from "vitest";
import { undoChange } from "@/lib/activity/undo-change";
import { resolveConnection } from "@/lib/aws/connections";
import { eventsInSchema } from "@/lib/model/shared-event";
import { saveEndpoint } from "@/lib/store/endpoints";
import { readChanges } from "@/lib/store/journal";
import { awsError, notFoundPage, startFakeAws } from "@/tests/endpoints/fake-aws";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { deleteSharedEvent, renameSharedEvent, saveSharedEvent } from "./change-shared-events";
import { readSharedEvents } from "./read-shared-events";

let cloud: TestCloud;
let schemas: SchemasClient;
beforeAll(async () => {
  cloud = await startCloud();
  schemas = new SchemasClient({
    endpoint: cloud.connection.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
});
afterAll(async () => {
  schemas.destroy();
  await cloud.stop();
});

const names = (functionName: string) => ({
  RegistryName: "lambda-testevent-schemas",
  SchemaName: `_${functionName}-schema`,
});
const seen = (functionName: string, version: string | null) => ({
  connection: cloud.connection,
  functionName,
  version,
});
const order = { name: "order", body: '{\n  "id": 12345678901234567890\n}', type: "Event" as const };

test("the first event makes registry and schema, as the console and the SAM CLI write them", async () => {
  expect(await readSharedEvents(cloud.connection, "first")).toEqual({ events: [], version: null });
  const { events, version } = await saveSharedEvent(seen("first", null), order);
  expect(events).toEqual([order]);
  expect(version).toBe("1");
  const { Content, Type } = await schemas.send(new DescribeSchemaCommand(names("first")));
  expect(Type).toBe("OpenApi3");
  expect(JSON.parse(Content!)).toMatchObject({
    openapi: "3.0.0",
    components: { examples: { order: { "x-metadata": { invocationType: "Event" } } } },
  });
  expect(Content).toMatch(/"value": ?\{"id":12345678901234567890\}/);
});

test("events are added, renamed and deleted; the last one takes the schema along", async () => {
  const one = await saveSharedEvent(seen("many", null), order);
  const two = await saveSharedEvent(seen("many", one.version), { name: "other", body: "{}" });
  const renamed = await renameSharedEvent(seen("many", two.version), "order", "new-name");
  expect(renamed.events.map(({ name }) => name)).toEqual(["new-name", "other"]);
  const left = await deleteSharedEvent(seen("many", renamed.version), "new-name");
  expect(left.events).toEqual([{ name: "other", body: "{}" }]);
  expect(await deleteSharedEvent(seen("many", left.version), "other")).toEqual({
    events: [],
    version: null,
  });
  await expect(schemas.send(new DescribeSchemaCommand(names("many")))).rejects.toThrow();
});

test("what somebody else has changed meanwhile is not written over", async () => {
  const { version } = await saveSharedEvent(seen("contested", null), order);
  await saveSharedEvent(seen("contested", version), { name: "theirs", body: "1" });
  const mine = saveSharedEvent(seen("contested", version), { name: "mine", body: "2" });
  expect(await problemOf(mine)).toMatchObject({
    kind: "conflict",
    detail: expect.stringContaining("version 2"),
  });
  const { events } = await readSharedEvents(cloud.connection, "contested");
  expect(events.map(({ name }) => name)).toEqual(["order", "theirs"]);
});

test("bad names, missing events and too much text are refused with the field", async () => {
  const { version } = await saveSharedEvent(seen("strict", null), order);
  const save = (name: string, body = "1") =>
    problemOf(saveSharedEvent(seen("strict", version), { name, body }));
  expect(await save("has space")).toMatchObject({ kind: "invalid", field: "name" });
  expect(await save("x".repeat(26))).toMatchObject({ field: "name" });
  expect(await save("large", JSON.stringify("x".repeat(100_001)))).toMatchObject({ field: "body" });
  expect(await problemOf(deleteSharedEvent(seen("strict", version), "none"))).toMatchObject({
    kind: "not-found",
  });
  expect(await problemOf(renameSharedEvent(seen("strict", version), "order", "a b"))).toMatchObject(
    {
      field: "newName",
    },
  );
});

test("a change stands in the journal and is undone, unless there is a newer one", async () => {
  const first = await saveSharedEvent(seen("undone", null), order);
  await saveSharedEvent(seen("undone", first.version), { name: "second", body: "2" });
  const [change] = readChanges({ functionName: "undone", limit: 1 });
  expect(change).toMatchObject({ title: "Shareable event second added", outcome: "done" });
  await undoChange(change!.id);
  const { events, version } = await readSharedEvents(cloud.connection, "undone");
  expect(events.map(({ name }) => name)).toEqual(["order"]);
  const third = await saveSharedEvent(seen("undone", version), { name: "third", body: "3" });
  const [later] = readChanges({ functionName: "undone", limit: 1 });
  await saveSharedEvent(seen("undone", third.version), { name: "fourth", body: "4" });
  expect(await problemOf(undoChange(later!.id))).toMatchObject({ kind: "conflict" });
});

test("of the registry's versions the ten newest stay", async () => {
  let version: string | null = null;
  for (let count = 1; count <= 12; count++)
    version = (
      await saveSharedEvent(seen("long", version), { name: "counter", body: String(count) })
    ).version;
  const { SchemaVersions = [] } = await schemas.send(new ListSchemaVersionsCommand(names("long")));
  expect(
    SchemaVersions.map(({ SchemaVersion }) => Number(SchemaVersion)).sort((a, b) => a - b),
  ).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const { Content } = await schemas.send(new DescribeSchemaCommand(names("long")));
  expect(eventsInSchema(Content!)?.map(({ body }) => body)).toEqual(["12"]);
});

test.each([
  [
    "without the service",
    notFoundPage,
    { kind: "unsupported", title: "No shareable test events here" },
  ],
  [
    "that forbids it",
    awsError(
      403,
      "ForbiddenException",
      "User: ada is not authorized to perform: schemas:DescribeSchema",
    ),
    { kind: "denied", statement: expect.stringContaining("schemas:DescribeSchema") },
  ],
])("an endpoint %s says so", async (name, answer, problem) => {
  const fake = await startFakeAws({}, answer);
  saveEndpoint({ name: name.replaceAll(" ", "-"), url: fake.endpoint, region: "us-east-1" });
  const connection = await resolveConnection(`endpoint:${name.replaceAll(" ", "-")}`);
  expect(await problemOf(readSharedEvents(connection, "f"))).toMatchObject(problem);
  await fake.stop();
});
