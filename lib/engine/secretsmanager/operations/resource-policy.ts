import type * as api from "@aws-sdk/client-secrets-manager";
import { type CallContext, ServiceError } from "../../http/service.ts";
import type { SecretStore } from "../secret-store.ts";

/** Policies are kept and answered; nobody is refused by them. */
export function policyOperations(store: SecretStore) {
  const named = ({ arn, name }: { arn: string; name: string }) => ({ ARN: arn, Name: name });
  return {
    GetResourcePolicy(
      input: api.GetResourcePolicyRequest,
      { region }: CallContext,
    ): api.GetResourcePolicyResponse {
      const secret = store.get(region, input.SecretId ?? "");
      return {
        ...named(secret),
        ...(secret.policy !== undefined && { ResourcePolicy: secret.policy }),
      };
    },

    PutResourcePolicy(
      input: api.PutResourcePolicyRequest,
      { region }: CallContext,
    ): api.PutResourcePolicyResponse {
      const secret = store.getActive(region, input.SecretId ?? "");
      const { ResourcePolicy: policy = "" } = input;
      if (!isDocument(policy))
        throw new ServiceError(
          "MalformedPolicyDocumentException",
          "This resource policy contains a syntax error.",
          400,
        );
      store.put({ ...secret, policy });
      return named(secret);
    },

    DeleteResourcePolicy(
      input: api.DeleteResourcePolicyRequest,
      { region }: CallContext,
    ): api.DeleteResourcePolicyResponse {
      const { policy: _gone, ...secret } = store.get(region, input.SecretId ?? "");
      store.put(secret);
      return named(secret);
    },
  };
}

function isDocument(policy: string): boolean {
  try {
    const document: unknown = JSON.parse(policy);
    return typeof document === "object" && document !== null && "Statement" in document;
  } catch {
    return false;
  }
}
