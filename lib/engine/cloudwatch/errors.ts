import { ServiceError } from "../http/service.ts";

export function validationError(message: string): ServiceError {
  return new ServiceError("ValidationError", message, 400);
}

export function invalidParameter(message: string): ServiceError {
  return new ServiceError("InvalidParameterValueException", message, 400);
}

export function invalidCombination(message: string): ServiceError {
  return new ServiceError("InvalidParameterCombinationException", message, 400);
}

export function missingParameter(message: string): ServiceError {
  return new ServiceError("MissingRequiredParameterException", message, 400);
}

export function invalidNextToken(): ServiceError {
  return new ServiceError("InvalidNextToken", "The next token specified is invalid.", 400);
}
