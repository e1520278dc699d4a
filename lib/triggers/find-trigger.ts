import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import type { Trigger } from "@/lib/model/trigger";
import { type EditableTrigger, isEditable } from "@/lib/model/trigger-drafts/trigger-draft";
import { triggerKey } from "@/lib/model/trigger-identity";
import { triggerKindName } from "@/lib/model/trigger-words";
import { listTriggers } from "./list-triggers";
import { forgetSources } from "./source-reading";

type Pushing = Exclude<EditableTrigger, { kind: "mapping" }>;

/** A trigger as its service has it now, among all the function's; mappings are known by Lambda alone. */
export async function findPushing(
  connection: Connection,
  functionName: string,
  key: string,
): Promise<{ trigger: Pushing; all: Trigger[] }> {
  // What is changed must not be what a page has read some time ago.
  forgetSources(connection);
  const { triggers } = await listTriggers(connection, functionName);
  const trigger = triggers.find((one) => triggerKey(one) === key);
  if (!trigger)
    throw new ProblemError({
      kind: "not-found",
      title: "Nothing was changed",
      detail: "The function has no such trigger any more.",
    });
  if (!isEditable(trigger) || trigger.kind === "mapping")
    throw new ProblemError({
      kind: "unsupported",
      title: "Nothing was changed",
      detail: `${triggerKindName(trigger)} is changed where it was made.`,
    });
  return { trigger, all: triggers };
}
