"use client";

import { useEffect } from "react";
import { useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { StateDot, type Dot } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { formatClock, formatFullCount } from "@/lib/model/format";
import { type LoggedInvocation, outcomeText } from "@/lib/model/invocation";
import { travelOf } from "@/lib/model/travel";
import type { Trigger } from "@/lib/model/trigger";
import { useTriggers } from "../use-triggers";
import { useTravel } from "./use-travel";

const shownInvocations = 12;

/** The way of what was sent: into the source, to the function, and what became of it there. */
export function TravelView({
  trigger,
  noun,
  sent,
  sentAtMs,
}: {
  trigger: Trigger;
  noun: string;
  sent: number;
  sentAtMs: number;
}) {
  const { zone } = useSession();
  const { invocations, following } = useTravel(sent, sentAtMs);
  const { running, done, failed, mostAtOnce } = travelOf(invocations);
  const received = invocations.length;
  useQuickLook(sentAtMs, done + failed === 0 || running > 0);
  const queue = trigger.kind === "mapping" ? trigger.queue : undefined;
  const facts = [
    ["Sent", `${formatFullCount(sent)} at ${formatClock(sentAtMs, zone)}`],
    ...(queue
      ? [
          [
            "In the queue",
            `${formatFullCount(queue.visible)} waiting, ${formatFullCount(queue.inFlight)} in flight`,
          ],
        ]
      : []),
    [
      "Received",
      received === 1 ? "by 1 invocation" : `by ${formatFullCount(received)} invocations`,
    ],
    ["Running", formatFullCount(running)],
    ["Most at a time", formatFullCount(mostAtOnce)],
    ["Done", formatFullCount(done)],
    ["Failed", formatFullCount(failed)],
  ];
  return (
    <section aria-label="On its way" className="flex flex-col gap-2">
      <dl
        className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-12"
        aria-live="polite"
      >
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-text-3">{label}</dt>
            <dd className="tabular-nums" aria-label={label}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {received === 0 && (
        <p className="text-11 text-text-3">
          {following?.mode === "failed"
            ? `The function's log cannot be followed: ${following.because}`
            : `Waiting for the function's log to tell of the ${noun}…`}
        </p>
      )}
      {invocations.length > 0 && (
        <ol className="flex flex-col gap-1 text-12" aria-label="Invocations since">
          {invocations.slice(0, shownInvocations).map((one) => (
            <Row key={one.requestId} invocation={one} />
          ))}
        </ol>
      )}
      {invocations.length > shownInvocations && (
        <p className="text-11 text-text-3">
          and {formatFullCount(invocations.length - shownInvocations)} more in the log
        </p>
      )}
      {received > 0 && (
        <Note>
          These are all invocations since it was sent: other callers&apos; are among them, as a log
          does not say who calls.
        </Note>
      )}
    </section>
  );
}

const quickMs = 2_000;
const quickForMs = 120_000;

/** Looks at the source more often than the page does while something is on its way. */
function useQuickLook(sentAtMs: number, isUnderWay: boolean): void {
  const { refetch } = useTriggers();
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setInterval(() => {
      if (Date.now() - sentAtMs > quickForMs) clearInterval(timer);
      else void refetch();
    }, quickMs);
    return () => clearInterval(timer);
  }, [sentAtMs, isUnderWay, refetch]);
}

function Row({ invocation }: { invocation: LoggedInvocation }) {
  const { name } = useFunctionAddress();
  const { requestId, report } = invocation;
  return (
    <li className="flex items-baseline gap-2">
      <StateDot dot={dotOf(invocation)}>{outcomeText(invocation)}</StateDot>
      <Link
        className="code-text min-w-0 flex-1 truncate text-accent underline"
        href={`/functions/${encodeURIComponent(name)}/logs?request=${encodeURIComponent(requestId)}`}
      >
        {requestId}
      </Link>
      {report?.durationMs !== undefined && (
        <span className="flex-none text-text-3 tabular-nums">
          {formatFullCount(Math.round(report.durationMs))} ms
        </span>
      )}
    </li>
  );
}

function dotOf({ outcome }: LoggedInvocation): Dot {
  if (outcome === "running") return "pend";
  return outcome === "ok" ? "ok" : "danger";
}
