import { type CallContext, ServiceError } from "../http/service.ts";
import type { LogGroup } from "./group-table.ts";
import { type LogStore, missingGroup } from "./log-store.ts";
import type { LogStream } from "./stream-table.ts";

export function invalidParameter(message: string): ServiceError {
  return new ServiceError("InvalidParameterException", message, 400);
}

/** AWS's own words for a name that its model lets through. */
export function refuseLongName(name: string): void {
  if (name.length > 512)
    throw invalidParameter(
      "Invalid LogGroup or LogStream, both must have length less than or equal to 512.",
    );
}

export function logGroupArn(context: CallContext, name: string): string {
  return `arn:aws:logs:${context.region}:${context.accountId}:log-group:${name}`;
}

/** The group a call names by name, or by an identifier that is a name or an ARN (also ending in `:*`). */
export function findLogGroup(
  store: LogStore,
  context: CallContext,
  named: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): LogGroup {
  const { logGroupName, logGroupIdentifier } = named;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw invalidParameter(
      "LogGroup name and LogGroup identifier are mutually exclusive parameters.",
    );
  if (logGroupName === undefined && logGroupIdentifier === undefined)
    throw invalidParameter("Either logGroupName or logGroupIdentifier is required.");
  if (logGroupName !== undefined) refuseLongName(logGroupName);
  const [region, name] = readLogGroupIdentifier(logGroupName ?? logGroupIdentifier ?? "", context);
  const group = store.groups.find(region, name);
  if (!group) throw new ServiceError("ResourceNotFoundException", missingGroup, 400);
  return group;
}

export function findLogStream(store: LogStore, group: LogGroup, name: string): LogStream {
  const stream = store.streams.find(group.id, name);
  if (!stream)
    throw new ServiceError(
      "ResourceNotFoundException",
      "The specified log stream does not exist.",
      400,
    );
  return stream;
}

/** The region and name in an identifier, which is a name or an ARN. */
export function readLogGroupIdentifier(
  identifier: string,
  context: CallContext,
): [region: string, name: string] {
  const arn = /^arn:[^:]+:logs:([^:]*):([^:]*):log-group:([^:]+)(?::\*)?$/.exec(identifier);
  if (!arn) return [context.region, identifier];
  const [, region = "", , name = ""] = arn;
  return [region, name];
}
