import type * as api from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../../clock.ts";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter, invalidRequest } from "../errors.ts";
import type { SecretStore } from "../secret-store.ts";

const dayMs = 86_400_000;

/** Deleting, which can be taken back for as long as the window is open. */
export function deleteOperations({ store, clock }: { store: SecretStore; clock: Clock }) {
  return {
    DeleteSecret(
      input: api.DeleteSecretRequest,
      { region, accountId }: CallContext,
    ): api.DeleteSecretResponse {
      const { SecretId: id = "", RecoveryWindowInDays: days = 30 } = input;
      const force = input.ForceDeleteWithoutRecovery === true;
      if (force && input.RecoveryWindowInDays !== undefined)
        throw invalidParameter(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        );
      if (days < 7 || days > 30)
        throw invalidParameter(
          "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
        );
      const nowMs = clock.now();
      const goneMs = force ? nowMs : nowMs + days * dayMs;
      const secret = force ? store.find(region, id) : store.get(region, id);
      // A forced deletion of what is not there is no error.
      if (!secret)
        return {
          ARN: id.startsWith("arn:")
            ? id
            : `arn:aws:secretsmanager:${region}:${accountId}:secret:${id}`,
          Name: id.replace(/^arn:.*:secret:/, ""),
          DeletionDate: new Date(goneMs),
        };
      if (secret.deleted && !force)
        throw invalidRequest(
          "You tried to perform the operation on a secret that's currently marked deleted.",
        );
      if (force) store.remove(secret);
      else store.put({ ...secret, deleted: { atMs: nowMs, goneMs } });
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(goneMs) };
    },

    RestoreSecret(
      input: api.RestoreSecretRequest,
      { region }: CallContext,
    ): api.RestoreSecretResponse {
      const { deleted: _taken, ...secret } = store.get(region, input.SecretId ?? "");
      store.put(secret);
      return { ARN: secret.arn, Name: secret.name };
    },
  };
}
