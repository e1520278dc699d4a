"use client";

import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/menu";
import { ProblemView } from "@/components/ui/problem-view";
import type { SharedEventsState } from "./use-shared-events";

/** What there is to know about shareable events: why they cannot be read, or what they are. */
export function SharedNote({ shared: { problem, events, retry } }: { shared: SharedEventsState }) {
  return (
    <div className="px-2.5 py-0.5">
      <Popover
        label="About shareable events"
        trigger={
          <Button size="small" kind="ghost" className={problem ? "text-warn" : "text-text-3"}>
            {problem ? "Not readable here" : events.length === 0 ? "None yet" : "About these"}
          </Button>
        }
      >
        {() => (
          <div className="flex w-80 max-w-[90vw] flex-col gap-2 p-2 text-12">
            {problem && <ProblemView problem={problem} onRetry={retry} />}
            <p className="text-text-2">
              Shareable events stand in the EventBridge schema registry, where the AWS console and
              the SAM CLI keep them: everybody with access to the account sees them. The console's
              private events belong to its user and cannot be read by other programs.
              {problem && " The events saved here go on working."}
            </p>
          </div>
        )}
      </Popover>
    </div>
  );
}
