import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CreateRegistryCommand,
  CreateSchemaCommand,
  DeleteRegistryCommand,
  DeleteResourcePolicyCommand,
  DeleteSchemaCommand,
  DeleteSchemaVersionCommand,
  DescribeRegistryCommand,
  DescribeSchemaCommand,
  ExportSchemaCommand,
  GetResourcePolicyCommand,
  ListRegistriesCommand,
  ListSchemasCommand,
  ListSchemaVersionsCommand,
  ListTagsForResourceCommand,
  PutResourcePolicyCommand,
  SearchSchemasCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRegistryCommand,
  UpdateSchemaCommand,
  type SchemasClient,
} from "@aws-sdk/client-schemas";
import { ManualClock } from "../testing/manual-clock.ts";
import { clientsFor, startEngine } from "../testing/start-engine.ts";

const clock = new ManualClock(Date.UTC(2026, 5, 1));
let engine: Awaited<ReturnType<typeof startEngine>>;
let schemas: SchemasClient;
beforeAll(async () => {
  engine = await startEngine({ clock });
  schemas = engine.clients.schemas;
});
afterAll(() => engine.stop());

const testEvents = (examples: Record<string, unknown>) =>
  JSON.stringify({
    openapi: "3.0.0",
    info: { version: "1.0.0", title: "Event" },
    paths: {},
    components: { schemas: { Event: { type: "object" } }, examples },
  });
const inRegistry = { RegistryName: "lambda-testevent-schemas" };
const ordersSchema = { ...inRegistry, SchemaName: "_orders-schema" };
const registryArn = "arn:aws:schemas:us-east-1:000000000000:registry/lambda-testevent-schemas";
const schemaArn =
  "arn:aws:schemas:us-east-1:000000000000:schema/lambda-testevent-schemas/_orders-schema";

test("a function's shareable events live in a registry, version by version", async () => {
  await expect(schemas.send(new DescribeRegistryCommand(inRegistry))).rejects.toMatchObject({
    name: "NotFoundException",
    Code: "NotFoundException",
    message: "Registry with name lambda-testevent-schemas does not exist.",
    $metadata: { httpStatusCode: 404 },
  });
  expect(await schemas.send(new CreateRegistryCommand(inRegistry))).toMatchObject({
    $metadata: { httpStatusCode: 201 },
    RegistryArn: registryArn,
    Tags: {},
  });
  await expect(schemas.send(new CreateRegistryCommand(inRegistry))).rejects.toMatchObject({
    name: "ConflictException",
    $metadata: { httpStatusCode: 409 },
  });
  await expect(schemas.send(new DescribeSchemaCommand(ordersSchema))).rejects.toMatchObject({
    name: "NotFoundException",
    message: "Schema with name _orders-schema does not exist.",
  });

  const first = testEvents({ one: { value: { id: 1 } } });
  const second = testEvents({ one: { value: { id: 1 } }, two: { value: { id: 2 } } });
  const created = await schemas.send(
    new CreateSchemaCommand({ ...ordersSchema, Type: "OpenApi3", Content: first }),
  );
  expect(created).toMatchObject({
    SchemaArn: schemaArn,
    SchemaVersion: "1",
    Type: "OpenApi3",
    LastModified: new Date(clock.now()),
  });

  await clock.advance(60_000);
  const same = await schemas.send(new UpdateSchemaCommand({ ...ordersSchema, Content: first }));
  expect(same).toMatchObject({ SchemaVersion: "1", LastModified: created.LastModified });
  const changed = await schemas.send(new UpdateSchemaCommand({ ...ordersSchema, Content: second }));
  expect(changed).toMatchObject({ SchemaVersion: "2", LastModified: new Date(clock.now()) });

  const [old, now] = await Promise.all(
    ["1", undefined].map((SchemaVersion) =>
      schemas.send(new DescribeSchemaCommand({ ...ordersSchema, SchemaVersion })),
    ),
  );
  expect(old).toMatchObject({ Content: first, VersionCreatedDate: created.LastModified });
  expect(now).toMatchObject({ Content: second, SchemaVersion: "2" });
  await expect(
    schemas.send(new DescribeSchemaCommand({ ...ordersSchema, SchemaVersion: "9" })),
  ).rejects.toMatchObject({ name: "NotFoundException" });
});

test("numbers of deleted versions are not used again, and the last version stays", async () => {
  await schemas.send(new DeleteSchemaVersionCommand({ ...ordersSchema, SchemaVersion: "1" }));
  await expect(
    schemas.send(new DeleteSchemaVersionCommand({ ...ordersSchema, SchemaVersion: "2" })),
  ).rejects.toMatchObject({ name: "BadRequestException" });
  const content = testEvents({ three: { value: 3 } });
  await schemas.send(new UpdateSchemaCommand({ ...ordersSchema, Content: content }));
  const { SchemaVersions } = await schemas.send(new ListSchemaVersionsCommand(ordersSchema));
  expect(SchemaVersions?.map(({ SchemaVersion }) => SchemaVersion)).toEqual(["2", "3"]);
});

