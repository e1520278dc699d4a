import {
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change, Undo } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { type Mapping, sourceName } from "@/lib/model/trigger";
import { mappingDrafts } from "@/lib/model/trigger-drafts/mapping-draft";
import { journalled } from "@/lib/store/journal";
import { creationInput } from "./mapping-input";
import { mappingOf } from "./read-mappings";

/** Removes a mapping; an undo makes a new one with the same settings (and another id). */
export async function removeMapping(
  connection: Connection,
  functionName: string,
  uuid: string,
): Promise<{ change: Change }> {
  const { lambda } = clientsFor(connection);
  const now = mappingOf(await lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })));
  const input = { UUID: uuid };
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "trigger",
      title: `Trigger ${sourceName(now.eventSourceArn)} removed`,
      before: mappingDrafts.of(now),
      after: null,
      call: { service: "lambda", command: "DeleteEventSourceMapping", input },
      undo: madeAgain(functionName, now),
    },
    () => lambda.send(new DeleteEventSourceMappingCommand(input)),
  );
  return { change };
}

function madeAgain(functionName: string, mapping: Mapping): Undo {
  if (mapping.eventSourceArn.split(":")[2] !== "sqs")
    return {
      impossible:
        "A stream's place is lost with its mapping: add it anew, and say where it shall begin.",
    };
  return {
    service: "lambda",
    command: "CreateEventSourceMapping",
    input: {
      FunctionName: mapping.qualifier ? `${functionName}:${mapping.qualifier}` : functionName,
      ...creationInput(mappingDrafts.of(mapping)),
    },
  };
}
