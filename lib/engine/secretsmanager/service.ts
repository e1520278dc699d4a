import { randomInt } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import type { EngineDatabase } from "../store/database.ts";
import { secretsConstraints } from "./constraints.ts";
import { deleteOperations } from "./operations/delete-secret.ts";
import { describeOperations } from "./operations/describe-secrets.ts";
import { getRandomPassword } from "./operations/random-password.ts";
import { readOperations } from "./operations/read-values.ts";
import { policyOperations } from "./operations/resource-policy.ts";
import { writeOperations } from "./operations/write-values.ts";
import { SecretStore } from "./secret-store.ts";
import { tagOperations } from "./tags.ts";

/** Secrets Manager, as functions read it when they start. */
export function createSecretsService(options: {
  database: EngineDatabase;
  clock: Clock;
  random: () => number;
}): Service {
  const { database, clock, random } = options;
  const store = new SecretStore(database, clock);
  return {
    id: "secrets-manager",
    signingName: "secretsmanager",
    schemas: () => import("@aws-sdk/client-secrets-manager"),
    protocols: ["awsJson1.1"],
    targetPrefix: "secretsmanager",
    constraints: secretsConstraints,
    differences: [
      "Secrets are stored as they are and not encrypted; policies are kept but not enforced.",
    ],
    operations: {
      ...writeOperations({ store, clock, random }),
      ...readOperations({ store, clock }),
      ...describeOperations(store),
      ...deleteOperations({ store, clock }),
      ...policyOperations(store),
      ...tagOperations(store),
      GetRandomPassword: getRandomPassword((limit) => randomInt(limit)),
    },
    others:
      "secrets are neither rotated nor copied into other regions, and policies are not judged",
  };
}
