import {
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { type MappingSettings, mappingSourceOf, settingsFor } from "@/lib/model/mapping-settings";
import { refuse } from "@/lib/model/refuse";
import { type Mapping, sourceName } from "@/lib/model/trigger";
import type { MappingEdit } from "@/lib/model/trigger-drafts/draft-schema";
import {
  type MappingDraft,
  mappingDrafts,
  settingLabels,
} from "@/lib/model/trigger-drafts/mapping-draft";
import { journalled } from "@/lib/store/journal";
import { checkMapping, settingInput } from "./mapping-input";
import { mappingOf } from "./read-mappings";

/** Changes a mapping, or only turns it on or off; what is absent stays as it is. */
export async function updateMapping(
  connection: Connection,
  functionName: string,
  uuid: string,
  edit: MappingEdit,
): Promise<{ change: Change; mapping: Mapping }> {
  const { lambda } = clientsFor(connection);
  const now = mappingOf(await lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })));
  const before = mappingDrafts.of(now);
  const { qualifier: target = before.qualifier ?? null, ...settings } = edit;
  const after: MappingDraft = { ...before, ...settings, qualifier: target ?? undefined };
  checkFields(edit, now.eventSourceArn);
  checkMapping(after);
  const source = sourceName(now.eventSourceArn);
  const callOf = (draft: MappingDraft) => ({
    service: "lambda" as const,
    command: "UpdateEventSourceMapping",
    input: updateInput(functionName, uuid, draft, edit),
  });
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
      call: callOf(after),
      undo: callOf(before),
    },
    () =>
      lambda.send(
        new UpdateEventSourceMappingCommand(updateInput(functionName, uuid, after, edit)),
      ),
  );
  return { change, mapping: mappingOf(result) };
}

function checkFields(edit: MappingEdit, eventSourceArn: string): void {
  const source = mappingSourceOf(eventSourceArn);
  const taken: string[] = source ? settingsFor(source) : ["enabled"];
  const other = Object.keys(edit).find((field) => field !== "qualifier" && !taken.includes(field));
  if (other !== undefined)
    refuse(
      other,
      `A mapping of this source does not take: ${settingLabels[other as keyof MappingSettings]}.`,
    );
}

/** Only the edited fields are sent, so that nothing else is touched. */
function updateInput(
  functionName: string,
  uuid: string,
  draft: MappingDraft,
  { qualifier, ...edit }: MappingEdit,
) {
  const fields = Object.keys(edit) as (keyof MappingSettings)[];
  return {
    UUID: uuid,
    ...Object.assign({}, ...fields.map((field) => settingInput(field, draft))),
    ...(qualifier !== undefined && {
      FunctionName: draft.qualifier ? `${functionName}:${draft.qualifier}` : functionName,
    }),
  };
}
