import type { PutRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import { findLogGroup, invalidParameter } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";

const allowedDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

export const putRetentionPolicy =
  (store: LogStore) => (input: PutRetentionPolicyRequest, context: CallContext) => {
    const days = input.retentionInDays ?? 0;
    if (!allowedDays.includes(days))
      throw invalidParameter(
        `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${allowedDays.join(", ")}]`,
      );
    store.setRetention(findLogGroup(store, context, input), days);
    return {};
  };
