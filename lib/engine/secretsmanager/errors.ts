import { ServiceError } from "../http/service.ts";

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError("InvalidParameterException", message, 400);

export const invalidRequest = (message: string): ServiceError =>
  new ServiceError("InvalidRequestException", message, 400);

export const exists = (message: string): ServiceError =>
  new ServiceError("ResourceExistsException", message, 400);

export const notFound = (what = "secret."): ServiceError =>
  new ServiceError(
    "ResourceNotFoundException",
    `Secrets Manager can't find the specified ${what}`,
    400,
  );
