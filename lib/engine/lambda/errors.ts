import { ServiceError } from "../http/service.ts";

const user = { Type: "User" };

export function invalidParameter(message: string): ServiceError {
  return new ServiceError("InvalidParameterValueException", message, 400, user);
}

export function notFound(message: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", message, 404, user);
}

export function functionNotFound(arn: string): ServiceError {
  return notFound(`Function not found: ${arn}`);
}

export function aliasNotFound(arn: string): ServiceError {
  return notFound(`Cannot find alias arn: ${arn}`);
}

export function conflict(message: string): ServiceError {
  return new ServiceError("ResourceConflictException", message, 409, user);
}

/** A RevisionId that is not the newest; `source` names the call that reads it. */
export function staleRevision(source = "GetFunction/GetAlias"): ServiceError {
  return new ServiceError(
    "PreconditionFailedException",
    `The Revision Id provided does not match the latest Revision Id. Call the ${source} API to retrieve the latest Revision Id`,
    412,
    user,
  );
}

export function statementExists(statementId: string): ServiceError {
  return conflict(
    `The statement id (${statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
  );
}

export function noStatement(statementId: string): ServiceError {
  return notFound(`Statement ${statementId} is not found in resource policy.`);
}

export function noPolicy(): ServiceError {
  return notFound("No policy is associated with the given resource.");
}
