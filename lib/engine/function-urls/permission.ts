import type { FunctionUrlAuthType } from "@aws-sdk/client-lambda";
import type { CredentialScope } from "../http/credential-scope.ts";
import type { PolicyRecord, PolicyStatement } from "../lambda/function-record.ts";

/**
 * May this caller use a URL? Without authentication the policy of the function or alias must let everybody
 * in (`lambda:InvokeFunctionUrl`; AWS documents a second permission, and lets callers in without it). With
 * AWS_IAM a request must carry a signature for Lambda in the URL's region. Signatures are not checked, and who
 * signs counts as an administrator of the account.
 */
export function mayCall(
  authType: FunctionUrlAuthType,
  policy: PolicyRecord | undefined,
  signer: CredentialScope,
  region: string,
): boolean {
  if (authType === "AWS_IAM") return signer.service === "lambda" && signer.region === region;
  return policy?.statements.some((statement) => letsEverybodyIn(statement)) ?? false;
}

function letsEverybodyIn({ Principal, Action, Condition }: PolicyStatement): boolean {
  const everybody =
    Principal === "*" ||
    (typeof Principal === "object" && "AWS" in Principal && Principal.AWS === "*");
  if (!everybody || !["lambda:InvokeFunctionUrl", "lambda:*", "*"].includes(Action)) return false;
  // An anonymous call has no account, no organization and no source: conditions on those do not hold.
  const known: Record<string, string> = {
    "lambda:FunctionUrlAuthType": "NONE",
    "lambda:InvokedViaFunctionUrl": "true",
  };
  return Object.values(Condition ?? {}).every((tests) =>
    Object.entries(tests).every(([key, value]) => known[key] === value),
  );
}
