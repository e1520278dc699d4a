import { randomUUID } from "node:crypto";
import type { AddPermissionRequest, AddPermissionResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import {
  aliasNotFound,
  functionNotFound,
  invalidParameter,
  staleRevision,
  statementExists,
} from "../errors.ts";
import { isVersionNumber, parseFunctionReference } from "../function-name.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { policyDocument, toStatement } from "../policy-rules.ts";

export function addPermission(
  { functions }: LambdaDeps,
  input: AddPermissionRequest,
  context: CallContext,
): AddPermissionResponse {
  const { name, qualifier } = parseFunctionReference(
    input.FunctionName ?? "",
    input.Qualifier,
    context,
  );
  if (qualifier === "$LATEST")
    throw invalidParameter("We currently do not support adding policies for $LATEST.");
  const arn = functions.arn(context.region, name, qualifier);
  const fn = functions.get(context.region, name);
  if (!fn) throw functionNotFound(arn);
  if (
    qualifier !== undefined &&
    !ownValue(fn.versions, qualifier) &&
    !ownValue(fn.aliases, qualifier)
  )
    throw isVersionNumber(qualifier) ? functionNotFound(arn) : aliasNotFound(arn);
  const key = qualifier ?? "$LATEST";
  const before = ownValue(fn.policies, key);
  if (input.RevisionId && input.RevisionId !== before?.revisionId) throw staleRevision("GetPolicy");
  if (before?.statements.some(({ Sid }) => Sid === input.StatementId))
    throw statementExists(input.StatementId ?? "");
  const statement = toStatement(input, arn);
  const policy = {
    statements: [...(before?.statements ?? []), statement],
    revisionId: randomUUID(),
  };
  policyDocument(policy);
  functions.save({ ...fn, policies: { ...fn.policies, [key]: policy } });
  return { Statement: JSON.stringify(statement) };
}
