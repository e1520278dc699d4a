import { PublishVersionCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { descriptionLimit } from "@/lib/model/function-limits";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";

/** Publishes $LATEST as a new version. AWS gives the newest version back when nothing has changed since. */
export async function publishVersion(
  connection: Connection,
  functionName: string,
  { description, revisionId }: { description: string; revisionId?: string },
): Promise<{ change: Change; version: string }> {
  if (description.length > descriptionLimit)
    refuse("description", `A description has at most ${descriptionLimit} characters.`);
  const input = {
    FunctionName: functionName,
    Description: description || undefined,
    RevisionId: revisionId,
  };
  const { change, result } = await journalled(
    {
      connection,
      functionName,
      kind: "version",
      title: "Version published",
      before: null,
      after: { description },
      call: { service: "lambda", command: "PublishVersion", input },
      undo: ({ Version }) => ({
        service: "lambda",
        command: "DeleteFunction",
        input: { FunctionName: functionName, Qualifier: Version },
      }),
    },
    () => clientsFor(connection).lambda.send(new PublishVersionCommand(input)),
  );
  return { change, version: result.Version ?? "" };
}
