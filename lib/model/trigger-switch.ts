import type { Trigger } from "./trigger";
import { triggerState } from "./trigger-identity";

/** Whether a trigger is on, and why it has no switch where its service knows none. */
export function switchWords(trigger: Trigger): { isOn: boolean; cannot?: string } {
  const isOn =
    trigger.kind === "mapping"
      ? /^(Enabl|Creat|Updat)/.test(trigger.state)
      : triggerState(trigger) === "on";
  switch (trigger.kind) {
    case "mapping":
    case "schedule":
      return { isOn };
    case "rule":
      return trigger.managedBy
        ? { isOn, cannot: `${trigger.managedBy} keeps this rule; it is switched there.` }
        : { isOn };
    case "bucket":
      return { isOn, cannot: "S3 knows no pause: a notification is there, or removed." };
    case "topic":
      return { isOn, cannot: "SNS knows no pause: the function is subscribed, or not." };
    case "url":
      return { isOn, cannot: "A URL knows no pause: to shut it, remove it, or reserve 0 for it." };
    case "api":
      return { isOn, cannot: "A route knows no pause: it is there, or removed." };
    case "log-group":
      return {
        isOn,
        cannot: "A subscription filter knows no pause; it is removed where it is set.",
      };
    case "caller":
      return { isOn, cannot: "" };
  }
}
