import { ServiceError } from "../http/service.ts";

export const badRequest = (message: string): ServiceError =>
  new ServiceError("BadRequestException", message, 400);

export const conflict = (message: string): ServiceError =>
  new ServiceError("ConflictException", message, 409);

export const notFound = (message: string): ServiceError =>
  new ServiceError("NotFoundException", message, 404);
