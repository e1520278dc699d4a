"use client";

import { Plus, X } from "lucide-react";
import { useMemo } from "react";
import { useFunctions } from "@/components/functions/use-functions";
import { useUrlParam } from "@/components/logs/use-url-param";
import { useStatus } from "@/components/shell/status";
import { EmptyState } from "@/components/ui/empty-state";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Menu } from "@/components/ui/menu";
import { Note } from "@/components/ui/note";
import { PageHead } from "@/components/ui/panel";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { comparedNames, mostCompared } from "@/lib/model/compared-metrics";
import { metricPoints } from "@/lib/model/metric-series";
import { durationIds, type SeriesId } from "@/lib/model/metric-specs";
import { stepLabel } from "@/lib/model/time-range";
import { ChartGrid } from "./chart-grid";
import { comparedCharts, type ComparedPoint } from "./compared-charts";
import { durationLabel } from "./function-charts";
import { MetricTools } from "./metric-tools";
import { useChangeMarkers } from "./use-change-markers";
import { useComparedMetrics } from "./use-compared-metrics";
import { useMetricView } from "./use-metric-view";

const nowhere = { startMs: 0, stepMs: 1, length: 0 };

/** The metrics of a selection of functions side by side: one line a function. */
export function ComparedFunctions() {
  const [text, setText] = useUrlParam("functions");
  const [statistic, setStatistic] = useUrlParam("statistic");
  const view = useMetricView();
  const names = useMemo(() => comparedNames(text), [text]);
  const duration = durationIds.find((id) => id === statistic) ?? "durationP99";
  const { data, error, refetch } = useComparedMetrics(names, duration, view.stepSeconds);
  const allMarkers = useChangeMarkers(data ?? nowhere);
  const markers = allMarkers.filter(({ label }) =>
    names.some((name) => label.startsWith(`${name}: `)),
  );
  useStatus({
    keys: [
      [["\u2190", "\u2192"], "move cursor"],
      [["Z"], "zoom back"],
      [["M"], "markers"],
    ],
    source: data && `CloudWatch \u00b7 ${stepLabel(data.stepMs / 1000)} steps`,
    updatedAtMs: data?.asOfMs,
  });
  const points = useMemo((): ComparedPoint[] => {
    if (!data) return [];
    const perFunction = names.map((name) => {
      const own = data.functions.find((one) => one.name === name);
      return own && metricPoints({ ...data, series: own.series });
    });
    return Array.from({ length: data.length }, (_, step) => {
      const own = perFunction.map((some) => some?.[step]);
      return {
        timeMs: data.startMs + step * data.stepMs,
        incomplete: own.some((point) => point?.incomplete),
        functions: own,
      };
    });
  }, [data, names]);
  const groups = useMemo(
    () => [{ charts: comparedCharts(names, duration, points) }],
    [names, duration, points],
  );
  const remove = (name: string) => setText(names.filter((one) => one !== name).join(","));
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <PageHead title="Metrics side by side" detail={`${names.length} functions`}>
        <AddFunction names={names} onAdd={(name) => setText([...names, name].join(","))} />
      </PageHead>
      {names.length > 0 && (
        <ul aria-label="Functions" className="flex flex-none flex-wrap gap-2 px-4 pb-2 text-12">
          {names.map((name, index) => (
            <li key={name} className="chip">
              <i
                aria-hidden
                className="h-0.75 w-3 rounded-1"
                style={{ background: `var(--cat-${(index % 8) + 1})` }}
              />
              <Link href={`/functions/${encodeURIComponent(name)}`}>{name}</Link>
              <button
                type="button"
                aria-label={`Leave out ${name}`}
                className="inline-grid size-6 place-content-center"
                onClick={() => remove(name)}
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {data?.messages.map((message) => (
        <div key={message} className="px-4 pb-2">
          <Note tone="warn">{message}</Note>
        </div>
      ))}
      {names.length === 0 ? (
        <EmptyState
          title="No functions are chosen"
          actions={
            <Link className="btn btn-primary" href="/functions">
              Choose functions
            </Link>
          }
        >
          Select up to {mostCompared} functions in the list, then choose Compare metrics.
        </EmptyState>
      ) : error && !data ? (
        <div className="p-4">
          <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
        </div>
      ) : data ? (
        <>
          {error && (
            <div className="px-4 pb-2">
              <Note tone="warn" title={problemOf(error).title}>
                {problemOf(error).detail} What is shown may be old.
              </Note>
            </div>
          )}
          <div className="border-t border-border" />
          <ChartGrid
            metrics={data}
            points={points}
            groups={groups}
            markers={markers}
            fileStem="functions"
            maxColumns={2}
            tools={
              <>
                <Select<SeriesId>
                  size="small"
                  aria-label="Statistic of the duration"
                  value={duration}
                  onChange={setStatistic}
                  options={durationIds.map((id) => ({
                    value: id,
                    label: `Duration: ${durationLabel(id)}`,
                  }))}
                />
                <MetricTools view={view} asOfMs={data.asOfMs} onlyStep />
              </>
            }
          />
        </>
      ) : (
        <SkeletonRows rows={10} />
      )}
    </div>
  );
}

/** Functions that are not there yet; of a long list the first ones, since the list page finds the others. */
function AddFunction({ names, onAdd }: { names: readonly string[]; onAdd(name: string): void }) {
  const { data } = useFunctions();
  const others = (data?.functions ?? []).filter(({ name }) => !names.includes(name)).slice(0, 40);
  return (
    <Menu
      trigger={
        <Button icon={Plus} disabled={names.length >= mostCompared || others.length === 0}>
          Add function
        </Button>
      }
      items={others.map(({ name }) => ({ label: name, onSelect: () => onAdd(name) }))}
    />
  );
}
