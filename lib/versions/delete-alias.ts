import { DeleteAliasCommand, GetAliasCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { journalled } from "@/lib/store/journal";
import { aliasOf } from "./list-versions";
import { aliasInput, pointsAt } from "./save-alias";

/** Deletes an alias; an undo makes it again with the same versions and weights. */
export async function deleteAlias(
  connection: Connection,
  functionName: string,
  name: string,
): Promise<{ change: Change }> {
  const { lambda } = clientsFor(connection);
  const input = { FunctionName: functionName, Name: name };
  const before = aliasOf(await lambda.send(new GetAliasCommand(input)));
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "alias",
      title: `Alias ${name} at ${pointsAt(before)} deleted`,
      before,
      after: null,
      call: { service: "lambda", command: "DeleteAlias", input },
      undo: { service: "lambda", command: "CreateAlias", input: aliasInput(functionName, before) },
    },
    () => lambda.send(new DeleteAliasCommand(input)),
  );
  return { change };
}
