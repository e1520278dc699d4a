import {
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { settingsOf } from "@/lib/model/trigger";
import { journalled } from "@/lib/store/journal";
import { mappingOf } from "./read-mappings";
import { creationInput } from "./mapping-input";

/** Removes a mapping; an undo makes a new one with the same settings (and another id). */
export async function removeMapping(
  connection: Connection,
  functionName: string,
  uuid: string,
): Promise<{ change: Change }> {
  const { lambda } = clientsFor(connection);
  const now = mappingOf(await lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })));
  const settings = settingsOf(now);
  const input = { UUID: uuid };
  const isQueue = now.eventSourceArn.split(":")[2] === "sqs";
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "trigger",
      title: `Trigger ${now.eventSourceArn.split(":").pop()} removed`,
      before: { eventSourceArn: now.eventSourceArn, ...settings },
      after: null,
      call: { service: "lambda", command: "DeleteEventSourceMapping", input },
      undo: isQueue
        ? {
            service: "lambda",
            command: "CreateEventSourceMapping",
            input: {
              FunctionName: now.qualifier ? `${functionName}:${now.qualifier}` : functionName,
              ...creationInput(settings, now.eventSourceArn),
            },
          }
        : {
            impossible:
              "A stream's place is lost with its mapping; make a new one where you deploy.",
          },
    },
    () => lambda.send(new DeleteEventSourceMappingCommand(input)),
  );
  return { change };
}
