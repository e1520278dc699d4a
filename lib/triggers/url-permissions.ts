import { keptCall } from "@/lib/aws/kept-commands";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { readPermissions } from "./read-permissions";
import { inSteps, type Steps } from "./steps";
import { disallow } from "./trigger-target";

interface UrlTarget {
  functionName: string;
  qualifier?: string | undefined;
}

/** A URL needs two statements since October 2025. Source: "Control access to Lambda function URLs". */
const publicStatements = [
  {
    statementId: "FunctionURLAllowPublicAccess",
    input: { Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" as const },
  },
  {
    statementId: "FunctionURLInvokeAllowPublicAccess",
    input: { Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true },
  },
];

/** Adds what the policy lacks of the statements that open a URL to everybody. */
export async function addUrlPermissions(
  connection: Connection,
  functionName: string,
  qualifier: string | undefined,
): Promise<{ steps: Change[] }> {
  const { steps } = await inSteps(connection, functionName, "open the function URL", (at) =>
    letPublicIn(at, { functionName, qualifier }),
  );
  return { steps };
}

/** Lets everybody call the URL, as far as the policy does not yet. */
export async function letPublicIn(
  steps: Steps,
  { functionName, qualifier }: UrlTarget,
): Promise<void> {
  const present = await readPermissions(steps.connection, functionName, qualifier);
  for (const { statementId, input } of publicStatements) {
    const isThere = present.some(
      (one) => one.principal === "*" && one.isForUrl && one.action === input.Action,
    );
    if (isThere) continue;
    const added = {
      FunctionName: functionName,
      Qualifier: qualifier,
      StatementId: statementId,
      Principal: "*",
      ...input,
    };
    await steps.send({
      kind: "permission",
      title: `Everybody allowed to call the URL (${input.Action})`,
      before: null,
      after: added,
      call: keptCall("lambda", "AddPermission", added),
      undo: keptCall("lambda", "RemovePermission", {
        FunctionName: functionName,
        Qualifier: qualifier,
        StatementId: statementId,
      }),
    });
  }
}

/** Takes all statements away that let everybody call the URL. */
export async function shutPublicOut(
  steps: Steps,
  { functionName, qualifier }: UrlTarget,
): Promise<void> {
  const present = await readPermissions(steps.connection, functionName, qualifier);
  for (const permission of present)
    if (permission.isForUrl && permission.principal === "*")
      await disallow(steps, functionName, permission);
}
