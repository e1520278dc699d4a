"use client";

import { useQuery } from "@tanstack/react-query";
import { functionPath } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { samplesOf, sampleText } from "@/lib/model/sample-events";
import type { EventTarget, SampleEvent } from "@/lib/model/sample-events/sample-event";
import type { SavedEvent } from "@/lib/model/saved-event";
import type { Triggers } from "@/lib/model/trigger";

/** The services that invoke the function, with the ARN of the first source of each. */
export function useOwnSources(functionName: string): {
  samples: SampleEvent[];
  arnOf(service: string): string | undefined;
} {
  const { connectionId } = useSession();
  const { data } = useQuery({
    queryKey: ["event-sources", connectionId, functionName],
    queryFn: ({ signal }) =>
      getJson<Pick<Triggers, "mappings" | "permissions">>(
        functionPath(functionName, "/triggers"),
        {},
        signal,
      ),
    enabled: connectionId !== undefined,
    staleTime: 60_000,
  });
  const arns = new Map<string, string | undefined>();
  for (const { eventSourceArn } of data?.mappings ?? [])
    addSource(arns, eventSourceArn.split(":")[2], eventSourceArn);
  for (const { principal, sourceArn } of data?.permissions ?? [])
    addSource(arns, sourceArn?.split(":")[2] ?? principal.split(".")[0], sourceArn);
  return { samples: samplesOf([...arns.keys()]), arnOf: (service) => arns.get(service) };
}

function addSource(
  arns: Map<string, string | undefined>,
  service: string | undefined,
  arn: string | undefined,
): void {
  if (service && !arns.has(service)) arns.set(service, arn);
}

/** A template's text for this function. */
export function eventTextFor(
  sample: SampleEvent,
  detail: FunctionDetail,
  sourceArn: string | undefined,
): string {
  const target: EventTarget = {
    functionArn: detail.arn,
    functionName: detail.name,
    region: detail.region,
    accountId: detail.accountId,
    sourceArn,
  };
  return sampleText(sample, target);
}

/** The events the user keeps for the function. */
export function useSavedEvents(functionName: string) {
  return useQuery({
    queryKey: ["saved-events", functionName],
    queryFn: async ({ signal }) =>
      (await getJson<{ events: SavedEvent[] }>(functionPath(functionName, "/events"), {}, signal))
        .events,
  });
}

/** Saves, renames or deletes; each answers with the events there are then. */
export function changeSavedEvents(
  functionName: string,
  change:
    | { method: "PUT"; name: string; body: string }
    | { method: "PATCH"; name: string; newName: string }
    | { method: "DELETE"; name: string },
): Promise<{ events: SavedEvent[] }> {
  const { method, ...body } = change;
  return sendJson<{ events: SavedEvent[] }>(method, functionPath(functionName, "/events"), body);
}
