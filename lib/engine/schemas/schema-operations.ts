import type {
  CreateSchemaCommandInput,
  DeleteSchemaCommandInput,
  DeleteSchemaVersionCommandInput,
  DescribeSchemaCommandInput,
  ListSchemasCommandInput,
  ListSchemaVersionsCommandInput,
  SearchSchemasCommandInput,
  UpdateSchemaCommandInput,
} from "@aws-sdk/client-schemas";
import type { Clock } from "../clock.ts";
import type { CallContext } from "../http/service.ts";
import { checkContent } from "./check-content.ts";
import { badRequest, conflict } from "./errors.ts";
import { pageOf } from "./page.ts";
import {
  newest,
  type RegistryStore,
  type Schema,
  type SchemaType,
  versionOf,
} from "./registry-store.ts";
import { checkTags } from "./tags.ts";

/** Schemas and their versions. */
export function schemaOperations(store: RegistryStore, clock: Clock) {
  const find = (
    input: { RegistryName: string | undefined; SchemaName: string | undefined },
    { region }: CallContext,
  ) => store.schema(region, input.RegistryName ?? "", input.SchemaName ?? "");

  return {
    CreateSchema(input: CreateSchemaCommandInput, context: CallContext) {
      const { region } = context;
      const { SchemaName: name = "", Description: description, Tags: tags = {} } = input;
      const [type, content] = [input.Type as SchemaType, input.Content ?? ""];
      const { name: registryName } = store.registry(region, input.RegistryName ?? "");
      if (store.findSchema(region, registryName, name))
        throw conflict(`Schema with name ${name} already exists.`);
      checkContent(type, content);
      checkTags(tags);
      const createdMs = clock.now();
      const schema: Schema = {
        region,
        registryName,
        name,
        tags,
        ...(description !== undefined && { description }),
        modifiedMs: createdMs,
        versions: [{ number: 1, type, createdMs }],
      };
      store.putSchema(schema, content);
      return describe(schema, context);
    },

    DescribeSchema(input: DescribeSchemaCommandInput, context: CallContext) {
      const schema = find(input, context);
      const { SchemaVersion: number } = input;
      const version = number === undefined ? newest(schema) : versionOf(schema, number);
      return {
        ...describe(schema, context, version),
        Content: store.content(schema, version),
      };
    },

    /** Other content or another type makes a new version; a description alone does not. */
    UpdateSchema(input: UpdateSchemaCommandInput, context: CallContext) {
      const schema = find(input, context);
      const last = newest(schema);
      const oldContent = store.content(schema, last);
      const content = input.Content ?? oldContent;
      const type = (input.Type as SchemaType | undefined) ?? last.type;
      const { Description: description = schema.description } = input;
      const changed = content !== oldContent || type !== last.type;
      if (changed) checkContent(type, content);
      else if (description === schema.description) return describe(schema, context);
      const modifiedMs = clock.now();
      const added = { number: last.number + 1, type, createdMs: modifiedMs };
      const updated: Schema = {
        ...schema,
        ...(description !== undefined && { description }),
        modifiedMs,
        versions: changed ? [...schema.versions, added] : schema.versions,
      };
      store.putSchema(updated, changed ? content : undefined);
      return describe(updated, context);
    },

    DeleteSchema(input: DeleteSchemaCommandInput, context: CallContext) {
      store.deleteSchema(find(input, context));
    },

    DeleteSchemaVersion(input: DeleteSchemaVersionCommandInput, context: CallContext) {
      const schema = find(input, context);
      const version = versionOf(schema, input.SchemaVersion ?? "");
      if (schema.versions.length === 1)
        throw badRequest(
          `Version ${version.number} is the only one of schema ${schema.name}: delete the schema instead.`,
        );
      store.deleteVersion(schema, version);
    },

    ListSchemas(input: ListSchemasCommandInput, context: CallContext) {
      const { SchemaNamePrefix: prefix = "" } = input;
      const registry = store.registry(context.region, input.RegistryName ?? "");
      const matching = store.schemas(registry).filter(({ name }) => name.startsWith(prefix));
      const { items, NextToken } = pageOf(matching, ({ name }) => name, input);
      return {
        Schemas: items.map((schema) => ({
          LastModified: new Date(schema.modifiedMs),
          SchemaArn: schemaArn(schema, context),
          SchemaName: schema.name,
          Tags: schema.tags,
          VersionCount: schema.versions.length,
        })),
        NextToken,
      };
    },

    ListSchemaVersions(input: ListSchemaVersionsCommandInput, context: CallContext) {
      const schema = find(input, context);
      const { items, NextToken } = pageOf(schema.versions, ({ number }) => String(number), input);
      return {
        SchemaVersions: items.map(({ number, type }) => ({
          SchemaArn: schemaArn(schema, context),
          SchemaName: schema.name,
          SchemaVersion: String(number),
          Type: type,
        })),
        NextToken,
      };
    },

    /** Schemas with a version in which every keyword occurs: in the content or in the schema's name. */
    SearchSchemas(input: SearchSchemasCommandInput, context: CallContext) {
      const keywords = (input.Keywords ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      const registry = store.registry(context.region, input.RegistryName ?? "");
      const matching = store.schemas(registry).flatMap((schema) => {
        const versions = schema.versions.filter((version) => {
          const text = `${schema.name}\n${store.content(schema, version)}`.toLowerCase();
          return keywords.every((keyword) => text.includes(keyword));
        });
        return versions.length > 0 ? [{ ...schema, versions }] : [];
      });
      const { items, NextToken } = pageOf(matching, ({ name }) => name, input);
      return {
        Schemas: items.map((schema) => ({
          RegistryName: registry.name,
          SchemaArn: schemaArn(schema, context),
          SchemaName: schema.name,
          SchemaVersions: schema.versions.map(({ number, type, createdMs }) => ({
            CreatedDate: new Date(createdMs),
            SchemaVersion: String(number),
            Type: type,
          })),
        })),
        NextToken,
      };
    },
  };
}

function schemaArn(schema: Schema, { accountId }: CallContext): string {
  const { region, registryName, name } = schema;
  return `arn:aws:schemas:${region}:${accountId}:schema/${registryName}/${name}`;
}

const describe = (schema: Schema, context: CallContext, version = newest(schema)) => ({
  Description: schema.description,
  LastModified: new Date(schema.modifiedMs),
  SchemaArn: schemaArn(schema, context),
  SchemaName: schema.name,
  SchemaVersion: String(version.number),
  Tags: schema.tags,
  Type: version.type,
  VersionCreatedDate: new Date(version.createdMs),
});
