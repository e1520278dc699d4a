"use client";

import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/shell/session";
import type { TrafficWindow } from "@/lib/model/traffic";
import { decodeTraffic } from "@/lib/model/traffic-binary";

export function useTraffic(names: readonly string[], window: TrafficWindow) {
  const { connectionId } = useSession();
  return useQuery({
    queryKey: ["traffic-temp", connectionId, names, window],
    queryFn: async ({ signal }) => {
      const params = new URLSearchParams({ window, connection: connectionId ?? "" });
      for (const name of names) params.append("name", name);
      const response = await fetch(`/api/concurrency/traffic?${params}`, {
        signal,
        headers: { "x-lambdeck": "1" },
      });
      return decodeTraffic(await response.arrayBuffer());
    },
    enabled: connectionId !== undefined,
  });
}
