import type { PutLogGroupDeletionProtectionRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import { findLogGroup } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";

export const putLogGroupDeletionProtection =
  (store: LogStore) => (input: PutLogGroupDeletionProtectionRequest, context: CallContext) => {
    const group = findLogGroup(store, context, { logGroupIdentifier: input.logGroupIdentifier });
    store.groups.setDeletionProtected(group.id, input.deletionProtectionEnabled === true);
    return {};
  };
