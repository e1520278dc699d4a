"use client";

import { ChevronDown, Undo2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Popover } from "@/components/ui/menu";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { trafficWindows } from "@/lib/model/traffic";
import { spikes } from "@/lib/simulator/prediction";
import { type BoardView, leastFactor, mostFactor, spikeLabels, windowLabels } from "./board-view";

interface ReplayControlsProps {
  view: BoardView;
  onView(view: BoardView): void;
}

/** What traffic the settings are held against, and the way back. */
export function BoardToolbar({
  view,
  onView,
  canUndo,
  onUndo,
}: ReplayControlsProps & { canUndo: boolean; onUndo(): void }) {
  return (
    <div className="board-toolbar">
      <ReplayControls view={view} onView={onView} />
      <span className="flex-1" />
      <Button
        size="small"
        kind="ghost"
        icon={Undo2}
        shortcut="Ctrl Z"
        disabled={!canUndo}
        onClick={onUndo}
      >
        Undo
      </Button>
    </div>
  );
}

/** The same on a phone: one button that says what is replayed. */
export function ReplayButton({ view, onView }: ReplayControlsProps) {
  return (
    <Popover
      label="Traffic to replay"
      align="end"
      trigger={
        <Button>
          {windowLabels[view.window]} at {"\u00d7"}
          {view.factor}
          <ChevronDown size={13} aria-hidden />
        </Button>
      }
    >
      {() => (
        <div className="flex flex-col items-start gap-3 p-2">
          <ReplayControls view={view} onView={onView} />
        </div>
      )}
    </Popover>
  );
}

function ReplayControls({ view, onView }: ReplayControlsProps) {
  return (
    <>
      <span className="flex items-center gap-2">
        <span className="text-11 font-medium text-text-3">Replay</span>
        <Segmented
          size="small"
          aria-label="Replay"
          value={view.window}
          onChange={(window) => onView({ ...view, window })}
          options={trafficWindows.map((value) => ({ value, label: windowLabels[value] }))}
        />
      </span>
      <FactorField value={view.factor} onChange={(factor) => onView({ ...view, factor })} />
      <span className="h-4 w-px bg-border-strong max-md:hidden" aria-hidden />
      <span className="flex items-center gap-2">
        <span className="text-11 font-medium text-text-3">Spike</span>
        <Select
          size="small"
          aria-label="Spike"
          value={view.spike}
          onChange={(spike) => onView({ ...view, spike })}
          options={spikes.map((value) => ({ value, label: spikeLabels[value] }))}
          className="board-spike-select"
        />
        <span className="board-spikes">
          <Segmented
            size="small"
            aria-label="Spike"
            value={view.spike}
            onChange={(spike) => onView({ ...view, spike })}
            options={spikes.map((value) => ({ value, label: spikeLabels[value] }))}
          />
        </span>
      </span>
    </>
  );
}

/** The slider's way is logarithmic: from 1 to 2 as far as from 5 to 10. */
const toSlider = (factor: number) => Math.round(Math.log10(Math.max(1, factor)) * 100);
const fromSlider = (place: number) => Math.round(10 ** (place / 100) * 10) / 10;

/** How many times the traffic: by slider from 1 to 10, or as a number, also below 1. */
function FactorField({ value, onChange }: { value: number; onChange(factor: number): void }) {
  const [text, setText] = useState<string>();
  const typed = text === undefined ? value : Number(text.replace(",", "."));
  const isAllowed = typed >= leastFactor && typed <= mostFactor;
  return (
    <span className="flex items-center gap-2">
      <span className="text-11 font-medium text-text-3">Traffic</span>
      <span className="factor-slider">
        <input
          type="range"
          min={0}
          max={100}
          step={1}
          aria-label="Traffic, times"
          aria-valuetext={`\u00d7${value}`}
          value={toSlider(value)}
          onChange={(event) => onChange(fromSlider(Number(event.target.value)))}
          onKeyDown={(event) => {
            const by = { ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1 }[
              event.key
            ];
            if (by === undefined) return;
            event.preventDefault();
            const next = Math.round((value + by) * 10) / 10;
            onChange(Math.min(mostFactor, Math.max(leastFactor, next)));
          }}
        />
        <span className="factor-marks" aria-hidden>
          {[1, 2, 5, 10].map((mark) => (
            <span key={mark} style={{ left: `${toSlider(mark)}%` }}>
              {mark === 1 ? "1" : `\u00d7${mark}`}
            </span>
          ))}
        </span>
      </span>
      <span
        onBlur={() => {
          if (text !== undefined && isAllowed) onChange(Math.round(typed * 100) / 100);
          setText(undefined);
        }}
      >
        <Input
          size="small"
          className="w-14"
          aria-label={`Traffic, ${leastFactor} to ${mostFactor} times`}
          aria-invalid={!isAllowed}
          before={<span className="text-text-3">{"\u00d7"}</span>}
          value={text ?? String(value)}
          onChange={setText}
          onEnter={() => isAllowed && onChange(Math.round(typed * 100) / 100)}
        />
      </span>
    </span>
  );
}
