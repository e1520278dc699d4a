import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

type Rules = Record<string, Constraint>;

const secretId: Rules = { SecretId: { required: true, min: 1, max: 2048 } };
const token: Constraint = { min: 32, max: 64 };
const value: Rules = {
  SecretString: { min: 1, max: 65_536 },
  SecretBinary: { min: 1, max: 65_536 },
  ClientRequestToken: token,
};
const described: Rules = { Description: { max: 2048 }, KmsKeyId: { max: 2048 } };
const tags: Rules = { "Tags[].Key": { min: 1, max: 128 }, "Tags[].Value": { max: 256 } };
const stage: Constraint = { min: 1, max: 256 };
const filters: Rules = {
  Filters: { max: 10 },
  "Filters[].Key": {
    enum: [
      "description",
      "name",
      "tag-key",
      "tag-value",
      "primary-region",
      "owning-service",
      "all",
    ],
  },
  "Filters[].Values": { min: 1, max: 10 },
  "Filters[].Values[]": { max: 512, pattern: "^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$" },
};
const policy: Constraint = { required: true, min: 1, max: 20_480 };

/** API model 2017-10-17. */
export const secretsConstraints: ConstraintTable = {
  BatchGetSecretValue: {
    SecretIdList: { min: 1, max: 20 },
    "SecretIdList[]": { min: 1, max: 2048 },
    MaxResults: { min: 1, max: 20 },
    ...filters,
  },
  CreateSecret: { Name: { required: true, min: 1, max: 512 }, ...value, ...described, ...tags },
  DeleteResourcePolicy: secretId,
  DeleteSecret: secretId,
  DescribeSecret: secretId,
  GetRandomPassword: {
    PasswordLength: { min: 1, max: 4096 },
    ExcludeCharacters: { max: 4096 },
  },
  GetResourcePolicy: secretId,
  GetSecretValue: { ...secretId, VersionId: token, VersionStage: stage },
  ListSecretVersionIds: { ...secretId, MaxResults: { min: 1, max: 100 } },
  ListSecrets: {
    MaxResults: { min: 1, max: 100 },
    SortOrder: { enum: ["asc", "desc"] },
    SortBy: { enum: ["created-date", "last-accessed-date", "last-changed-date", "name"] },
    ...filters,
  },
  PutResourcePolicy: { ...secretId, ResourcePolicy: policy },
  PutSecretValue: {
    ...secretId,
    ...value,
    VersionStages: { min: 1, max: 20 },
    "VersionStages[]": stage,
  },
  RestoreSecret: secretId,
  TagResource: { ...secretId, Tags: { required: true }, ...tags },
  UntagResource: { ...secretId, TagKeys: { required: true }, "TagKeys[]": { min: 1, max: 128 } },
  UpdateSecret: { ...secretId, ...value, ...described },
  UpdateSecretVersionStage: {
    ...secretId,
    VersionStage: { ...stage, required: true },
    RemoveFromVersionId: token,
    MoveToVersionId: token,
  },
};
