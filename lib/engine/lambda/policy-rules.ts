import type { AddPermissionRequest } from "@aws-sdk/client-lambda";
import { ServiceError } from "../http/service.ts";
import { invalidParameter } from "./errors.ts";
import type { PolicyRecord, PolicyStatement } from "./function-record.ts";

const policyLimitBytes = 20_480;

/** The statement AddPermission asks for, as AWS writes it into the policy. */
export function toStatement(input: AddPermissionRequest, resource: string): PolicyStatement {
  if (input.FunctionUrlAuthType && input.Action !== "lambda:InvokeFunctionUrl")
    throw invalidParameter(
      "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action",
    );
  const equals = {
    ...(input.FunctionUrlAuthType && { "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType }),
    ...(input.SourceAccount && { "AWS:SourceAccount": input.SourceAccount }),
    ...(input.EventSourceToken && { "lambda:EventSourceToken": input.EventSourceToken }),
    ...(input.PrincipalOrgID && { "aws:PrincipalOrgID": input.PrincipalOrgID }),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.SourceArn && { ArnLike: { "AWS:SourceArn": input.SourceArn } }),
    ...(input.InvokedViaFunctionUrl !== undefined && {
      Bool: { "lambda:InvokedViaFunctionUrl": String(input.InvokedViaFunctionUrl) },
    }),
  };
  return {
    Sid: input.StatementId ?? "",
    Effect: "Allow",
    Principal: toPrincipal(input.Principal ?? ""),
    Action: input.Action ?? "",
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** A principal as AWS writes it into a policy. */
export function toPrincipal(principal: string): PolicyStatement["Principal"] {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (/^arn:aws[a-zA-Z-]*:(iam|sts)::\d{12}:.+$/.test(principal)) return { AWS: principal };
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com)$/.test(principal))
    return { Service: principal };
  throw invalidParameter(
    "The provided principal was invalid. Please check the principal and try again.",
  );
}

/** A policy document in AWS's form; throws PolicyLengthExceededException above 20 KB. */
export function policyDocument({ statements }: Pick<PolicyRecord, "statements">): string {
  const document = JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements });
  const size = Buffer.byteLength(document);
  if (size > policyLimitBytes)
    throw new ServiceError(
      "PolicyLengthExceededException",
      `The final policy size (${size}) is bigger than the limit (${policyLimitBytes}).`,
      400,
      { Type: "User" },
    );
  return document;
}
