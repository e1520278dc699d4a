import { fileURLToPath } from "node:url";
import { startDemoTraffic, type StartedDemoTraffic } from "@/lib/samples/demo-traffic";
import { installSamples } from "@/lib/samples/install-samples";
import { setCurrentDemoTraffic } from "@/lib/store/demo-traffic";

/**
 * Installs the samples in the background and then keeps demo traffic going; without `demo` it does neither.
 * A failure is said and stops nothing else.
 */
export function runSamples(options: {
  endpoint: string;
  homeDir: string;
  demo: boolean;
  say(line: string): void;
}): { stop(): void } {
  const { endpoint, homeDir, demo, say } = options;
  let traffic: StartedDemoTraffic | undefined;
  let stopped = false;
  const run = async () => {
    const samplesDir = fileURLToPath(new URL("../../samples", import.meta.url));
    const installed = await installSamples({ endpoint, homeDir, samplesDir, log: say });
    if (installed.length > 0) say(`installed ${installed.length} sample functions`);
    if (stopped) return;
    traffic = startDemoTraffic({ endpoint, homeDir, clock, random: Math.random, log: say });
    setCurrentDemoTraffic(traffic);
  };
  if (demo)
    run().catch((error: unknown) => {
      if (!stopped) say(`the sample functions could not be installed: ${(error as Error).message}`);
    });
  return {
    stop() {
      stopped = true;
      traffic?.stop();
      setCurrentDemoTraffic(undefined);
    },
  };
}

const clock = {
  now: () => Date.now(),
  after(delayMs: number, wake: () => void) {
    const timer = setTimeout(wake, delayMs);
    return () => clearTimeout(timer);
  },
};
