"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { functionPath } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { type OwnSample, ownSamples, ownSources, sampleText } from "@/lib/model/sample-events";
import type { SampleEvent } from "@/lib/model/sample-events/sample-event";
import type { Triggers } from "@/lib/model/trigger";

/** The templates of what invokes the function, with the ARNs and batch sizes of its triggers. */
export function useOwnSamples(functionName: string): OwnSample[] {
  const { connectionId } = useSession();
  const { data } = useQuery({
    queryKey: ["event-sources", connectionId, functionName],
    queryFn: ({ signal }) => getJson<Triggers>(functionPath(functionName, "/triggers"), {}, signal),
    enabled: connectionId !== undefined,
    staleTime: 60_000,
  });
  return useMemo(() => (data ? ownSamples(ownSources(data)) : []), [data]);
}

/** A template's text for this function. */
export function eventTextFor(
  sample: SampleEvent,
  detail: FunctionDetail,
  sourceArns: readonly string[],
): string {
  return sampleText(sample, {
    functionArn: detail.arn,
    functionName: detail.name,
    region: detail.region,
    accountId: detail.accountId,
    sourceArns,
    made: { nowMs: Date.now(), uuid: () => crypto.randomUUID() },
  });
}
