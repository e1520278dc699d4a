import type * as api from "@aws-sdk/client-secrets-manager";
import { pageOf } from "../../http/page-of.ts";
import type { CallContext } from "../../http/service.ts";
import { matchesFilters } from "../secret-filters.ts";
import { type Secret, stagesById } from "../secret.ts";
import type { SecretStore } from "../secret-store.ts";
import { listedTags } from "../tags.ts";
import { badToken } from "./read-values.ts";

/** What is known about secrets beside their values. */
export function describeOperations(store: SecretStore) {
  return {
    DescribeSecret(
      input: api.DescribeSecretRequest,
      { region }: CallContext,
    ): api.DescribeSecretResponse {
      const secret = store.get(region, input.SecretId ?? "");
      return { ...described(secret), VersionIdsToStages: stagesById(secret) };
    },

    ListSecrets(input: api.ListSecretsRequest, { region }: CallContext): api.ListSecretsResponse {
      const { SortBy: by = "created-date", SortOrder: order, IncludePlannedDeletion } = input;
      const all = store
        .list(region)
        .filter((secret) => IncludePlannedDeletion || !secret.deleted)
        .filter((secret) => matchesFilters(secret, input.Filters))
        .toSorted((one, other) => compare(sortKey(one, by), sortKey(other, by)));
      // AWS lists the newest first unless told otherwise, and names from A to Z.
      const ascending = order ? order === "asc" : by === "name";
      const { items, nextToken } = pageOf(ascending ? all : all.toReversed(), ({ arn }) => arn, {
        token: input.NextToken,
        size: input.MaxResults ?? 100,
        invalidToken: badToken,
      });
      return {
        SecretList: items.map((secret) => ({
          ...described(secret),
          SecretVersionsToStages: stagesById(secret),
        })),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },

    ListSecretVersionIds(
      input: api.ListSecretVersionIdsRequest,
      { region }: CallContext,
    ): api.ListSecretVersionIdsResponse {
      const { arn, name, versions } = store.get(region, input.SecretId ?? "");
      const listed = versions.filter(
        ({ stages }) => stages.length > 0 || input.IncludeDeprecated === true,
      );
      const { items, nextToken } = pageOf(listed, ({ id }) => id, {
        token: input.NextToken,
        size: input.MaxResults ?? 100,
        invalidToken: badToken,
      });
      return {
        ARN: arn,
        Name: name,
        Versions: items.map(({ id, stages, createdMs, accessedMs }) => ({
          VersionId: id,
          VersionStages: [...stages],
          CreatedDate: new Date(createdMs),
          ...(accessedMs !== undefined && { LastAccessedDate: new Date(accessedMs) }),
        })),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },
  };
}

function described(secret: Secret) {
  const accessedMs = accessedOf(secret);
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description !== undefined && { Description: secret.description }),
    ...(secret.kmsKeyId !== undefined && { KmsKeyId: secret.kmsKeyId }),
    LastChangedDate: new Date(secret.changedMs),
    ...(accessedMs !== undefined && { LastAccessedDate: new Date(accessedMs) }),
    ...(secret.deleted && { DeletedDate: new Date(secret.deleted.atMs) }),
    ...(Object.keys(secret.tags).length > 0 && { Tags: listedTags(secret) }),
    CreatedDate: new Date(secret.createdMs),
  };
}

function accessedOf({ versions }: Secret): number | undefined {
  const times = versions.flatMap(({ accessedMs }) => accessedMs ?? []);
  return times.length > 0 ? Math.max(...times) : undefined;
}

function sortKey(secret: Secret, by: api.SortByType): number | string {
  if (by === "name") return secret.name;
  if (by === "last-changed-date") return secret.changedMs;
  return by === "last-accessed-date" ? (accessedOf(secret) ?? 0) : secret.createdMs;
}

const compare = (one: number | string, other: number | string): number =>
  one < other ? -1 : one > other ? 1 : 0;
