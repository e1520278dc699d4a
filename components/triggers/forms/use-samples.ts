"use client";

import { useQuery } from "@tanstack/react-query";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { fillPlaceholders } from "@/lib/model/placeholders";

export interface WorkbenchEvent {
  label: string;
  text: string;
}

/** The sample events of a service. Their templates are large, so they are loaded when a filter is looked at. */
export function useSamples(service: string): WorkbenchEvent[] {
  const { name } = useFunctionAddress();
  const { data: detail } = useFunction();
  const { data } = useQuery({
    queryKey: ["sample-events", service, name, detail?.arn],
    queryFn: async () => {
      const { sampleEvents, sampleText } = await import("@/lib/model/sample-events");
      const [, , , region = "us-east-1", accountId = "000000000000"] = detail?.arn.split(":") ?? [];
      const made = { nowMs: Date.now(), uuid: () => crypto.randomUUID() };
      const target = {
        functionArn: detail?.arn ?? `arn:aws:lambda:${region}:${accountId}:function:${name}`,
        functionName: name,
        region,
        accountId,
        made,
      };
      return sampleEvents
        .filter((sample) => sample.service === service)
        .map((sample) => ({
          label: sample.label,
          text: fillPlaceholders(sampleText(sample, target), made),
        }));
    },
    staleTime: Infinity,
  });
  return data ?? [];
}
