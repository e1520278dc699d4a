import { randomUUID } from "node:crypto";
import type {
  DeleteResourcePolicyCommandInput,
  GetResourcePolicyCommandInput,
  PutResourcePolicyCommandInput,
} from "@aws-sdk/client-schemas";
import { type CallContext, ServiceError } from "../http/service.ts";
import { badRequest, notFound } from "./errors.ts";
import type { RegistryStore } from "./registry-store.ts";

/** The policy of a registry: kept and given back, not enforced, since the engine checks no permissions. */
export function policyOperations(store: RegistryStore) {
  const find = (name: string | undefined, { region }: CallContext) => {
    const registry = store.registry(region, name ?? "");
    if (!registry.policy)
      throw notFound(`Resource policy of registry ${registry.name} does not exist.`);
    return { registry, policy: registry.policy };
  };
  return {
    GetResourcePolicy(input: GetResourcePolicyCommandInput, context: CallContext) {
      const { policy } = find(input.RegistryName, context);
      return { Policy: policy.document, RevisionId: policy.revisionId };
    },

    PutResourcePolicy(input: PutResourcePolicyCommandInput, { region }: CallContext) {
      const registry = store.registry(region, input.RegistryName ?? "");
      const document = String(input.Policy);
      if (!isJsonObject(document)) throw badRequest("The policy is not a JSON object.");
      if (input.RevisionId !== undefined && input.RevisionId !== registry.policy?.revisionId)
        throw new ServiceError(
          "PreconditionFailedException",
          "The RevisionId is not the one of the registry's current policy.",
        );
      const policy = { document, revisionId: randomUUID() };
      store.putRegistry({ ...registry, policy });
      return { Policy: policy.document, RevisionId: policy.revisionId };
    },

    DeleteResourcePolicy(input: DeleteResourcePolicyCommandInput, context: CallContext) {
      const { policy: _gone, ...rest } = find(input.RegistryName, context).registry;
      store.putRegistry(rest);
    },
  };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
