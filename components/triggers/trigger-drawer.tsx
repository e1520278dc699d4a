"use client";

import type { Trigger } from "@/lib/model/trigger";
import type { CheckedFunction } from "@/lib/model/trigger-check";
import { triggerKey } from "@/lib/model/trigger-identity";
import type { Traffic } from "@/lib/model/trigger-traffic";
import { MappingDrawer } from "./mapping-drawer";
import { PushDrawer } from "./push-drawer";
import { UrlDrawer } from "./url-drawer";

/** The column beside the map: what the chosen trigger is and what can be done with it. */
export function TriggerDrawer({
  trigger,
  ...props
}: {
  trigger: Trigger;
  traffic: Traffic | undefined;
  checked: CheckedFunction | undefined;
  onClose(): void;
}) {
  const key = triggerKey(trigger);
  switch (trigger.kind) {
    case "mapping":
      return <MappingDrawer key={key} mapping={trigger} {...props} />;
    case "url":
      return <UrlDrawer key={key} url={trigger} {...props} />;
    default:
      return <PushDrawer key={key} trigger={trigger} {...props} />;
  }
}
