import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { readAliases } from "./list-versions";

/** Deletes one published version; refused while an alias points at it. */
export async function deleteVersion(
  connection: Connection,
  functionName: string,
  version: string,
): Promise<{ change: Change }> {
  if (!/^\d+$/.test(version))
    refuse("version", "Only a published version, like 3, can be deleted.");
  const { lambda } = clientsFor(connection);
  const users = (await readAliases(lambda, functionName)).filter(
    (alias) => alias.version === version || alias.routing?.version === version,
  );
  if (users.length > 0)
    throw new ProblemError({
      kind: "conflict",
      title: "The version was not deleted",
      detail: `Version ${version} is used by ${users.map(({ name }) => name).join(", ")}.`,
      action: "Point these aliases at another version first.",
    });
  const input = { FunctionName: functionName, Qualifier: version };
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "version",
      title: `Version ${version} deleted`,
      before: { version },
      after: null,
      call: { service: "lambda", command: "DeleteFunction", input },
      undo: {
        impossible: "A deleted version cannot be made again; AWS never gives its number twice.",
      },
    },
    () => lambda.send(new DeleteFunctionCommand(input)),
  );
  return { change };
}
