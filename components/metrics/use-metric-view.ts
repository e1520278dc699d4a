"use client";

import { useMemo } from "react";
import { useUrlParam } from "@/components/logs/use-url-param";
import { type Comparison, comparisons } from "@/lib/model/compared-metrics";
import {
  durationIds,
  type MetricGroup,
  metricGroups,
  type SeriesId,
  usualDurations,
} from "@/lib/model/metric-specs";

/** How the charts are looked at; all of it in the address. */
export interface MetricView {
  /** `step=300`; absent: the one that suits the range. */
  stepSeconds: number | undefined;
  setStep(seconds: number | undefined): void;
  /** `compare=week` */
  comparison: Comparison;
  compare(comparison: Comparison): void;
  /** `duration=durationP50,durationP99` */
  durations: readonly SeriesId[];
  toggleDuration(id: SeriesId): void;
  /** `show=stream`: charts of what the function seems to lack. */
  forced: readonly MetricGroup[];
  force(group: MetricGroup): void;
}

export function useMetricView(): MetricView {
  const [step, setStep] = useUrlParam("step");
  const [compared, compare] = useUrlParam("compare");
  const [duration, setDuration] = useUrlParam("duration");
  const [show, setShow] = useUrlParam("show");
  const durations = useMemo(() => {
    const chosen = durationIds.filter((id) => duration.split(",").includes(id));
    return chosen.length > 0 ? chosen : usualDurations;
  }, [duration]);
  const forced = useMemo(
    () => metricGroups.filter((group) => show.split(",").includes(group)),
    [show],
  );
  return {
    stepSeconds: /^\d{2,5}$/.test(step) ? Number(step) : undefined,
    setStep: (seconds) => setStep(seconds === undefined ? "" : String(seconds)),
    comparison: comparisons.find((each) => each === compared) ?? "off",
    compare: (comparison) => compare(comparison === "off" ? "" : comparison),
    durations,
    toggleDuration: (id) =>
      setDuration(
        durationIds.filter((each) => durations.includes(each) !== (each === id)).join(","),
      ),
    forced,
    force: (group) => setShow([...forced, group].join(",")),
  };
}
