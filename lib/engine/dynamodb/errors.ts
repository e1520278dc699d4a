import { ServiceError } from "../http/service.ts";

// DynamoDB's codes and sentences.

export const invalid = (message: string): ServiceError =>
  new ServiceError("ValidationException", message, 400);

/** One of the checks that AWS words `One or more parameter values were invalid: ...`. */
export const invalidParameters = (what: string): ServiceError =>
  invalid(`One or more parameter values were invalid: ${what}`);

export const tableNotFound = (): ServiceError =>
  new ServiceError("ResourceNotFoundException", "Requested resource not found", 400);

export const tableNotFoundByName = (name: string): ServiceError =>
  new ServiceError(
    "ResourceNotFoundException",
    `Requested resource not found: Table: ${name} not found`,
    400,
  );

export const resourceInUse = (message: string): ServiceError =>
  new ServiceError("ResourceInUseException", message, 400);

export const conditionFailed = (item?: object): ServiceError =>
  new ServiceError("ConditionalCheckFailedException", "The conditional request failed", 400, {
    ...(item && { Item: item }),
  });
