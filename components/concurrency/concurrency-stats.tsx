import { Stat, StatStrip } from "@/components/ui/panel";
import { Quantity } from "@/components/ui/quantity";
import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import type { ConcurrencyUse } from "@/lib/model/concurrency-use";
import { formatCount, formatFullCount, formatRate } from "@/lib/model/format";

/** Use over the range beside the limits. */
export function ConcurrencyStats({
  concurrency: { reservedConcurrency, provisioned },
  use,
}: {
  concurrency: FunctionConcurrency;
  use: ConcurrencyUse | undefined;
}) {
  const requested = provisioned.reduce((sum, config) => sum + config.requested, 0);
  const allocated = provisioned.reduce((sum, config) => sum + config.allocated, 0);
  return (
    <div className="-mt-px flex-none">
      <StatStrip>
        <Stat
          label="Peak"
          detail={
            reservedConcurrency === null ? undefined : `of ${formatFullCount(reservedConcurrency)}`
          }
          tone={use && use.stepsAtLimit > 0 ? "limit" : undefined}
        >
          <Quantity of={formatCount(use?.peak)} />
        </Stat>
        <Stat label="Average">
          <Quantity of={formatRate(use?.average)} />
        </Stat>
        <Stat
          label="Throttles"
          detail={
            use && use.stepsAtLimit > 0 ? `${use.stepsAtLimit} steps at the limit` : undefined
          }
          tone={use && use.throttles > 0 ? "limit" : undefined}
        >
          <Quantity of={formatCount(use?.throttles)} />
        </Stat>
        <Stat label="Reserved" detail={reservedConcurrency === null ? "shared pool" : undefined}>
          {reservedConcurrency === null ? "none" : formatFullCount(reservedConcurrency)}
        </Stat>
        <Stat
          label="Provisioned"
          detail={requested > 0 ? `${formatFullCount(allocated)} ready` : undefined}
        >
          {requested === 0 ? "none" : formatFullCount(requested)}
        </Stat>
      </StatStrip>
    </div>
  );
}
