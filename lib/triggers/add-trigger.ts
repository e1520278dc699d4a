import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse } from "@/lib/model/refuse";
import type { NewMapping, PushDraft } from "@/lib/model/trigger-drafts/draft-schema";
import { draftProblems } from "@/lib/model/trigger-drafts/trigger-draft";
import { addMapping } from "./add-mapping";
import { addBucketNotification } from "./change-bucket";
import { addHttpRoute } from "./change-http-route";
import { addRestMethod } from "./change-rest-method";
import { addRule } from "./change-rule";
import { addSchedule } from "./change-schedule";
import { addSubscription } from "./change-subscription";
import { addUrl } from "./change-url";
import { forgetSources } from "./source-reading";
import { inSteps, Steps } from "./steps";
import { readTarget, type TriggerTarget } from "./trigger-target";

/**
 * Lets something call a function: what is set at the source, and the right to call, whole or not at all. Gives the key of
 * the new trigger.
 */
export async function addTrigger(
  connection: Connection,
  functionName: string,
  draft: NewMapping | PushDraft,
  steps = new Steps(connection, functionName),
): Promise<{ steps: Change[]; key: string }> {
  if (draft.kind === "mapping") {
    const { change, uuid } = await addMapping(connection, functionName, draft);
    return { steps: [change], key: uuid };
  }
  const [problem] = Object.entries(draftProblems(draft));
  if (problem) refuse(...problem);
  const target = await readTarget(connection, functionName, draft.qualifier);
  const done = await inSteps(
    connection,
    functionName,
    "add the trigger",
    () => addPushing(steps, target, draft),
    steps,
  );
  forgetSources(connection);
  return { steps: done.steps, key: done.result };
}

function addPushing(steps: Steps, target: TriggerTarget, draft: PushDraft): Promise<string> {
  switch (draft.kind) {
    case "bucket":
      return addBucketNotification(steps, target, draft);
    case "topic":
      return addSubscription(steps, target, draft);
    case "rule":
      return addRule(steps, target, draft);
    case "schedule":
      return addSchedule(steps, target, draft);
    case "url":
      return addUrl(steps, target, draft);
    case "api":
      return draft.protocol === "REST"
        ? addRestMethod(steps, target, draft)
        : addHttpRoute(steps, target, draft);
  }
}
