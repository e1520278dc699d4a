"use client";

import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { timeZoneOf } from "@/lib/model/format";
import { nextTimes, scheduleProblem, type ScheduleText } from "@/lib/model/schedule-expression";

const shownTimes = 10;

/** The next ten times of a schedule, as clocks show them here. */
export function NextTimes({ schedule, flexible }: { schedule: ScheduleText; flexible?: number }) {
  const nowMs = useNow();
  const { zone } = useSession();
  if (scheduleProblem(schedule) !== undefined) return null;
  const times = nextTimes(schedule, nowMs, shownTimes);
  if (times.length === 0)
    return <p className="text-11 text-warn">It has no time to come: it will not call again.</p>;
  const isRate = schedule.expression.startsWith("rate(");
  const here = timeZoneOf(zone);
  return (
    <section aria-label="Next times" className="flex flex-col gap-1">
      <h3 className="text-11 text-text-3">
        {isRate
          ? `Next times in ${here}, if it is saved now: a rate counts from then`
          : `Next times in ${here}`}
        {flexible !== undefined && `, each within ${flexible} min`}
      </h3>
      <ol className="grid grid-cols-2 gap-x-4 text-12 tabular-nums">
        {times.map((at) => (
          <li key={at}>
            <time dateTime={new Date(at).toISOString()}>
              {new Intl.DateTimeFormat("en-GB", {
                timeZone: here,
                weekday: "short",
                day: "numeric",
                month: "short",
                year:
                  new Date(at).getFullYear() === new Date(nowMs).getFullYear()
                    ? undefined
                    : "numeric",
                hour: "2-digit",
                minute: "2-digit",
              }).format(at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
