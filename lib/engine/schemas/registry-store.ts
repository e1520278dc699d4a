import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import { notFound } from "./errors.ts";

export type SchemaType = "OpenApi3" | "JSONSchemaDraft4";
export type Tags = Readonly<Record<string, string>>;

export interface Registry {
  region: string;
  name: string;
  description?: string;
  tags: Tags;
  policy?: { document: string; revisionId: string };
}

interface SchemaVersion {
  /** Counts up and is not used again after a version was deleted. */
  number: number;
  type: SchemaType;
  createdMs: number;
}

export interface Schema {
  region: string;
  registryName: string;
  name: string;
  description?: string;
  tags: Tags;
  modifiedMs: number;
  /** Oldest first, never empty. */
  versions: readonly SchemaVersion[];
}

const keyOf = (...parts: readonly (string | number)[]): string => parts.join("/");
const schemaKey = ({ region, registryName, name }: Schema): string =>
  keyOf(region, registryName, name);

/** Registries and their schemas in all regions. Names hold no slash, so keys made of them are unique. */
export class RegistryStore {
  readonly #registries: DocumentTable<Registry>;
  readonly #schemas: DocumentTable<Schema>;
  /** What a version says, apart from the schema so that a list need not carry it. */
  readonly #contents: DocumentTable<string>;

  constructor(database: EngineDatabase) {
    this.#registries = new DocumentTable(database, "schemas_registries");
    this.#schemas = new DocumentTable(database, "schemas_schemas");
    this.#contents = new DocumentTable(database, "schemas_contents");
  }

  findRegistry(region: string, name: string): Registry | undefined {
    return this.#registries.get(keyOf(region, name));
  }

  /** Throws NotFoundException when there is none. */
  registry(region: string, name: string): Registry {
    const registry = this.findRegistry(region, name);
    if (!registry) throw notFound(`Registry with name ${name} does not exist.`);
    return registry;
  }

  /** A region's registries by name. */
  registries(region: string): Registry[] {
    return sorted([...this.#registries.values()].filter((registry) => registry.region === region));
  }

  putRegistry(registry: Registry): void {
    this.#registries.set(keyOf(registry.region, registry.name), registry);
  }

  deleteRegistry({ region, name }: Registry): void {
    this.#registries.delete(keyOf(region, name));
  }

  findSchema(region: string, registryName: string, name: string): Schema | undefined {
    return this.#schemas.get(keyOf(region, registryName, name));
  }

  /** Throws NotFoundException when there is no such registry or no such schema in it. */
  schema(region: string, registryName: string, name: string): Schema {
    this.registry(region, registryName);
    const schema = this.findSchema(region, registryName, name);
    if (!schema) throw notFound(`Schema with name ${name} does not exist.`);
    return schema;
  }

  /** A registry's schemas by name. */
  schemas({ region, name }: Registry): Schema[] {
    return sorted(
      [...this.#schemas.values()].filter(
        (schema) => schema.region === region && schema.registryName === name,
      ),
    );
  }

  /** Keeps a schema; `content` is that of its newest version, left out when that is kept already. */
  putSchema(schema: Schema, content?: string): void {
    if (content !== undefined)
      this.#contents.set(keyOf(schemaKey(schema), newest(schema).number), content);
    this.#schemas.set(schemaKey(schema), schema);
  }

  content(schema: Schema, { number }: SchemaVersion): string {
    return this.#contents.get(keyOf(schemaKey(schema), number)) ?? "";
  }

  deleteSchema(schema: Schema): void {
    this.#schemas.delete(schemaKey(schema));
    for (const { number } of schema.versions)
      this.#contents.delete(keyOf(schemaKey(schema), number));
  }

  deleteVersion(schema: Schema, { number }: SchemaVersion): void {
    const versions = schema.versions.filter((version) => version.number !== number);
    this.#schemas.set(schemaKey(schema), { ...schema, versions });
    this.#contents.delete(keyOf(schemaKey(schema), number));
  }
}

export function newest({ versions }: Schema): SchemaVersion {
  const version = versions.at(-1);
  if (!version) throw new Error("A schema has lost its versions");
  return version;
}

/** Throws NotFoundException when the schema has no version of that number. */
export function versionOf(schema: Schema, number: string): SchemaVersion {
  const found = schema.versions.find((version) => String(version.number) === number);
  if (!found) throw notFound(`Schema with name ${schema.name} does not have a version ${number}.`);
  return found;
}

function sorted<Named extends { name: string }>(items: Named[]): Named[] {
  return items.sort((a, b) => (a.name < b.name ? -1 : 1));
}
