import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { permissionToRemove } from "@/lib/model/permission-to-remove";
import { refuse } from "@/lib/model/refuse";
import type { Trigger } from "@/lib/model/trigger";
import { type ApiDraft, apiDrafts, routeKeyOf } from "@/lib/model/trigger-drafts/api-draft";
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

/** Makes a trigger that is pushed what its draft says, whole or not at all. Gives the key that it has then. */
export async function changeTrigger(
  connection: Connection,
  functionName: string,
  key: string,
  draft: PushDraft,
  steps = new Steps(connection, functionName),
): Promise<{ steps: Change[]; key: string }> {
  const [problem] = Object.entries(draftProblems(draft));
  if (problem) refuse(...problem);
  const { trigger, all } = await findPushing(connection, functionName, key);
  if ((draft.qualifier ?? "") !== (trigger.qualifier ?? ""))
    refuse("qualifier", "What a trigger calls is not changed here: add one for the other alias.");
  const target = await readTarget(connection, functionName, draft.qualifier);
  const done = await inSteps(
    connection,
    functionName,
    "change the trigger",
    () => change(steps, target, trigger, draft, all),
    steps,
  );
  forgetSources(connection);
  return { steps: done.steps, key: done.result ?? key };
}

async function change(
  steps: Steps,
  target: TriggerTarget,
  trigger: Trigger,
  draft: PushDraft,
  all: readonly Trigger[],
): Promise<string | void> {
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
    return changeRoute(steps, target, trigger, draft, all);
  refuse("kind", `The trigger is of the kind ${trigger.kind}.`);
}

async function changeRoute(
  steps: Steps,
  target: TriggerTarget,
  route: ApiRoute,
  draft: ApiDraft,
  all: readonly Trigger[],
): Promise<string | void> {
  if (draft.apiId !== route.apiId || draft.protocol !== route.protocol)
    refuse("apiId", "A route stays with its API: add one to the other.");
  const own = permissionToRemove(route, all);
  if (route.protocol !== "REST") return changeHttpRoute(steps, target, route, draft, own);
  if (routeKeyOf(draft) === routeKeyOf(apiDrafts.of(route))) return;
  return changeRestMethod(steps, target, route, draft, own);
}
