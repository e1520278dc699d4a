"use client";

import { useQuery } from "@tanstack/react-query";
import { useConcurrency } from "@/components/concurrency/use-concurrency";
import { functionPath, useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson } from "@/components/ui/api";
import { isMappingSettling, type Trigger, type Triggers } from "@/lib/model/trigger";
import { mappingsIn } from "@/lib/model/trigger-identity";
import type { CheckedFunction } from "@/lib/model/trigger-check";

/** What calls the open function; asked every second while a mapping is being enabled, disabled or removed. */
export function useTriggers() {
  const { connectionId, refreshMs } = useSession();
  const { name, qualifier } = useFunctionAddress();
  return useQuery({
    queryKey: triggersKey(connectionId, name, qualifier),
    queryFn: ({ signal }) =>
      getJson<Triggers>(functionPath(name, "/triggers"), { qualifier }, signal),
    enabled: connectionId !== undefined,
    refetchInterval: ({ state }) =>
      mappingsIn(state.data?.triggers ?? []).some(isMappingSettling)
        ? 1_000
        : refreshMs && Math.min(refreshMs, 10_000),
  });
}

/** The same for pages that only need to know what there is: read once, or taken from what another page has read. */
export function useKnownTriggers() {
  const { connectionId } = useSession();
  const { name, qualifier } = useFunctionAddress();
  return useQuery({
    queryKey: triggersKey(connectionId, name, qualifier),
    queryFn: ({ signal }) =>
      getJson<Triggers>(functionPath(name, "/triggers"), { qualifier }, signal),
    enabled: connectionId !== undefined,
    staleTime: 600_000,
  });
}

function triggersKey(
  connectionId: string | undefined,
  name: string,
  qualifier: string | undefined,
) {
  return ["triggers", connectionId, name, qualifier ?? ""];
}

/** What a trigger of the open function is held against; undefined until it is known. */
export function useChecked({
  triggers,
  destinations,
  mentions,
}: Triggers): (trigger?: Trigger) => CheckedFunction | undefined {
  const { data: detail } = useFunction();
  const { data: concurrency } = useConcurrency();
  return (trigger) =>
    detail && {
      timeoutSeconds: detail.timeoutSeconds,
      reservedConcurrency: concurrency?.reservedConcurrency,
      provisioned: concurrency?.provisioned.map(({ qualifier }) => qualifier),
      othersMaximum: mappingsIn(triggers)
        .filter((other) => other !== trigger && other.state !== "Disabled")
        .reduce((sum, { maximumConcurrency = 0 }) => sum + maximumConcurrency, 0),
      destinations,
      mentions,
    };
}
