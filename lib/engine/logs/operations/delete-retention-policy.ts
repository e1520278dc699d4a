import type { DeleteRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import { findLogGroup } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";

export const deleteRetentionPolicy =
  (store: LogStore) => (input: DeleteRetentionPolicyRequest, context: CallContext) => {
    store.setRetention(findLogGroup(store, context, input), undefined);
    return {};
  };
