import type * as api from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../../clock.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { hex } from "../../invocation/trace-header.ts";
import { exists, invalidParameter, invalidRequest, notFound } from "../errors.ts";
import { current, moveStages, type Secret, type SecretVersion, withVersion } from "../secret.ts";
import type { SecretStore } from "../secret-store.ts";
import { checkTags } from "../tags.ts";

interface Deps {
  store: SecretStore;
  clock: Clock;
  random: () => number;
}

type Value = SecretVersion["value"];
interface Given {
  SecretString?: string | undefined;
  SecretBinary?: Uint8Array | undefined;
  ClientRequestToken?: string | undefined;
}

/** Making secrets and giving them values. */
export function writeOperations({ store, clock, random }: Deps) {
  /** Adds a value under the caller's token. The same one again changes nothing; another under it is refused. */
  const keep = (secret: Secret, given: Given, value: Value, stages: readonly string[]) => {
    const id = given.ClientRequestToken ?? uuid(random);
    const known = secret.versions.find((version) => version.id === id);
    if (known && JSON.stringify(known.value) !== JSON.stringify(value))
      throw exists(
        `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
      );
    if (!known) store.put(withVersion(secret, { id, value, stages, createdMs: clock.now() }));
    return id;
  };

  return {
    CreateSecret(
      input: api.CreateSecretRequest,
      { region, accountId }: CallContext,
    ): api.CreateSecretResponse {
      refuseFields("InvalidParameterException", input, {
        AddReplicaRegions: "secrets are not copied into other regions.",
        Type: "there are no secrets that a partner manages.",
      });
      const { Name: name = "", Description: description, KmsKeyId: kmsKeyId } = input;
      if (!/^[A-Za-z0-9/_+=.@!-]+$/.test(name))
        throw new ServiceError(
          "ValidationException",
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
          400,
        );
      const value = valueOf(input);
      const before = store.find(region, name);
      if (before?.deleted)
        throw invalidRequest(
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
        );
      if (before) {
        const same = before.versions.find(({ id }) => id === input.ClientRequestToken);
        if (!same || !value || JSON.stringify(same.value) !== JSON.stringify(value))
          throw exists(`The operation failed because the secret ${name} already exists.`);
        return { ARN: before.arn, Name: name, VersionId: same.id };
      }
      const nowMs = clock.now();
      const secret: Secret = {
        region,
        arn: `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${letters(random, 6)}`,
        name,
        ...(description !== undefined && { description }),
        ...(kmsKeyId !== undefined && { kmsKeyId }),
        tags: checkTags(input.Tags ?? []),
        createdMs: nowMs,
        changedMs: nowMs,
        versions: [],
      };
      if (!value) store.put(secret);
      const id = value && keep(secret, input, value, [current]);
      return { ARN: secret.arn, Name: name, ...(id !== undefined && { VersionId: id }) };
    },

    PutSecretValue(
      input: api.PutSecretValueRequest,
      { region }: CallContext,
    ): api.PutSecretValueResponse {
      refuseFields("InvalidParameterException", input, {
        RotationToken: "secrets are not rotated.",
      });
      const secret = store.getActive(region, input.SecretId ?? "");
      const value = valueOf(input);
      if (!value) throw invalidRequest("You must provide either SecretString or SecretBinary.");
      // The first value is always the current one.
      const isFirst = secret.versions.length === 0;
      const asked = input.VersionStages ?? [current];
      const stages = isFirst && !asked.includes(current) ? [...asked, current] : asked;
      const id = keep(secret, input, value, stages);
      const kept = store.get(region, secret.arn).versions.find((version) => version.id === id);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: id,
        VersionStages: [...(kept?.stages ?? [])],
      };
    },

    UpdateSecret(
      input: api.UpdateSecretRequest,
      { region }: CallContext,
    ): api.UpdateSecretResponse {
      refuseFields("InvalidParameterException", input, {
        Type: "there are no secrets that a partner manages.",
      });
      const before = store.getActive(region, input.SecretId ?? "");
      const { Description: description, KmsKeyId: kmsKeyId } = input;
      const value = valueOf(input);
      const secret: Secret = {
        ...before,
        ...(description !== undefined && { description }),
        ...(kmsKeyId !== undefined && { kmsKeyId }),
        changedMs: clock.now(),
      };
      const id = value && keep(secret, input, value, [current]);
      if (!value) store.put(secret);
      return { ARN: secret.arn, Name: secret.name, ...(id !== undefined && { VersionId: id }) };
    },

    UpdateSecretVersionStage(
      input: api.UpdateSecretVersionStageRequest,
      { region }: CallContext,
    ): api.UpdateSecretVersionStageResponse {
      const secret = store.getActive(region, input.SecretId ?? "");
      const { VersionStage: stage = "", RemoveFromVersionId: from, MoveToVersionId: to } = input;
      const holder = secret.versions.find(({ stages }) => stages.includes(stage));
      for (const id of [from, to])
        if (id !== undefined && !secret.versions.some((version) => version.id === id))
          throw notFound(`secret value for VersionId: ${id}`);
      if (from !== undefined && holder?.id !== from)
        throw invalidParameter(
          `The parameter RemoveFromVersionId can't be ${from}. Staging label ${stage} is currently attached to version ${holder?.id ?? "none"}.`,
        );
      if (to !== undefined && holder && holder.id !== to && from === undefined)
        throw invalidParameter(
          `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
        );
      if (stage === current && to === undefined)
        throw invalidParameter(
          "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
        );
      store.put({
        ...secret,
        changedMs: clock.now(),
        versions: moveStages(secret.versions, [stage], to),
      });
      return { ARN: secret.arn, Name: secret.name };
    },
  };
}

function valueOf({ SecretString: text, SecretBinary: bytes }: Given): Value | undefined {
  if (text !== undefined && bytes !== undefined)
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  if (text !== undefined) return { text };
  return bytes && { base64: Buffer.from(bytes).toString("base64") };
}

function uuid(random: () => number): string {
  const digits = hex(random, 32);
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`];
  return [...parts, `a${digits.slice(17, 20)}`, digits.slice(20)].join("-");
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function letters(random: () => number, count: number): string {
  return Array.from({ length: count }, () => alphabet[Math.floor(random() * alphabet.length)]).join(
    "",
  );
}
