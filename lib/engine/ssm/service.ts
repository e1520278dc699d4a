import type { Clock } from "../clock.ts";
import type { Service } from "../http/service.ts";
import { ssmConstraints } from "./constraints.ts";
import { deleteOperations } from "./operations/delete-parameters.ts";
import { labelOperations } from "./operations/labels.ts";
import { putParameter } from "./operations/put-parameter.ts";
import { readOperations } from "./operations/read-parameters.ts";
import type { ParameterStore } from "./parameter-store.ts";
import { tagOperations } from "./tags.ts";

/** Systems Manager's Parameter Store, as functions read it when they start. */
export function createSsmService(deps: { store: ParameterStore; clock: Clock }): Service {
  const { store, clock } = deps;
  return {
    id: "ssm",
    signingName: "ssm",
    schemas: () => import("@aws-sdk/client-ssm"),
    protocols: ["awsJson1.1"],
    targetPrefix: "AmazonSSM",
    constraints: ssmConstraints,
    differences: [
      "A SecureString is stored as it is and not encrypted; without WithDecryption a text that tells nothing is answered.",
      "There are no public parameters under /aws, no policies and no parameters that other accounts share.",
    ],
    operations: {
      ...readOperations(store),
      ...deleteOperations(store),
      ...labelOperations(store),
      ...tagOperations(store),
      PutParameter: putParameter(store, clock),
    },
    others: "of Systems Manager there is only the Parameter Store",
  };
}