test("schemas are listed in pages, by prefix and with the number of their versions", async () => {
  for (const SchemaName of ["_a-schema", "_b-schema"])
    await schemas.send(
      new CreateSchemaCommand({
        ...inRegistry,
        SchemaName,
        Type: "JSONSchemaDraft4",
        Content: '{"$schema":"http://json-schema.org/draft-04/schema#","title":"Cat"}',
      }),
    );
  const names = async (NextToken?: string) =>
    schemas.send(new ListSchemasCommand({ ...inRegistry, Limit: 2, NextToken }));
  const page = await names();
  expect(page.Schemas?.map((schema) => schema.SchemaName)).toEqual(["_a-schema", "_b-schema"]);
  const rest = await names(page.NextToken);
  expect(rest).toMatchObject({ Schemas: [{ SchemaName: "_orders-schema", VersionCount: 2 }] });
  expect(rest.NextToken).toBeUndefined();
  await expect(names("nonsense")).rejects.toMatchObject({ name: "BadRequestException" });
  const found = await schemas.send(new SearchSchemasCommand({ ...inRegistry, Keywords: "CAT _b" }));
  expect(found.Schemas).toMatchObject([
    { SchemaName: "_b-schema", SchemaVersions: [{ SchemaVersion: "1" }] },
  ]);
});

test("registries are listed, described, tagged and only deleted when they are empty", async () => {
  await schemas.send(new CreateRegistryCommand({ RegistryName: "other", Description: "old" }));
  await schemas.send(new UpdateRegistryCommand({ RegistryName: "other", Description: "new" }));
  const listed = await schemas.send(new ListRegistriesCommand({ RegistryNamePrefix: "o" }));
  expect(listed.Registries).toMatchObject([{ RegistryName: "other" }]);
  expect(await schemas.send(new DescribeRegistryCommand({ RegistryName: "other" }))).toMatchObject({
    Description: "new",
  });
  for (const ResourceArn of [registryArn, schemaArn]) {
    await schemas.send(new TagResourceCommand({ ResourceArn, Tags: { team: "x", keep: "1" } }));
    await schemas.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["team"] }));
    const { Tags } = await schemas.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).toEqual({ keep: "1" });
  }
  await expect(schemas.send(new DeleteRegistryCommand(inRegistry))).rejects.toMatchObject({
    name: "ConflictException",
  });
  const { Schemas = [] } = await schemas.send(new ListSchemasCommand(inRegistry));
  for (const { SchemaName } of Schemas)
    await schemas.send(new DeleteSchemaCommand({ ...inRegistry, SchemaName }));
  await schemas.send(new DeleteRegistryCommand(inRegistry));
  await expect(schemas.send(new ListSchemasCommand(inRegistry))).rejects.toMatchObject({
    name: "NotFoundException",
  });
});

test("a registry keeps a policy; a stale revision is refused", async () => {
  const registry = { RegistryName: "other" };
  await expect(schemas.send(new GetResourcePolicyCommand(registry))).rejects.toMatchObject({
    name: "NotFoundException",
  });
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const { RevisionId } = await schemas.send(new PutResourcePolicyCommand({ ...registry, Policy }));
  await expect(
    schemas.send(new PutResourcePolicyCommand({ ...registry, Policy, RevisionId: "stale" })),
  ).rejects.toMatchObject({ name: "PreconditionFailedException" });
  const kept = await schemas.send(new GetResourcePolicyCommand(registry));
  expect([String(kept.Policy), kept.RevisionId]).toEqual([Policy, RevisionId]);
  await schemas.send(new DeleteResourcePolicyCommand(registry));
  await expect(schemas.send(new GetResourcePolicyCommand(registry))).rejects.toMatchObject({
    name: "NotFoundException",
  });
});

test("bad names, reserved names, wrong content and what is not imitated are refused in words", async () => {
  const refused = (RegistryName: string) =>
    schemas.send(new CreateRegistryCommand({ RegistryName })).catch((error: unknown) => error);
  expect(await refused("a b")).toMatchObject({ name: "BadRequestException" });
  expect(await refused("x".repeat(65))).toMatchObject({ name: "BadRequestException" });
  expect(await refused("aws.mine")).toMatchObject({ name: "ForbiddenException" });
  const base = { RegistryName: "other", SchemaName: "s" } as const;
  await expect(
    schemas.send(new CreateSchemaCommand({ ...base, Type: "OpenApi3", Content: "{" })),
  ).rejects.toMatchObject({
    name: "BadRequestException",
    message: expect.stringContaining("not valid JSON"),
  });
  await expect(
    schemas.send(new CreateSchemaCommand({ ...base, Type: "AsyncApi" as never, Content: "{}" })),
  ).rejects.toMatchObject({
    message: expect.stringContaining("enum value set: [OpenApi3, JSONSchemaDraft4]"),
  });
  await expect(
    schemas.send(new ExportSchemaCommand({ ...base, Type: "JSONSchemaDraft4" })),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});

test("a tag without a value is refused", async () => {
  const response = await fetch(`${engine.endpoint}/v1/registries/name/mine`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"tags":{"team":null}}',
  });
  expect([response.status, response.headers.get("x-amzn-errortype")]).toEqual([
    400,
    "BadRequestException",
  ]);
});

test("regions are apart, and a restart forgets nothing", async () => {
  const elsewhere = clientsFor(engine.endpoint, "eu-west-1").schemas;
  expect((await elsewhere.send(new ListRegistriesCommand({}))).Registries).toEqual([]);
  const content = testEvents({ kept: { value: 1 } });
  const schema = { RegistryName: "other", SchemaName: "kept" };
  await schemas.send(new CreateSchemaCommand({ ...schema, Type: "OpenApi3", Content: content }));
  await engine.engine.close();
  const again = await startEngine({ clock, homeDir: engine.homeDir });
  const found = await again.clients.schemas.send(new DescribeSchemaCommand(schema));
  expect(found.Content).toBe(content);
  await again.stop();
  engine = await startEngine({ clock, homeDir: engine.homeDir });
});
