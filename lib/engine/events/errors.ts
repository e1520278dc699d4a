import { ServiceError } from "../http/service.ts";

export function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", message, 400);
}

export function notFound(message: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", message, 400);
}

export function noBus(name: string): ServiceError {
  return notFound(`Event bus ${name} does not exist.`);
}

export function limitExceeded(): ServiceError {
  return new ServiceError(
    "LimitExceededException",
    "The requested resource exceeds the maximum number allowed.",
    400,
  );
}
