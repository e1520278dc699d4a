"use client";

import { Settings2 } from "lucide-react";
import { useMemo, useState } from "react";
import { useFunctionAddress } from "@/components/functions/use-function";
import { useStored } from "@/components/shell/use-stored";
import { IconButton } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { type MetricFacts, metricRemarks } from "@/lib/model/metric-remarks";
import { type MetricThresholds, thresholdsFrom } from "@/lib/model/metric-thresholds";
import { ThresholdsDialog } from "./thresholds-dialog";

/** What is wrong in the range, each with the way to mend it. */
export function MetricRemarks({ facts }: { facts: MetricFacts }) {
  const { name } = useFunctionAddress();
  const [thresholds] = useThresholds();
  const remarks = metricRemarks(facts, thresholds);
  if (remarks.length === 0) return null;
  return (
    <section
      aria-label="What to look at"
      className="flex flex-none flex-col gap-1.5 border-b border-border px-4 py-2"
    >
      {remarks.map(({ id, tone, text, action }) => (
        <Note key={id} tone={tone === "danger" ? "warn" : tone}>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="min-w-0 flex-1 basis-64">{text}</span>
            <Link
              className="btn btn-small"
              href={`/functions/${encodeURIComponent(name)}${action.path}`}
            >
              {action.label}
            </Link>
          </div>
        </Note>
      ))}
    </section>
  );
}

/** Opens the figures from which on the page says that something is wrong. */
export function ThresholdsButton() {
  const [thresholds, keep] = useThresholds();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        size="small"
        icon={Settings2}
        label="When the page says that something is wrong"
        onClick={() => setOpen(true)}
      />
      {isOpen && (
        <ThresholdsDialog thresholds={thresholds} onSave={keep} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

function useThresholds(): [MetricThresholds, (next: MetricThresholds) => void] {
  const [kept, keep] = useStored<unknown>("metric-thresholds", null);
  return [useMemo(() => thresholdsFrom(kept), [kept]), keep];
}
