"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { Segmented } from "@/components/ui/segmented";
import { formatFullCount, formatMonthlyMoney } from "@/lib/model/format";
import { type TimetableFormat, timetableFormats, timetableText } from "@/lib/model/timetable";
import type { Timetable } from "@/lib/simulator/timetable";
import { HourGrid } from "./hour-grid";

const formatLabels: Record<TimetableFormat, string> = {
  cli: "CLI",
  terraform: "Terraform",
  cloudformation: "CloudFormation",
};
const utilization = 0.7;

/**
 * Provisioned concurrency that AWS moves by itself, by the hour of the week or with its use, as text for
 * Application Auto Scaling. Lambdeck does not call that service.
 */
export function TimetableDialog({
  functionName,
  qualifier,
  provisioned,
  timetable,
  timeZone,
  onClose,
}: {
  functionName: string;
  /** The alias or version it stands on. */
  qualifier: string;
  /** What is kept ready all the time as chosen. */
  provisioned: number;
  /** undefined: less than a day of traffic was recorded, or nothing is provisioned. */
  timetable: Timetable | undefined;
  timeZone: string;
  onClose(): void;
}) {
  const [isScheduled, setScheduled] = useState(timetable?.pays ?? false);
  const [followsUse, setFollowsUse] = useState(!timetable?.pays);
  const [format, setFormat] = useState<TimetableFormat>("cli");
  const actions = isScheduled && timetable ? timetable.actions : [];
  const text =
    actions.length > 0 || followsUse
      ? timetableText(
          {
            functionName,
            qualifier,
            timeZone,
            actions,
            followUse: followsUse
              ? { utilization, least: Math.min(1, provisioned), most: Math.max(1, provisioned) }
              : undefined,
          },
          format,
        )
      : undefined;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={`Provisioned concurrency of ${functionName}:${qualifier}, by the clock or by use`}
      description="AWS Application Auto Scaling moves it. Lambdeck writes the text; you run or deploy it."
      footer={
        <>
          {text !== undefined && (
            <CopyButton wide label={`Copy ${formatLabels[format]}`} text={text} />
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        <Checkbox
          checked={isScheduled && timetable !== undefined}
          disabled={timetable === undefined}
          onChange={setScheduled}
          label="Schedule"
        />
        <Checkbox
          checked={followsUse}
          onChange={setFollowsUse}
          label={`Follow use, target ${utilization * 100}\u2009%`}
        />
      </div>
      {timetable ? (
        <Savings timetable={timetable} provisioned={provisioned} />
      ) : (
        <Note>
          A schedule needs a day of traffic or more, and something provisioned. Look at a longer
          window.
        </Note>
      )}
      {timetable && isScheduled && (
        <HourGrid
          label={`Environments by hour of the week, ${timeZone}`}
          counts={timetable.hours}
        />
      )}
      {text === undefined ? (
        <p className="text-12 text-text-3">Choose one of the two to get its text.</p>
      ) : (
        <div className="flex min-w-0 flex-col items-start gap-2">
          <Segmented<TimetableFormat>
            size="small"
            aria-label="Written as"
            value={format}
            onChange={setFormat}
            options={timetableFormats.map((value) => ({ value, label: formatLabels[value] }))}
          />
          <pre
            className="code max-h-64 w-full overflow-auto text-11"
            // A region that scrolls must take the focus, or the keyboard cannot scroll it.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            aria-label="The text"
          >
            {text}
          </pre>
        </div>
      )}
    </Dialog>
  );
}

function Savings({ timetable, provisioned }: { timetable: Timetable; provisioned: number }) {
  const { constantUsd, monthlyUsd, pays } = timetable;
  const cost = (
    <>
      Keeping up to {formatFullCount(Math.max(...timetable.hours))} by this schedule costs{" "}
      <b>{formatMonthlyMoney(monthlyUsd)}</b> a month, all the time{" "}
      <b>{formatMonthlyMoney(constantUsd)}</b>, without the calls.
    </>
  );
  return pays ? (
    <Note tone="ok">{cost}</Note>
  ) : (
    <Note>
      {cost} {provisioned > 0 && "It saves less than a tenth: keeping it constant is simpler."}
    </Note>
  );
}
