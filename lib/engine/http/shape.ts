import { NormalizedSchema } from "@smithy/core/schema";

type ShapeKind =
  | "structure"
  | "list"
  | "map"
  | "string"
  | "number"
  | "boolean"
  | "timestamp"
  | "blob"
  | "document";

/** The Smithy traits that decide how a member travels. */
interface Traits {
  httpLabel?: 1;
  httpQuery?: string;
  httpQueryParams?: 1;
  httpHeader?: string;
  httpPrefixHeaders?: string;
  httpPayload?: 1;
  httpResponseCode?: 1;
  jsonName?: string;
  xmlName?: string;
  xmlFlattened?: 1;
  xmlAttribute?: 1;
  streaming?: 1;
  eventHeader?: 1;
  eventPayload?: 1;
  sensitive?: 1;
}

export type TimestampFormat = "default" | "date-time" | "http-date" | "epoch-seconds";

export interface Member {
  name: string;
  traits: Traits;
  shape: Shape;
}

/**
 * An SDK schema compiled once into what the codecs need. Members are compiled on first use, since
 * schemas refer to themselves and most operations are never called.
 */
export class Shape {
  #members?: Member[];
  #element?: Shape;

  constructor(
    readonly name: string,
    readonly kind: ShapeKind,
    private readonly schema: NormalizedSchema,
    readonly traits: Traits,
  ) {}

  /** A structure's or union's members, in the order of the service's model. */
  get members(): readonly Member[] {
    this.#members ??=
      this.kind === "structure"
        ? [...this.schema.structIterator()].map(([name, schema]) => ({
            name,
            traits: schema.getMergedTraits() as Traits,
            shape: compileShape(schema),
          }))
        : [];
    return this.#members;
  }

  /** A list's elements or a map's values. */
  get element(): Shape {
    this.#element ??= compileShape(this.schema.getValueSchema());
    return this.#element;
  }

  /** The XML name of a map's keys, which are strings. */
  get keyName(): string {
    return (this.schema.getKeySchema().getMergedTraits() as Traits).xmlName ?? "key";
  }

  /** The XML name of a list's elements or a map's values. */
  get elementName(): string {
    const own = (this.schema.getValueSchema().getMergedTraits() as Traits).xmlName;
    return own ?? (this.kind === "map" ? "value" : "member");
  }

  /** How many members every input has; they come first. */
  get requiredCount(): number {
    const schema = this.schema.getSchema();
    return Array.isArray(schema) && typeof schema[6] === "number" ? schema[6] : 0;
  }

  get timestampFormat(): TimestampFormat {
    const schema = this.schema.getSchema();
    return schema === 5
      ? "date-time"
      : schema === 6
        ? "http-date"
        : schema === 7
          ? "epoch-seconds"
          : "default";
  }

  get isUnit(): boolean {
    return this.schema.isUnitSchema();
  }

  /** A structure of which exactly one member is there. */
  get isUnion(): boolean {
    return this.schema.isUnionSchema();
  }

  /** The member that is an event stream, if there is one. */
  get eventStream(): Member | undefined {
    const name = this.schema.getEventStreamMember();
    return this.members.find((member) => member.name === name);
  }
}

const structures = new Map<string, Shape>();

/** `schema` is one of the `Name$` exports of an SDK client package, or a part of one. */
export function compileShape(schema: NormalizedSchema): Shape {
  const name = schema.getName(true) ?? "";
  const kind = kindOf(schema);
  if (kind !== "structure")
    return new Shape(name, kind, schema, schema.getMergedTraits() as Traits);
  let shape = structures.get(name);
  if (!shape) {
    shape = new Shape(name, kind, schema, schema.getOwnTraits() as Traits);
    structures.set(name, shape);
  }
  return shape;
}

function kindOf(schema: NormalizedSchema): ShapeKind {
  if (schema.isStructSchema() || schema.isUnitSchema()) return "structure";
  if (schema.isListSchema()) return "list";
  if (schema.isMapSchema()) return "map";
  if (schema.isTimestampSchema()) return "timestamp";
  if (schema.isBlobSchema()) return "blob";
  if (schema.isBooleanSchema()) return "boolean";
  if (schema.isDocumentSchema()) return "document";
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema())
    return "number";
  return "string";
}
