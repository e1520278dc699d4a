import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

const name: Constraint = { required: true, min: 1, max: 2048 };
const names: Record<string, Constraint> = {
  Names: { required: true, min: 1, max: 10 },
  "Names[]": { min: 1, max: 2048 },
};
const page = (max: number): Record<string, Constraint> => ({ MaxResults: { min: 1, max } });
const filters: Record<string, Constraint> = {
  "ParameterFilters[].Key": { required: true, min: 1, max: 132 },
  "ParameterFilters[].Option": { min: 1, max: 10 },
  "ParameterFilters[].Values": { min: 1, max: 50 },
  "ParameterFilters[].Values[]": { min: 1, max: 1024 },
};
const tag: Record<string, Constraint> = {
  "Tags[].Key": { required: true, min: 1, max: 128 },
  "Tags[].Value": { required: true, min: 0, max: 256 },
};
const onResource: Record<string, Constraint> = {
  ResourceType: { required: true },
  ResourceId: { required: true },
};
const labels: Record<string, Constraint> = {
  Labels: { required: true, min: 1, max: 10 },
  "Labels[]": { min: 1, max: 100 },
};

/** API model 2014-11-06. */
export const ssmConstraints: ConstraintTable = {
  AddTagsToResource: { ...onResource, Tags: { required: true, max: 1000 }, ...tag },
  DeleteParameter: { Name: name },
  DeleteParameters: names,
  DescribeParameters: { ...filters, ...page(50) },
  GetParameter: { Name: name },
  GetParameterHistory: { Name: name, ...page(50) },
  GetParameters: names,
  GetParametersByPath: { Path: name, ...filters, ...page(10) },
  LabelParameterVersion: { Name: name, ...labels },
  ListTagsForResource: onResource,
  PutParameter: {
    Name: name,
    Value: { required: true, min: 1 },
    Type: { enum: ["String", "StringList", "SecureString"] },
    Description: { min: 0, max: 1024 },
    AllowedPattern: { min: 0, max: 1024 },
    KeyId: { min: 1, max: 256 },
    Tier: { enum: ["Standard", "Advanced", "Intelligent-Tiering"] },
    DataType: { min: 0, max: 128 },
    Tags: { max: 1000 },
    ...tag,
  },
  RemoveTagsFromResource: {
    ...onResource,
    TagKeys: { required: true },
    "TagKeys[]": { min: 1, max: 128 },
  },
  UnlabelParameterVersion: { Name: name, ParameterVersion: { required: true }, ...labels },
};
