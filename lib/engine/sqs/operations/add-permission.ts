import type { AddPermissionRequest } from "@aws-sdk/client-sqs";
import type { CallContext } from "../../http/service.ts";
import { findQueue } from "../find-queue.ts";
import { invalidParameterValue } from "../queue.ts";
import { readPolicy, writePolicy } from "../queue-policy.ts";
import type { QueueStore } from "../queue-store.ts";

/** Adds a statement to the queue's policy: these accounts may call these actions. */
export const addPermission =
  (store: QueueStore) =>
  (input: AddPermissionRequest, context: CallContext): object => {
    const queue = findQueue(store, input.QueueUrl, context);
    const [label, accounts, actions] = [
      input.Label ?? "",
      input.AWSAccountIds ?? [],
      input.Actions ?? [],
    ];
    for (const action of actions)
      if (!/^(\*|[A-Z][A-Za-z]+)$/.test(action))
        throw invalidParameterValue(
          `Value SQS:${action} for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions. `,
        );
    const policy = readPolicy(queue);
    if (policy.Statement.some(({ Sid }) => Sid === label))
      throw invalidParameterValue(
        `Value ${label} for parameter Label is invalid. Reason: Already exists.`,
      );
    policy.Statement.push({
      Sid: label,
      Effect: "Allow",
      Principal: { AWS: oneOrMany(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
      Action: oneOrMany(actions.map((action) => `SQS:${action}`)),
      Resource: queue.arn,
    });
    writePolicy(store, queue, policy);
    return {};
  };

function oneOrMany(values: string[]): string | string[] {
  return values.length === 1 ? (values[0] ?? "") : values;
}
