"use client";

import type { ReactNode } from "react";
import { useConcurrency } from "@/components/concurrency/use-concurrency";
import { useVersions } from "@/components/functions/qualifier-picker";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useRowMetrics } from "@/components/functions/use-functions";
import { FunctionsIcon } from "@/components/shell/nav-icons";
import { useSession } from "@/components/shell/session";
import { StateDot } from "@/components/ui/badge";
import { Quantity } from "@/components/ui/quantity";
import {
  formatDuration,
  formatFullCount,
  formatMemory,
  formatPercent,
  formatSeconds,
  plain,
} from "@/lib/model/format";
import { rateInWords } from "@/lib/model/trigger-traffic";

/** The function in the middle of the map, with what it did over the time range. */
export function FunctionNode() {
  const { name, qualifier } = useFunctionAddress();
  const { range } = useSession();
  const { data: detail } = useFunction();
  const { data: concurrency } = useConcurrency();
  const { data: published } = useVersions(name);
  const { data: answer } = useRowMetrics([name], [name]);
  const metrics = answer?.metrics[name];
  const alias = published?.aliases.find((one) => one.name === qualifier);
  const target = alias ? `${alias.name} \u2192 v${alias.version}` : qualifier;
  const reserved = concurrency?.reservedConcurrency ?? detail?.reservedConcurrency;
  const errorRate =
    metrics?.invocations && metrics.errors !== undefined
      ? metrics.errors / metrics.invocations
      : undefined;
  return (
    <div className="flex h-full flex-col gap-1.5 rounded-3 border border-text bg-surface px-3 py-2.5 shadow-1">
      <span className="flex items-center gap-2">
        <FunctionsIcon size={15} />
        <b className="min-w-0 flex-1 truncate text-13" title={name}>
          {name}
        </b>
        <StateDot dot={reserved === 0 ? "limit" : "ok"} />
      </span>
      <span className="truncate text-11 text-text-3">
        {[
          target,
          detail && plain(formatMemory(detail.memoryMb)),
          detail && plain(formatSeconds(detail.timeoutSeconds)),
        ]
          .filter(Boolean)
          .join(" \u00b7 ")}
      </span>
      <dl className="grid grid-cols-[minmax(max-content,1fr)_minmax(0,1fr)] gap-x-3 gap-y-1 text-11">
        <Figure label="Invocations">
          {rateInWords(metrics?.invocations, range.lengthMs / 1000) ?? "\u2013"}
        </Figure>
        <Figure label="p99 time">
          <Quantity of={formatDuration(metrics?.durationP99Ms)} />
        </Figure>
        <Figure label="Concurrency">
          {formatFullCount(metrics?.concurrencyMax)}
          {typeof reserved === "number" && (
            <span className="text-text-2"> of {`\u25c7 ${formatFullCount(reserved)}`}</span>
          )}
        </Figure>
        <Figure label="Errors">
          <Quantity of={formatPercent(errorRate)} />
        </Figure>
      </dl>
    </div>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-text-3">{label}</dt>
      <dd className="truncate text-12 font-semibold">{children}</dd>
    </div>
  );
}
