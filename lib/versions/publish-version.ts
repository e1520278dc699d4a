import { PublishVersionCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { descriptionLimit } from "@/lib/model/function-limits";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { readVersions } from "./list-versions";

/** Publishes $LATEST as a new version. AWS gives the newest version back when nothing has changed since. */
export async function publishVersion(
  connection: Connection,
  functionName: string,
  { description, revisionId }: { description: string; revisionId?: string },
): Promise<{ change: Change; version: string; isNew: boolean }> {
  if (description.length > descriptionLimit)
    refuse("description", `A description has at most ${descriptionLimit} characters.`);
  const input = {
    FunctionName: functionName,
    Description: description || undefined,
    RevisionId: revisionId,
  };
  const { lambda } = clientsFor(connection);
  const before = new Set((await readVersions(lambda, functionName)).map(({ Version }) => Version));
  const { change, result } = await journalled(
    {
      connection,
      functionName,
      kind: "version",
      title: "Version published",
      before: null,
      after: { description },
      call: { service: "lambda", command: "PublishVersion", input },
      // Deleting a version that was there before would be no undo.
      undo: ({ Version }) =>
        before.has(Version)
          ? { impossible: `Nothing had changed since version ${Version}, so AWS made no new one.` }
          : {
              service: "lambda",
              command: "DeleteFunction",
              input: { FunctionName: functionName, Qualifier: Version },
            },
    },
    () => lambda.send(new PublishVersionCommand(input)),
  );
  return { change, version: result.Version ?? "", isNew: !before.has(result.Version) };
}
