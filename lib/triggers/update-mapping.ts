import {
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse } from "@/lib/model/refuse";
import { type Mapping, type MappingSettings, settingsOf } from "@/lib/model/trigger";
import { journalled } from "@/lib/store/journal";
import { mappingOf } from "./read-mappings";
import { checkMappingSettings, mappingInput } from "./mapping-input";

/** Changes a queue mapping, or only turns it on or off; what is absent stays as it is. */
export async function updateMapping(
  connection: Connection,
  functionName: string,
  uuid: string,
  edit: Partial<MappingSettings>,
): Promise<{ change: Change; mapping: Mapping }> {
  const { lambda } = clientsFor(connection);
  const now = mappingOf(await lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })));
  const before = settingsOf(now);
  const after = { ...before, ...edit };
  const isQueue = now.eventSourceArn.split(":")[2] === "sqs";
  if (isQueue) checkMappingSettings(after, now.eventSourceArn);
  else if (Object.keys(edit).some((field) => field !== "enabled"))
    refuse(
      "eventSourceArn",
      "Of a mapping that is not for a queue only on and off can be changed here.",
    );
  const source = now.eventSourceArn.split(":").pop();
  const { change, result } = await journalled(
    {
      connection,
      functionName,
      kind: "trigger",
      title:
        before.enabled !== after.enabled
          ? `Trigger ${source} ${after.enabled ? "enabled" : "disabled"}`
          : `Trigger ${source} changed`,
      before,
      after,
      call: updateCall(uuid, after, edit),
      undo: updateCall(uuid, before, edit),
    },
    () => lambda.send(new UpdateEventSourceMappingCommand(updateInput(uuid, after, edit))),
  );
  return { change, mapping: mappingOf(result) };
}

const awsFields: Record<keyof MappingSettings, keyof ReturnType<typeof mappingInput>> = {
  batchSize: "BatchSize",
  maximumBatchingWindowSeconds: "MaximumBatchingWindowInSeconds",
  maximumConcurrency: "ScalingConfig",
  reportsBatchItemFailures: "FunctionResponseTypes",
  filters: "FilterCriteria",
  enabled: "Enabled",
};

/** Only the edited fields are sent, so that nothing else is touched. */
function updateInput(uuid: string, settings: MappingSettings, edit: Partial<MappingSettings>) {
  const full = mappingInput(settings);
  const sent = (Object.keys(edit) as (keyof MappingSettings)[]).map((field) => awsFields[field]);
  return { UUID: uuid, ...Object.fromEntries(sent.map((name) => [name, full[name]])) };
}

function updateCall(uuid: string, settings: MappingSettings, edit: Partial<MappingSettings>) {
  return {
    service: "lambda" as const,
    command: "UpdateEventSourceMapping",
    input: updateInput(uuid, settings, edit),
  };
}
