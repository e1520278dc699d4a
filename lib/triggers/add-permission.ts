import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { type NewPermission, newPermissionInput } from "@/lib/model/new-permission";
import { journalled } from "@/lib/store/journal";

/** Lets a source call the function, or its version or alias. */
export async function addPermission(
  connection: Connection,
  functionName: string,
  wanted: NewPermission,
): Promise<{ change: Change }> {
  const input = newPermissionInput(functionName, wanted);
  const { FunctionName, Qualifier, StatementId } = input;
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "permission",
      title: `${wanted.sourceArn} allowed to call`,
      before: null,
      after: input,
      call: { service: "lambda", command: "AddPermission", input: { ...input } },
      undo: {
        service: "lambda",
        command: "RemovePermission",
        input: { FunctionName, Qualifier, StatementId },
      },
    },
    () => clientsFor(connection).lambda.send(new AddPermissionCommand(input)),
  );
  return { change };
}
