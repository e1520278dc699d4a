import { CreateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import type { Mapping, MappingSettings } from "@/lib/model/trigger";
import { journalled } from "@/lib/store/journal";
import { mappingOf } from "./read-mappings";
import { checkMappingSettings, creationInput } from "./mapping-input";

/** Lets a queue trigger a function (or one of its aliases or versions). */
export async function addMapping(
  connection: Connection,
  functionName: string,
  { queueArn, qualifier, ...settings }: MappingSettings & { queueArn: string; qualifier?: string },
): Promise<{ change: Change; mapping: Mapping }> {
  checkMappingSettings(settings, queueArn);
  const input = {
    FunctionName: qualifier ? `${functionName}:${qualifier}` : functionName,
    ...creationInput(settings, queueArn),
  };
  const { change, result } = await journalled(
    {
      connection,
      functionName,
      kind: "trigger",
      title: `Trigger ${queueArn.split(":").pop()} added`,
      before: null,
      after: { queueArn, ...settings },
      call: { service: "lambda", command: "CreateEventSourceMapping", input },
      undo: ({ UUID }) => ({
        service: "lambda",
        command: "DeleteEventSourceMapping",
        input: { UUID },
      }),
    },
    () => clientsFor(connection).lambda.send(new CreateEventSourceMappingCommand(input)),
  );
  return { change, mapping: mappingOf(result) };
}
