import { ServiceError } from "../http/service.ts";

export const validation = (message: string): ServiceError =>
  new ServiceError("ValidationException", message, 400);

/** AWS sends no sentence with it. */
export const parameterNotFound = (name: string): ServiceError =>
  new ServiceError("ParameterNotFound", `Parameter ${name} not found.`, 400);

export const versionNotFound = (message: string): ServiceError =>
  new ServiceError("ParameterVersionNotFound", message, 400);
