import { Quantity } from "@/components/ui/quantity";
import {
  formatDuration,
  formatFullCount,
  formatMemory,
  formatMoney,
  formatMs,
  formatPercent,
  plain,
} from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { InvokeResult } from "@/lib/model/invoke";
import { invocationCost, priceRegion } from "@/lib/model/lambda-price";

/** Init, run time and billed time on one scale, memory against its size, and the price of this one call. */
export function TimeAndMemory({
  result,
  detail,
}: {
  result: InvokeResult;
  detail: FunctionDetail;
}) {
  const { report } = result;
  if (!report) return null;
  const initMs = report.initDurationMs ?? report.restoreDurationMs ?? 0;
  const durationMs = report.durationMs ?? 0;
  const billedMs = report.billedDurationMs ?? 0;
  const scale = Math.max(initMs + durationMs, billedMs, 1) * 1.04;
  const percent = (ms: number) => `${(ms / scale) * 100}%`;
  const memoryMb = report.memorySizeMb ?? detail.memoryMb;
  const cost = invocationCost({ ...detail, memoryMb }, billedMs);
  // The billed time starts with the init only where the init is billed.
  const billedFrom = billedMs >= durationMs + initMs - 1 ? 0 : initMs;
  return (
    <>
      <section aria-label="Time" className="border-b border-border px-3 py-2.5 text-11">
        <div className="mb-1 flex gap-4 text-text-2">
          {initMs > 0 && (
            <span style={{ width: percent(initMs) }} className="min-w-max">
              {report.initDurationMs === undefined ? "Restore" : "Init"}{" "}
              <b className="text-text">{plain(formatMs(Math.round(initMs)))}</b>
            </span>
          )}
          <span className="whitespace-nowrap">
            Handler <b className="text-text">{plain(formatMs(report.durationMs))}</b>
          </span>
        </div>
        <div className="relative flex h-3.5 bg-surface-3" aria-hidden>
          {initMs > 0 && <i style={{ width: percent(initMs), background: "var(--c-cold)" }} />}
          <i
            className="min-w-px border-l border-surface"
            style={{ width: percent(durationMs), background: "var(--c-observed)" }}
          />
        </div>
        <div className="relative mt-1 h-1.5" aria-hidden>
          <i
            className="absolute h-full border-x-2 border-b-2 border-cost"
            style={{ left: percent(billedFrom), width: percent(billedMs) }}
          />
        </div>
        <div className="mt-1 flex gap-4 text-text-2">
          <span>
            Billed <b className="text-text">{plain(formatMs(report.billedDurationMs))}</b>
          </span>
          <span
            className="ml-auto"
            title={`List price of ${priceRegion(detail)}, without free tier and discounts`}
          >
            {formatMoney(cost.durationUsd)} + {formatMoney(cost.requestUsd)} request
          </span>
        </div>
      </section>
      {report.maxMemoryUsedMb !== undefined && (
        <section aria-label="Memory" className="border-b border-border px-3 py-2.5 text-11">
          <div className="h-2.5 bg-surface-3" aria-hidden>
            <i
              className="block h-full bg-memory"
              style={{ width: `${Math.min(100, (report.maxMemoryUsedMb / memoryMb) * 100)}%` }}
            />
          </div>
          <div className="mt-1.5 flex gap-4 text-text-2">
            <span>
              Peak{" "}
              <b className="text-text">
                <Quantity of={formatMemory(report.maxMemoryUsedMb)} />
              </b>
            </span>
            <span className="ml-auto">
              {formatFullCount(memoryMb)} MB set {"\u00b7"}{" "}
              {plain(formatPercent(report.maxMemoryUsedMb / memoryMb))} used
            </span>
          </div>
        </section>
      )}
      {durationMs > detail.timeoutSeconds * 950 && !result.functionError && (
        <p className="border-b border-border px-3 py-2 text-11 text-warn">
          It used {plain(formatDuration(durationMs))} of {detail.timeoutSeconds} s: the next one may
          time out.
        </p>
      )}
    </>
  );
}
