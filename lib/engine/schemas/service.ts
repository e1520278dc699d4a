import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import { schemasConstraints } from "./constraints.ts";
import { registryOperations } from "./registry-operations.ts";
import type { RegistryStore } from "./registry-store.ts";
import { policyOperations } from "./resource-policy.ts";
import { schemaOperations } from "./schema-operations.ts";
import { tagOperations } from "./tags.ts";

/** EventBridge Schemas: registries, schemas and their versions, as shareable test events need them. */
export function createSchemasService(deps: { store: RegistryStore; clock: Clock }): Service {
  const { store, clock } = deps;
  return {
    id: "schemas",
    signingName: "schemas",
    schemas: () => import("@aws-sdk/client-schemas"),
    protocols: ["restJson1"],
    constraints: schemasConstraints,
    validationErrorCode: "BadRequestException",
    differences: ["There are no registries of AWS's own, and policies are kept but not enforced."],
    operations: {
      ...registryOperations(store),
      ...schemaOperations(store, clock),
      ...tagOperations(store),
      ...policyOperations(store),
    },
    others: "schemas are neither discovered, exported nor turned into code",
  };
}
