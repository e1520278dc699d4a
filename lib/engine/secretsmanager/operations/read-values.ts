import type * as api from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../../clock.ts";
import { pageOf } from "../../http/page-of.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { invalidParameter, invalidRequest, notFound } from "../errors.ts";
import { current, type Secret, type SecretVersion } from "../secret.ts";
import { matchesFilters } from "../secret-filters.ts";
import type { SecretStore } from "../secret-store.ts";

const dayMs = 86_400_000;

/** Reading values: of one secret, or of several. */
export function readOperations({ store, clock }: { store: SecretStore; clock: Clock }) {
  /** AWS tells the day of the last reading alone. */
  const noteReading = (secret: Secret, version: SecretVersion): void => {
    const accessedMs = Math.floor(clock.now() / dayMs) * dayMs;
    if (version.accessedMs === accessedMs) return;
    store.put({
      ...secret,
      versions: secret.versions.map((one) => (one === version ? { ...one, accessedMs } : one)),
    });
  };

  const read = (region: string, input: api.GetSecretValueRequest) => {
    const secret = store.getActive(region, input.SecretId ?? "");
    const version = findVersion(secret, input);
    noteReading(secret, version);
    const { value } = version;
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      ...("text" in value
        ? { SecretString: value.text }
        : { SecretBinary: Buffer.from(value.base64, "base64") }),
      VersionStages: [...version.stages],
      CreatedDate: new Date(version.createdMs),
    };
  };

  return {
    GetSecretValue: (
      input: api.GetSecretValueRequest,
      { region }: CallContext,
    ): api.GetSecretValueResponse => read(region, input),

    BatchGetSecretValue(
      input: api.BatchGetSecretValueRequest,
      { region }: CallContext,
    ): api.BatchGetSecretValueResponse {
      const { SecretIdList: ids, Filters: filters, MaxResults: size = 20 } = input;
      if ((ids?.length ?? 0) > 0 === (filters?.length ?? 0) > 0)
        throw invalidParameter(
          "You must include either Filters or SecretIdList in your request, but not both.",
        );
      if (ids && input.MaxResults !== undefined)
        throw invalidParameter("You can use MaxResults only with Filters.");
      const all =
        ids ??
        store
          .list(region)
          .filter((secret) => !secret.deleted && matchesFilters(secret, filters))
          .map(({ arn }) => arn);
      const { items, nextToken } = pageOf(all, (id) => id, {
        token: input.NextToken,
        size,
        invalidToken: badToken,
      });
      const values: api.SecretValueEntry[] = [];
      const errors: api.APIErrorType[] = [];
      for (const id of items)
        try {
          values.push(read(region, { SecretId: id }));
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
        }
      return {
        SecretValues: values,
        Errors: errors,
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },
  };
}

export const badToken = () =>
  new ServiceError("InvalidNextTokenException", "Invalid NextToken.", 400);

function findVersion(
  { versions }: Secret,
  { VersionId: id, VersionStage: stage }: api.GetSecretValueRequest,
): SecretVersion {
  if (id === undefined) {
    const label = stage ?? current;
    const version = versions.find(({ stages }) => stages.includes(label));
    if (!version) throw notFound(`secret value for staging label: ${label}`);
    return version;
  }
  const version = versions.find((one) => one.id === id);
  if (!version) throw notFound(`secret value for VersionId: ${id}`);
  if (stage !== undefined && !version.stages.includes(stage))
    throw invalidRequest(
      "You provided a VersionStage that is not associated to the provided VersionId.",
    );
  return version;
}
