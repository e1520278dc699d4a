import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

const registryName: Constraint = { required: true, min: 1, max: 64, pattern: "[0-9A-Za-z._-]+" };
const schemaName: Constraint = { required: true, min: 1, max: 385, pattern: "[0-9A-Za-z._@-]+" };
const description: Constraint = { min: 0, max: 256 };
const content: Constraint = { min: 1, max: 100_000 };
const type: Constraint = { enum: ["OpenApi3", "JSONSchemaDraft4"] };
const limit: Constraint = { min: 1, max: 100 };
const resourceArn: Constraint = { required: true, min: 1, max: 1600 };

const tags: Record<string, Constraint> = {
  "Tags{key}": { min: 1, max: 128 },
  "Tags{value}": { min: 0, max: 256 },
};

const onRegistry = { RegistryName: registryName };
const onSchema = { RegistryName: registryName, SchemaName: schemaName };

/** AWS's own constraints (API model 2019-12-02), and what its documentation says of names and pages. */
export const schemasConstraints: ConstraintTable = {
  CreateRegistry: { ...onRegistry, Description: description, ...tags },
  CreateSchema: {
    ...onSchema,
    Type: { ...type, required: true },
    Content: { ...content, required: true },
    Description: description,
    ...tags,
  },
  DeleteRegistry: onRegistry,
  DeleteResourcePolicy: onRegistry,
  DeleteSchema: onSchema,
  DeleteSchemaVersion: { ...onSchema, SchemaVersion: { required: true } },
  DescribeRegistry: onRegistry,
  DescribeSchema: onSchema,
  GetResourcePolicy: onRegistry,
  ListRegistries: { Limit: limit, Scope: { enum: ["LOCAL", "AWS"] } },
  ListSchemaVersions: { ...onSchema, Limit: limit },
  ListSchemas: { ...onRegistry, Limit: limit },
  ListTagsForResource: { ResourceArn: resourceArn },
  PutResourcePolicy: { ...onRegistry, Policy: { required: true } },
  SearchSchemas: { ...onRegistry, Keywords: { required: true, min: 1 }, Limit: limit },
  TagResource: { ResourceArn: resourceArn, Tags: { required: true }, ...tags },
  UntagResource: { ResourceArn: resourceArn, TagKeys: { required: true } },
  UpdateRegistry: { ...onRegistry, Description: description },
  UpdateSchema: {
    ...onSchema,
    ClientTokenId: { min: 0, max: 36 },
    Content: content,
    Description: description,
    Type: type,
  },
};
