import type { DeleteLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { CallContext } from "../../http/service.ts";
import type { FilterTable, LogFilter } from "../filters/filter-table.ts";
import { findLogGroup } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";

/** Deletes a group with its events and its filters. */
export const deleteLogGroup =
  (store: LogStore, filters: readonly FilterTable<LogFilter>[]) =>
  (input: DeleteLogGroupRequest, context: CallContext) => {
    const group = findLogGroup(store, context, input);
    store.deleteGroup(group);
    for (const table of filters) table.deleteAll(group.region, group.name);
    return {};
  };
