import { ServiceError } from "../http/service.ts";

export function badRequest(message: string): ServiceError {
  return new ServiceError("BadRequestException", message);
}

export function notFound(message: string): ServiceError {
  return new ServiceError("NotFoundException", message);
}

export function conflict(message: string): ServiceError {
  return new ServiceError("ConflictException", message);
}
