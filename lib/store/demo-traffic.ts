import type { DemoTraffic } from "@/lib/model/demo-traffic";
import { processWide } from "./process-wide";

const slot = () =>
  processWide<{ traffic: DemoTraffic | undefined }>("demo-traffic", () => ({ traffic: undefined }));

/** The demo traffic of this process; undefined with --no-demo, --no-engine and while samples install. */
export function currentDemoTraffic(): DemoTraffic | undefined {
  return slot().traffic;
}

/** Makes demo traffic known to the pages of this process; undefined takes it away. */
export function setCurrentDemoTraffic(traffic: DemoTraffic | undefined): void {
  slot().traffic = traffic;
}
