import type { PutCompositeAlarmInput } from "@aws-sdk/client-cloudwatch";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import type { AlarmDeps } from "../alarms/alarm-deps.ts";
import { parseAlarmRule } from "../alarms/alarm-rule.ts";
import { type CompositeAlarm, uncheckedReason } from "../alarms/alarm.ts";
import { checkActions } from "../alarms/check-actions.ts";
import { validationError } from "../errors.ts";
import { readTags } from "../tags.ts";

/** Makes a composite alarm, or gives one another rule; all alarms its rule names must exist. */
export const putCompositeAlarm =
  ({ alarms, watch, clock }: AlarmDeps) =>
  (input: PutCompositeAlarmInput, { region, accountId }: CallContext): object => {
    const { AlarmName: name = "", Tags, ...settings } = input;
    refuseFields("ValidationError", input, {
      ActionConfiguration: "events of alarms have AWS's own content.",
    });
    const before = alarms.find(region, name);
    if (before && before.type !== "CompositeAlarm")
      throw validationError(`${name} is the name of a metric alarm.`);
    const arn = `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
    const rule = parseAlarmRule(settings.AlarmRule ?? "");
    const missing = rule.alarms.filter(
      (named) => named !== name && named !== arn && !alarms.named(region, named),
    );
    if (missing.length > 0)
      throw validationError(
        `Could not save the composite alarm as alarms [${missing.join(", ")}] in the alarm rule do not exist`,
      );
    checkSuppressor(settings, (named) => alarms.named(region, named) !== undefined);
    checkActions(settings);
    const tags = readTags(Tags);
    const nowMs = clock.now();
    const alarm: CompositeAlarm = {
      type: "CompositeAlarm",
      region,
      arn,
      name,
      settings,
      tags: before?.tags ?? tags,
      configuredMs: nowMs,
      state: before?.state ?? {
        value: "INSUFFICIENT_DATA",
        reason: uncheckedReason,
        updatedMs: nowMs,
        transitionedMs: nowMs,
      },
    };
    watch.configure(alarm);
    return {};
  };

function checkSuppressor(
  settings: CompositeAlarm["settings"],
  exists: (alarm: string) => boolean,
): void {
  const {
    ActionsSuppressor: suppressor,
    ActionsSuppressorWaitPeriod: waitSeconds,
    ActionsSuppressorExtensionPeriod: extensionSeconds,
  } = settings;
  if (suppressor === undefined) {
    if (waitSeconds !== undefined || extensionSeconds !== undefined)
      throw validationError(
        "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod need an ActionsSuppressor.",
      );
    return;
  }
  if (waitSeconds === undefined || extensionSeconds === undefined)
    throw validationError(
      "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required when ActionsSuppressor is specified.",
    );
  if (waitSeconds < 0 || extensionSeconds < 0)
    throw validationError(
      "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be 0 or more seconds.",
    );
  if (!exists(suppressor))
    throw validationError(
      `Could not save the composite alarm as the suppressor alarm ${suppressor} does not exist`,
    );
}
