"use client";

import { useCallback, useMemo } from "react";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { problemOf } from "@/components/ui/problem-view";
import { Skeleton } from "@/components/ui/skeleton";
import { periodText } from "@/lib/model/alarm";
import { suggestedThresholds, wouldHaveFired } from "@/lib/model/alarm-firing";
import type { AlarmForm, AlarmSubject } from "@/lib/model/alarm-form";
import { formatFullCount } from "@/lib/model/format";
import { presetLabel } from "@/lib/model/time-range";
import { AlarmPreview } from "./alarm-preview";
import { subjectValue } from "./alarm-subjects";
import { useSubjectValues } from "./use-alarms";

/** What the alarm would have done in the time range of the page. */
export function AlarmTrial({
  form,
  subject,
  onForm,
}: {
  form: AlarmForm;
  subject: AlarmSubject | undefined;
  onForm(form: AlarmForm): void;
}) {
  const { range } = useSession();
  const { condition } = form;
  const { data, error } = useSubjectValues(subject, form.statistic, condition.periodSeconds);
  const firing = useMemo(
    () => (data ? wouldHaveFired(data.values, condition) : { times: 0, periods: 0, steps: [] }),
    [data, condition],
  );
  const write = useCallback(
    (value: number) => (subject ? subjectValue(subject, value) : formatFullCount(value)),
    [subject],
  );
  const setThreshold = (threshold: number) =>
    onForm({ ...form, condition: { ...condition, threshold } });
  if (subject === undefined)
    return (
      <Note>
        What this alarm would have done cannot be shown: its expression is none that Lambdeck
        calculates.
      </Note>
    );
  if (error)
    return (
      <Note tone="warn" title="What the alarm would have done is not known">
        {problemOf(error).detail}
      </Note>
    );
  if (!data) return <Skeleton className="h-48 w-full" />;
  const { maximum, p999 } = suggestedThresholds(data.values);
  const where = range.fixed
    ? "in the time shown"
    : `in the ${presetLabel(range.text).toLowerCase()}`;
  return (
    <div className="flex flex-col gap-2">
      <AlarmPreview
        grid={data}
        values={data.values}
        condition={condition}
        firing={firing}
        write={write}
        onThreshold={setThreshold}
      />
      <div className="flex flex-wrap items-center gap-2 text-12">
        <span role="status">
          {maximum === null ? (
            `There is no data ${where}.`
          ) : (
            <>
              Would have fired <b>{times(firing.times)}</b> {where}
              {firing.periods > 0 &&
                `, for ${formatFullCount(firing.periods)} periods of ${periodText(condition.periodSeconds)}`}
              .
            </>
          )}
        </span>
        <span className="flex-1" />
        {maximum !== null && (
          <Button size="small" onClick={() => setThreshold(maximum)}>
            Maximum {write(maximum)}
          </Button>
        )}
        {p999 !== null && p999 !== maximum && (
          <Button size="small" onClick={() => setThreshold(p999)}>
            p99.9 {write(p999)}
          </Button>
        )}
      </div>
    </div>
  );
}

function times(count: number): string {
  return count === 1 ? "once" : count === 0 ? "never" : `${formatFullCount(count)} times`;
}
