"use client";

import { OctagonX } from "lucide-react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { Change } from "@/lib/model/change";
import type { AllowedRange } from "@/lib/model/concurrency-limits";
import { formatFullCount } from "@/lib/model/format";

/** The brake: reserves 0 at once. It does not wait for a plan, in which other changes may stand. */
export function StopFunction({
  now,
  range,
}: {
  now: number | null;
  range: AllowedRange | undefined;
}) {
  const { name } = useFunctionAddress();
  const locked = useLocked();
  const { dialog, ask } = useConfirm();
  const stop = () =>
    ask({
      title: `Stop ${name}?`,
      values: [
        {
          label: "Reserved concurrency",
          before: now === null ? "none" : formatFullCount(now),
          after: "0 (stopped)",
        },
      ],
      action: "Stop function",
      danger: true,
      note: (
        <Note tone="limit">
          Every call is refused from now on: callers get 429, asynchronous events go to the failure
          destination without retries, queue batches come back. Running invocations end normally.
        </Note>
      ),
      act: () =>
        sendJson<{ change: Change }>("PUT", functionPath(name, "/concurrency/reserved"), {
          reservedConcurrency: 0,
          expected: now,
        }),
    });
  return (
    <div>
      <Button
        size="small"
        kind="ghost"
        icon={OctagonX}
        className="-ml-2"
        locked={locked ?? (range && range.min > 0 ? range.reason : undefined)}
        onClick={stop}
      >
        Stop function{"\u2026"}
      </Button>
      {dialog}
    </div>
  );
}
