import { CreateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse } from "@/lib/model/refuse";
import type { Mapping, MappingSettings } from "@/lib/model/trigger";
import { journalled } from "@/lib/store/journal";
import { mappingOf } from "./list-triggers";
import { checkMappingSettings, mappingInput } from "./mapping-input";

/** Lets a queue trigger a function (or one of its aliases or versions). */
export async function addMapping(
  connection: Connection,
  functionName: string,
  { queueArn, qualifier, ...settings }: MappingSettings & { queueArn: string; qualifier?: string },
): Promise<{ change: Change; mapping: Mapping }> {
  if (!/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/.test(queueArn))
    refuse("queueArn", `This is not the ARN of a queue: ${queueArn || "(empty)"}`);
  const isFifo = queueArn.endsWith(".fifo");
  checkMappingSettings(settings, isFifo);
  const { ScalingConfig, ...rest } = mappingInput(settings);
  const input = {
    FunctionName: qualifier ? `${functionName}:${qualifier}` : functionName,
    EventSourceArn: queueArn,
    ...rest,
    ...(settings.maximumConcurrency === null ? {} : { ScalingConfig }),
    // A FIFO queue refuses the field itself, whatever its value.
    ...(isFifo ? { MaximumBatchingWindowInSeconds: undefined } : {}),
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
