import { z } from "zod";
import type { DemoTrafficStatus } from "@/lib/model/demo-traffic";
import { ProblemError } from "@/lib/model/problem";
import { handleWithoutConnection } from "@/lib/server/handle";
import { currentDemoTraffic } from "@/lib/store/demo-traffic";

const off: DemoTrafficStatus = {
  available: false,
  enabled: false,
  running: false,
  pausedBecause: "There is none in this process.",
  callsPerSecond: 0,
  callsSent: 0,
};

export const GET = handleWithoutConnection(() => currentDemoTraffic()?.status() ?? off);

export const PUT = handleWithoutConnection(z.strictObject({ enabled: z.boolean() }), ({ body }) => {
  const traffic = currentDemoTraffic();
  if (!traffic)
    throw new ProblemError({
      kind: "conflict",
      title: "There is no demo traffic to switch",
      detail: "Lambdeck runs without its samples or is still installing them.",
      action: "Start it without --no-demo and --no-engine.",
    });
  traffic.setEnabled(body.enabled);
  return traffic.status();
});
