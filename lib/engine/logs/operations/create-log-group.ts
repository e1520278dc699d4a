import type { CreateLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../clock.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { invalidParameter, refuseLongName } from "../find-log-group.ts";
import type { LogStore } from "../log-store.ts";

export const createLogGroup =
  (store: LogStore, clock: Clock) => (input: CreateLogGroupRequest, context: CallContext) => {
    const name = input.logGroupName ?? "";
    refuseLongName(name);
    refuseFields("InvalidParameterException", input, {
      kmsKeyId: "it keeps log events unencrypted in its own folder.",
    });
    if (input.logGroupClass !== undefined && input.logGroupClass !== "STANDARD")
      throw invalidParameter(
        `The local engine does not support the log group class ${input.logGroupClass}: it has STANDARD only.`,
      );
    if (store.groups.find(context.region, name))
      throw new ServiceError(
        "ResourceAlreadyExistsException",
        "The specified log group already exists",
        400,
      );
    store.groups.create({
      region: context.region,
      name,
      createdMs: clock.now(),
      tags: input.tags ?? {},
      deletionProtected: input.deletionProtectionEnabled ?? false,
    });
    return {};
  };
