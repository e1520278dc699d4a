import { RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { permissionAgain } from "@/lib/model/new-permission";
import { ProblemError } from "@/lib/model/problem";
import { journalled } from "@/lib/store/journal";
import { readPermissions } from "./read-permissions";

/** Takes a statement out of the function's policy; an undo puts it back where AddPermission can say it. */
export async function removePermission(
  connection: Connection,
  functionName: string,
  { statementId, qualifier }: { statementId: string; qualifier?: string },
): Promise<{ change: Change }> {
  const permissions = await readPermissions(connection, functionName, qualifier);
  const permission = permissions.find((one) => one.statementId === statementId);
  if (!permission)
    throw new ProblemError({
      kind: "not-found",
      title: "Nothing was removed",
      detail: `The function's policy has no statement ${statementId} any more.`,
    });
  const input = { FunctionName: functionName, Qualifier: qualifier, StatementId: statementId };
  const again = permissionAgain(functionName, permission);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "permission",
      title: `Permission ${statementId} removed`,
      before: permission,
      after: null,
      call: { service: "lambda", command: "RemovePermission", input },
      undo: again
        ? { service: "lambda", command: "AddPermission", input: { ...again } }
        : {
            impossible: "The statement has conditions that cannot be added through Lambda's API.",
          },
    },
    () => clientsFor(connection).lambda.send(new RemovePermissionCommand(input)),
  );
  return { change };
}
