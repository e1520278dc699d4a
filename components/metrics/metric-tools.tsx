"use client";

import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Popover } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { type Comparison, comparisons, comparisonWords } from "@/lib/model/compared-metrics";
import { periodChoices, spanOf, stepLabel } from "@/lib/model/time-range";
import type { AbsentCharts } from "./metric-charts";
import type { MetricView } from "./use-metric-view";

/** Step and comparison of the charts. */
export function MetricTools({
  view,
  asOfMs,
  onlyStep = false,
}: {
  view: MetricView;
  asOfMs: number;
  onlyStep?: boolean;
}) {
  const { range } = useSession();
  const choices = periodChoices(spanOf(range, asOfMs), asOfMs);
  const { stepSeconds } = view;
  return (
    <>
      <Select
        size="small"
        aria-label="Step"
        value={stepSeconds === undefined ? "" : String(stepSeconds)}
        onChange={(value) => view.setStep(value === "" ? undefined : Number(value))}
        options={[
          { value: "", label: "Step: automatic" },
          // A step of another range stays to be seen, and to be left.
          ...[...new Set([...choices, ...(stepSeconds === undefined ? [] : [stepSeconds])])].map(
            (period) => ({ value: String(period), label: `Step: ${stepLabel(period)}` }),
          ),
        ]}
      />
      {!onlyStep && (
        <Select<Comparison>
          size="small"
          aria-label="Compare"
          value={view.comparison}
          onChange={view.compare}
          options={comparisons.map((value) => ({
            value,
            label: `Compare: ${comparisonWords[value]}`,
          }))}
        />
      )}
    </>
  );
}

/** Charts that are left out because the function lacks what they show, and why. */
export function NotShown({ absent, view }: { absent: readonly AbsentCharts[]; view: MetricView }) {
  if (absent.length === 0) return null;
  return (
    <Popover
      label="Charts that are not shown"
      align="end"
      trigger={
        <Button size="small" kind="ghost">
          {absent.length} not shown
        </Button>
      }
    >
      {(close) => (
        <ul className="flex max-h-96 w-80 flex-col gap-3 overflow-y-auto p-3 text-12 whitespace-normal">
          {absent.map(({ title, why, group, command }) => (
            <li key={title} className="flex flex-col items-start gap-1">
              <b className="max-w-full font-medium break-words">{title}</b>
              <span className="text-text-2">{why}</span>
              {command && (
                <>
                  <code className="code-text max-w-full break-words text-11">{command}</code>
                  <CopyButton wide label="Copy command" text={command} />
                </>
              )}
              {group && (
                <Button
                  size="small"
                  onClick={() => {
                    view.force(group);
                    close();
                  }}
                >
                  Show all the same
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
