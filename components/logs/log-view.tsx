"use client";

import { useState } from "react";
import { Segmented } from "@/components/ui/segmented";
import { useKeys } from "@/components/ui/use-keys";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { BilledSize } from "@/lib/model/lambda-price";
import { searchWithView } from "@/lib/model/saved-view";
import { ErrorsMode } from "./errors/errors-mode";
import { InsightsMode } from "./insights/insights-mode";
import { InvocationsMode } from "./invocations-mode";
import { LinesMode } from "./lines-mode";
import { GroupFacts } from "./log-facts";
import { ModeActionsSlot } from "./mode-actions";
import { SavedChips } from "./saved/saved-chips";
import { SavedMenu, type SavedProps } from "./saved/saved-menu";
import type { LogSource } from "./use-log-events";
import { useUrlParam } from "./use-url-param";

/** What every mode of the log view is given. */
export interface LogModeProps {
  source: LogSource;
  /** For prices; absent where the group is of no known function. */
  size?: Omit<BilledSize, "memoryMb">;
  /** The function whose page it is. */
  detail?: FunctionDetail;
}

const modes = {
  invocations: { label: "Invocations", Mode: InvocationsMode },
  lines: { label: "Lines", Mode: LinesMode },
  errors: { label: "Errors", Mode: ErrorsMode },
  insights: { label: "Insights", Mode: InsightsMode },
};
type ModeName = keyof typeof modes;
const modeNames = Object.keys(modes) as ModeName[];

export interface LogViewProps extends LogModeProps {
  /** What stands before the choice of mode, e.g. the page's title. */
  title?: React.ReactNode;
}

/** A log group in one of four modes, which the address names (`view=`) and the keys 1 to 4 choose. */
export function LogView({ title, ...props }: LogViewProps) {
  const [view, setView] = useUrlParam("view");
  const [actions, setActions] = useState<HTMLElement | null>(null);
  const mode = modeNames.find((name) => name === view) ?? "invocations";
  const { Mode } = modes[mode];
  const choose = (next: ModeName) => setView(next === "invocations" ? "" : next);
  const saved: SavedProps = {
    logGroup: props.source.logGroup,
    mode,
    onShow: (next) =>
      history.replaceState(
        null,
        "",
        `${location.pathname}?${searchWithView(location.search, next)}`,
      ),
  };
  useKeys(Object.fromEntries(modeNames.map((name, at) => [String(at + 1), () => choose(name)])));
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 px-4 py-1.5">
        {title}
        <Segmented<ModeName>
          size="small"
          aria-label="Show as"
          value={mode}
          onChange={choose}
          options={modeNames.map((value) => ({ value, label: modes[value].label }))}
        />
        <span className="flex-1" />
        <GroupFacts source={props.source} />
        <div ref={setActions} className="contents" />
        <SavedMenu {...saved} />
      </div>
      {mode !== "insights" && <SavedChips {...saved} />}
      <ModeActionsSlot value={actions}>
        <Mode {...props} />
      </ModeActionsSlot>
    </div>
  );
}
