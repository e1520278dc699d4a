import { ServiceError } from "../http/service.ts";

export const invalidArgument = (message: string): ServiceError =>
  new ServiceError("InvalidArgumentException", message, 400);

export const notFound = (message: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", message, 400);

export const inUse = (message: string): ServiceError =>
  new ServiceError("ResourceInUseException", message, 400);

export const limitExceeded = (message: string): ServiceError =>
  new ServiceError("LimitExceededException", message, 400);

export const validation = (message: string): ServiceError =>
  new ServiceError("ValidationException", message, 400);

export const noStream = (name: string, accountId: string): ServiceError =>
  notFound(`Stream ${name} under account ${accountId} not found.`);

export const noShard = (shardId: string, stream: string, accountId: string): ServiceError =>
  notFound(`Could not find shard ${shardId} in stream ${stream} under account ${accountId}.`);

export const rateExceeded = (
  shardId: string,
  { name, accountId }: { name: string; accountId: string },
): ServiceError =>
  new ServiceError(
    "ProvisionedThroughputExceededException",
    `Rate exceeded for shard ${shardId} in stream ${name} under account ${accountId}.`,
    400,
  );
