import type { CreateLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../clock.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { findLogGroup, refuseLongName } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";

export const createLogStream =
  (store: LogStore, clock: Clock) => (input: CreateLogStreamRequest, context: CallContext) => {
    const name = input.logStreamName ?? "";
    refuseLongName(name);
    const group = findLogGroup(store, context, input);
    if (store.streams.find(group.id, name))
      throw new ServiceError(
        "ResourceAlreadyExistsException",
        "The specified log stream already exists",
        400,
      );
    store.streams.create(group.id, name, clock.now());
    return {};
  };
