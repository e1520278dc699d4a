import { CreateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { defaultSettings, mappingSourceOf } from "@/lib/model/mapping-settings";
import { refuse } from "@/lib/model/refuse";
import { sourceName } from "@/lib/model/trigger";
import type { NewMapping } from "@/lib/model/trigger-drafts/draft-schema";
import type { MappingDraft } from "@/lib/model/trigger-drafts/mapping-draft";
import { journalled } from "@/lib/store/journal";
import { checkMapping, creationInput } from "./mapping-input";
import { mappingOf } from "./read-mappings";

/** Lets a queue or a stream trigger a function, or one of its aliases or versions. */
export async function addMapping(
  connection: Connection,
  functionName: string,
  given: NewMapping,
): Promise<{ change: Change; uuid: string }> {
  const { eventSourceArn, qualifier } = given;
  const source = mappingSourceOf(eventSourceArn);
  if (source !== undefined && !/^(sqs|kinesis|dynamodb)$/.test(source))
    refuse(
      "eventSourceArn",
      "Mappings of brokers and clusters are made where those are; here they are changed.",
    );
  const draft: MappingDraft = {
    ...defaultSettings(source ?? "sqs"),
    startingPosition: "LATEST",
    startingPositionAt: "",
    ...given,
  };
  checkMapping(draft);
  const input = {
    FunctionName: qualifier ? `${functionName}:${qualifier}` : functionName,
    ...creationInput(draft),
  };
  const { change, result } = await journalled(
    {
      connection,
      functionName,
      kind: "trigger",
      title: `Trigger ${sourceName(eventSourceArn)} added`,
      before: null,
      after: given,
      call: { service: "lambda", command: "CreateEventSourceMapping", input },
      undo: ({ UUID }) => ({
        service: "lambda",
        command: "DeleteEventSourceMapping",
        input: { UUID },
      }),
    },
    () => clientsFor(connection).lambda.send(new CreateEventSourceMappingCommand(input)),
  );
  return { change, uuid: mappingOf(result).uuid };
}
