import type { DeleteLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import { findLogGroup } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";

export const deleteLogGroup =
  (store: LogStore) => (input: DeleteLogGroupRequest, context: CallContext) => {
    store.deleteGroup(findLogGroup(store, context, input));
    return {};
  };
