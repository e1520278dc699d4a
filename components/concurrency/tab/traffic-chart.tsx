"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Skeleton } from "@/components/ui/skeleton";
import { useFunctionAddress } from "@/components/functions/use-function";
import { useKeys } from "@/components/ui/use-keys";
import { provisionedTotal } from "@/lib/model/settings-after";
import type { Traffic } from "@/lib/model/traffic";
import { DemandChart } from "./demand-chart";
import type { StepSpan } from "./demand-points";
import type { LimitLine } from "./limit-line";
import { ReplayToolbar } from "./replay-toolbar";
import { type ReplayView, windowLabel } from "./replay-view";
import { useMarkers } from "@/components/metrics/use-markers";
import type { TabPrediction } from "./use-prediction";

/** The toolbar, and the chart under it or why there is none. */
export function TrafficChart({
  traffic,
  isOlder,
  error,
  onRetry,
  prediction,
  lines,
  view,
  onView,
  onDragging,
}: {
  traffic: Traffic | undefined;
  /** It is of the window before, while the chosen one is being read. */
  isOlder: boolean;
  error: Error | null;
  onRetry(): void;
  prediction: TabPrediction | undefined;
  lines: readonly LimitLine[];
  view: ReplayView;
  onView(view: ReplayView): void;
  onDragging(isDragging: boolean): void;
}) {
  const [span, setSpan] = useState<StepSpan>();
  const [isTable, setTable] = useState(false);
  const [showsMarkers, setShowsMarkers] = useState(true);
  const markers = useMarkers(traffic);
  useKeys({ m: () => setShowsMarkers(!showsMarkers) });
  return (
    <section aria-label="Concurrency demand" className="min-w-0">
      <ReplayToolbar
        view={view}
        onView={(next) => {
          if (next.window !== view.window) setSpan(undefined);
          onView(next);
        }}
        markerCount={markers.length}
        showsMarkers={showsMarkers}
        onMarkers={setShowsMarkers}
        isTable={isTable}
        onTable={setTable}
        isZoomed={span !== undefined}
        onZoomBack={() => setSpan(undefined)}
      />
      {traffic && prediction ? (
        <div className={`relative ${isOlder ? "opacity-50" : ""}`} aria-busy={isOlder}>
          <DemandChart
            traffic={traffic}
            now={prediction.now}
            after={prediction.after}
            lines={lines}
            limitNow={prediction.limitNow}
            limitChosen={prediction.limitChosen}
            provisioned={provisionedTotal(prediction.chosen)}
            factor={view.factor}
            markers={showsMarkers ? markers : []}
            isTable={isTable}
            span={span}
            onSpan={setSpan}
            onDragging={onDragging}
          />
          {prediction.now.requests === 0 && !isTable && <NothingRan view={view} onView={onView} />}
        </div>
      ) : error ? (
        <div className="p-4">
          <ProblemView problem={problemOf(error)} onRetry={onRetry} />
        </div>
      ) : (
        <div role="status" aria-label="Reading the traffic" className="p-4">
          <Skeleton className="h-88 w-full max-md:h-52" />
        </div>
      )}
    </section>
  );
}

/** Over the empty plot, which still shows the limits. */
function NothingRan({ view, onView }: { view: ReplayView; onView(view: ReplayView): void }) {
  const { name } = useFunctionAddress();
  return (
    <div className="pointer-events-none absolute inset-0 right-28 left-13 flex [&_.btn]:pointer-events-auto">
      <EmptyState
        title={`Nothing ran in the last ${windowLabel(view.window)}`}
        actions={
          <>
            {view.window !== "14d" && (
              <Button size="small" onClick={() => onView({ ...view, window: "14d" })}>
                Look at 14 d
              </Button>
            )}
            <Link className="btn btn-small" href={`/functions/${encodeURIComponent(name)}/test`}>
              Test the function
            </Link>
          </>
        }
      >
        Limits can be set all the same. What they would do shows when there was traffic.
      </EmptyState>
    </div>
  );
}
