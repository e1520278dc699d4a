import type { DeleteLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import { findLogGroup, findLogStream } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";

export const deleteLogStream =
  (store: LogStore) => (input: DeleteLogStreamRequest, context: CallContext) => {
    const group = findLogGroup(store, context, input);
    store.deleteStream(group.id, findLogStream(store, group, input.logStreamName ?? "").id);
    return {};
  };
