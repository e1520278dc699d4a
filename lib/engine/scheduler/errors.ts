import { ServiceError } from "../http/service.ts";

export const invalid = (message: string): ServiceError =>
  new ServiceError("ValidationException", message, 400);

export const conflict = (message: string): ServiceError =>
  new ServiceError("ConflictException", message, 409);

const notFound = (message: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", message, 404);

export const noSchedule = (name: string): ServiceError =>
  notFound(`Schedule ${name} does not exist.`);

export const noGroup = (name: string): ServiceError =>
  notFound(`Schedule group ${name} does not exist.`);
