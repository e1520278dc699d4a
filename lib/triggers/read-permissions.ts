import { GetPolicyCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import type { Permission } from "@/lib/model/permission";

/** The statements of the policy of a function, or of its version or alias. */
export async function readPermissions(
  connection: Connection,
  functionName: string,
  qualifier: string | undefined,
): Promise<Permission[]> {
  try {
    const { Policy = "{}" } = await clientsFor(connection).lambda.send(
      new GetPolicyCommand({ FunctionName: functionName, Qualifier: qualifier }),
    );
    return permissionsOf(JSON.parse(Policy) as PolicyDocument, qualifier);
  } catch (error) {
    // AWS answers 404 for a function without a policy.
    if (problemFrom(error).kind === "not-found") return [];
    throw error;
  }
}

/** IAM lets one thing stand for a list of one, in nearly every place. */
type OneOrMore<T> = T | T[];

interface PolicyDocument {
  Statement?: OneOrMore<{
    Sid?: string;
    Principal?: string | Record<string, OneOrMore<string>>;
    Action?: OneOrMore<string>;
    Condition?: Record<string, Record<string, OneOrMore<string>>>;
  }>;
}

function permissionsOf(policy: PolicyDocument, qualifier: string | undefined): Permission[] {
  const statements = [policy.Statement ?? []].flat();
  return statements.map(({ Sid = "", Principal = "unknown", Action = "", Condition = {} }) => {
    const written = Object.values(Condition).flatMap((keys) => Object.entries(keys));
    // The names of conditions are written in any case.
    const conditions = new Map(written.map(([key, value]) => [key.toLowerCase(), textOf(value)]));
    const others = written.filter(([key]) => !/^aws:source(arn|account)$/i.test(key));
    const action = textOf(Action);
    return {
      statementId: Sid,
      principal:
        typeof Principal === "string" ? Principal : Object.values(Principal).flat().join(", "),
      action,
      sourceArn: conditions.get("aws:sourcearn"),
      sourceAccount: conditions.get("aws:sourceaccount"),
      ...(others.length > 0 && {
        conditions: Object.fromEntries(others.map(([key, value]) => [key, textOf(value)])),
      }),
      ...(isForUrl(action, conditions) && { isForUrl: true as const }),
      qualifier,
    };
  });
}

/** A URL's callers need two statements: one for the URL, and one to invoke the function through a URL. */
function isForUrl(action: string, conditions: ReadonlyMap<string, string>): boolean {
  return (
    action.endsWith(":InvokeFunctionUrl") ||
    conditions.get("lambda:invokedviafunctionurl") === "true"
  );
}

function textOf(value: OneOrMore<string>): string {
  return [value].flat().join(", ");
}
