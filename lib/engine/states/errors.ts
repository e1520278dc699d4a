import { ServiceError } from "../http/service.ts";

const error =
  (code: string) =>
  (message: string): ServiceError =>
    new ServiceError(code, message, 400);

export const validation = error("ValidationException");
export const invalidDefinition = error("InvalidDefinition");
export const invalidName = error("InvalidName");
export const invalidArn = error("InvalidArn");
export const invalidInput = error("InvalidExecutionInput");
export const invalidToken = error("InvalidToken");
export const conflict = error("ConflictException");

export const noMachine = (arn: string): ServiceError =>
  error("StateMachineDoesNotExist")(`State Machine Does Not Exist: '${arn}'`);

export const noExecution = (arn: string): ServiceError =>
  error("ExecutionDoesNotExist")(`Execution Does Not Exist: '${arn}'`);

export const noActivity = (arn: string): ServiceError =>
  error("ActivityDoesNotExist")(`Activity Does Not Exist: '${arn}'`);

export const noResource = (): ServiceError =>
  error("ResourceNotFound")("Request references a resource that does not exist.");
