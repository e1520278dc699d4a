import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import type { Trigger } from "@/lib/model/trigger";
import type { PushDraft } from "@/lib/model/trigger-drafts/draft-schema";
import { draftProblems } from "@/lib/model/trigger-drafts/trigger-draft";
import { changeBucketNotification } from "./change-bucket";
import { changeHttpRoute } from "./change-http-route";
import { changeRestMethod } from "./change-rest-method";
import { changeRule } from "./change-rule";
import { changeSchedule } from "./change-schedule";
import { changeSubscription } from "./change-subscription";
import { changeUrl } from "./change-url";
import { findPushing } from "./find-trigger";
import { forgetSources } from "./source-reading";
import { inSteps, Steps } from "./steps";
import { readTarget, type TriggerTarget } from "./trigger-target";

/** Makes a trigger that is pushed what its draft says, whole or not at all. */
export async function changeTrigger(
  connection: Connection,
  functionName: string,
  key: string,
  draft: PushDraft,
  steps = new Steps(connection, functionName),
): Promise<{ steps: Change[] }> {
  const [problem] = Object.entries(draftProblems(draft));
  if (problem) refuse(...problem);
  const { trigger } = await findPushing(connection, functionName, key);
  if ((draft.qualifier ?? "") !== (trigger.qualifier ?? ""))
    refuse("qualifier", "What a trigger calls is not changed here: add one for the other alias.");
  const target = await readTarget(connection, functionName, draft.qualifier);
  const done = await inSteps(
    connection,
    functionName,
    "change the trigger",
    () => change(steps, target, trigger, draft),
    steps,
  );
  forgetSources(connection);
  return { steps: done.steps };
}

async function change(
  steps: Steps,
  target: TriggerTarget,
  trigger: Trigger,
  draft: PushDraft,
): Promise<void> {
  if (trigger.kind === "bucket" && draft.kind === "bucket")
    return changeBucketNotification(steps, target, trigger, draft);
  if (trigger.kind === "topic" && draft.kind === "topic")
    return changeSubscription(steps, trigger, draft);
  if (trigger.kind === "rule" && draft.kind === "rule")
    return changeRule(steps, target, trigger, draft);
  if (trigger.kind === "schedule" && draft.kind === "schedule")
    return changeSchedule(steps, target, trigger, draft);
  if (trigger.kind === "url" && draft.kind === "url")
    return changeUrl(steps, target, trigger, draft);
  if (trigger.kind === "api" && draft.kind === "api")
    return isRest(trigger) ? changeRestMethod() : changeHttpRoute(steps, trigger, draft);
  refuse("kind", `The trigger is of the kind ${trigger.kind}.`);
}

function isRest({ protocol }: ApiRoute): boolean {
  return protocol === "REST";
}
