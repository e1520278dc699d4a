import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { permissionToRemove } from "@/lib/model/permission-to-remove";
import type { EditableTrigger } from "@/lib/model/trigger-drafts/trigger-draft";
import { removeBucketNotification } from "./change-bucket";
import { removeHttpRoute } from "./change-http-route";
import { removeRestMethod } from "./change-rest-method";
import { removeRule } from "./change-rule";
import { removeSchedule } from "./change-schedule";
import { removeSubscription } from "./change-subscription";
import { removeUrl } from "./change-url";
import { findPushing } from "./find-trigger";
import { forgetSources } from "./source-reading";
import { inSteps, Steps } from "./steps";
import { disallow, readTarget, type TriggerTarget } from "./trigger-target";

/** Removes a trigger that is pushed, and with it the statement that let just its source in. */
export async function removeTrigger(
  connection: Connection,
  functionName: string,
  key: string,
  steps = new Steps(connection, functionName),
): Promise<{ steps: Change[] }> {
  const { trigger, all } = await findPushing(connection, functionName, key);
  const target = await readTarget(connection, functionName, trigger.qualifier);
  const done = await inSteps(
    connection,
    functionName,
    "remove the trigger",
    async () => {
      const finish = await remove(steps, target, trigger);
      const permission = trigger.kind === "url" ? undefined : permissionToRemove(trigger, all);
      if (permission) await disallow(steps, functionName, permission);
      // What cannot be taken back comes last.
      await finish?.();
    },
    steps,
  );
  forgetSources(connection);
  return { steps: done.steps };
}

function remove(
  steps: Steps,
  target: TriggerTarget,
  trigger: EditableTrigger,
): Promise<void | (() => Promise<void>)> {
  switch (trigger.kind) {
    case "bucket":
      return removeBucketNotification(steps, trigger);
    case "topic":
      return removeSubscription(steps, trigger);
    case "rule":
      return removeRule(steps, target, trigger);
    case "schedule":
      return removeSchedule(steps, target, trigger);
    case "url":
      return removeUrl(steps, target, trigger);
    case "api":
      return trigger.protocol === "REST"
        ? removeRestMethod(steps, trigger)
        : removeHttpRoute(steps, trigger);
    case "mapping":
      throw new TypeError("mappings are removed by their own verb");
  }
}
