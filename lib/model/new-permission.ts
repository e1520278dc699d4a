import type { Permission } from "./permission";
import { refuse } from "./refuse";

/** A service that is to be let in for one source. */
export interface NewPermission {
  /** As in `events.amazonaws.com`. */
  service: string;
  sourceArn: string;
  /** Whose it must be: the ARN of a bucket does not say it. */
  sourceAccount?: string;
  /** Absent: the function itself. */
  qualifier?: string;
  /** Absent: made from the source's name. */
  statementId?: string;
}

/** AddPermission's input for a source. Source: "Granting Lambda function access to AWS services". */
export function newPermissionInput(
  functionName: string,
  { service, sourceArn, sourceAccount, qualifier, statementId }: NewPermission,
) {
  const [, , sourceService = ""] = sourceArn.split(":");
  if (!/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/.test(sourceArn))
    refuse("sourceArn", `This is not the ARN of a source: ${sourceArn || "(empty)"}`);
  if (!/^[a-z0-9-]+$/.test(service)) refuse("service", `${service} is not the name of a service.`);
  const made = `${sourceService}-${sourceArn.split(":").slice(5).join("-")}`;
  return {
    FunctionName: functionName,
    Qualifier: qualifier,
    StatementId: statementId ?? statementIdOf(made, sourceArn),
    Action: "lambda:InvokeFunction",
    Principal: `${service}.amazonaws.com`,
    SourceArn: sourceArn,
    SourceAccount: sourceAccount,
  };
}

/** AWS takes 100 letters, digits, dashes and underscores; the end tells sources apart that look alike then. */
function statementIdOf(text: string, sourceArn: string): string {
  let sum = 0;
  for (const letter of sourceArn) sum = (sum * 31 + letter.codePointAt(0)!) % 0x7fff_ffff;
  const plain = text.replaceAll(/[^\w-]+/g, "-").replaceAll(/-+/g, "-");
  return `${plain.slice(0, 88)}-${sum.toString(36)}`;
}

/** AddPermission's input that makes a statement anew; undefined where it has conditions that the call does not know. */
export function permissionAgain(functionName: string, permission: Permission) {
  const { conditions = {}, sourceArn, principal } = permission;
  const known: Record<string, string> = {};
  for (const [name, value] of Object.entries(conditions)) {
    const member = members[name.toLowerCase()];
    if (!member) return undefined;
    known[member] = value;
  }
  // Several of anything are a policy that was not made by AddPermission.
  if ([sourceArn ?? "", principal, permission.action].some((text) => text.includes(", ")))
    return undefined;
  const { InvokedViaFunctionUrl, ...rest } = known;
  return {
    FunctionName: functionName,
    Qualifier: permission.qualifier,
    StatementId: permission.statementId,
    Action: permission.action,
    // A policy has an account's root where the call takes the account.
    Principal: /^arn:[^:]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal,
    SourceArn: sourceArn,
    SourceAccount: permission.sourceAccount,
    ...rest,
    ...(InvokedViaFunctionUrl !== undefined && {
      InvokedViaFunctionUrl: InvokedViaFunctionUrl === "true",
    }),
  };
}

/** Members of AddPermission by the condition they become. */
const members: Record<string, string | undefined> = {
  "aws:principalorgid": "PrincipalOrgID",
  "lambda:functionurlauthtype": "FunctionUrlAuthType",
  "lambda:eventsourcetoken": "EventSourceToken",
  "lambda:invokedviafunctionurl": "InvokedViaFunctionUrl",
};
