"use client";

import { ChevronDown, Clock } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Popover } from "@/components/ui/menu";
import { Segmented } from "@/components/ui/segmented";
import { formatClock, formatDay, type Zone } from "@/lib/model/format";
import {
  absoluteRange,
  presetLabel,
  rangePresets,
  spanOf,
  type TimeRange,
} from "@/lib/model/time-range";
import { useSession } from "./session";

/** The time range of every chart and count, with the zone times are shown in. */
export function TimeRangePicker() {
  const { range, setRange, zone, setZone } = useSession();
  return (
    <Popover
      label="Time range"
      align="end"
      trigger={
        <Button icon={Clock} aria-label={`Time range: ${rangeLabel(range, zone)}`}>
          {rangeLabel(range, zone)}
          <span className="max-lg:hidden font-normal text-text-3">
            {zone === "utc" ? "UTC" : "local"}
          </span>
          <ChevronDown size={13} aria-hidden />
        </Button>
      }
    >
      {(close) => (
        <div className="w-72 p-2">
          <div className="grid grid-cols-5 gap-1">
            {rangePresets.map((preset) => (
              <Button
                key={preset}
                size="small"
                pressed={range.text === preset}
                aria-label={presetLabel(preset)}
                onClick={() => {
                  setRange(preset);
                  close();
                }}
              >
                {presetLabel(preset).slice(5)}
              </Button>
            ))}
          </div>
          <AbsoluteRange
            range={range}
            zone={zone}
            onApply={(text) => {
              setRange(text);
              close();
            }}
          />
          <div className="mt-3 flex items-center justify-between gap-2 border-t border-border pt-2.5">
            <span className="text-12 text-text-2">Times in</span>
            <Segmented
              size="small"
              aria-label="Time zone"
              value={zone}
              onChange={setZone}
              options={[
                { value: "utc", label: "UTC" },
                { value: "local", label: "Local" },
              ]}
            />
          </div>
        </div>
      )}
    </Popover>
  );
}

function AbsoluteRange({
  range,
  zone,
  onApply,
}: {
  range: TimeRange;
  zone: Zone;
  onApply(text: string): void;
}) {
  const [span] = useState(() => spanOf(range, Date.now()));
  const [start, setStart] = useState(() => toField(span.startMs, zone));
  const [end, setEnd] = useState(() => toField(span.endMs, zone));
  const startMs = fromField(start, zone);
  const endMs = fromField(end, zone);
  const problem = endMs > startMs ? undefined : "The end must be after the start.";
  return (
    <form
      className="mt-3 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!problem) onApply(absoluteRange({ startMs, endMs }));
      }}
    >
      <Field label="From">
        {(ids) => <Input {...ids} type="datetime-local" value={start} onChange={setStart} />}
      </Field>
      <Field label="To" problem={problem}>
        {(ids) => <Input {...ids} type="datetime-local" value={end} onChange={setEnd} />}
      </Field>
      <Button type="submit" size="small" disabled={problem !== undefined}>
        Show this time
      </Button>
    </form>
  );
}

function rangeLabel(range: TimeRange, zone: Zone): string {
  if (!range.fixed) return presetLabel(range.text);
  const { startMs, endMs } = range.fixed;
  const day = (ms: number) => formatDay(ms, zone, Date.now());
  const time = (ms: number) => formatClock(ms, zone, "m");
  const sameDay = day(startMs) === day(endMs);
  return `${day(startMs)} ${time(startMs)} to ${sameDay ? "" : `${day(endMs)} `}${time(endMs)}`;
}

/** The text of a datetime-local field, which knows no zone. */
function toField(ms: number, zone: Zone): string {
  const shifted = zone === "utc" ? ms : ms - new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(shifted).toISOString().slice(0, 16);
}

function fromField(text: string, zone: Zone): number {
  return Date.parse(zone === "utc" ? `${text}Z` : text);
}
