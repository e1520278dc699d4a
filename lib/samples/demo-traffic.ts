import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { DemoTraffic, DemoTrafficStatus } from "@/lib/model/demo-traffic";
import { findBusyFunctions } from "./find-busy-functions";
import { findSample } from "./find-sample";
import { destroySampleClients, makeSampleClients, type SampleClients } from "./sample-clients";
import { callsPerSecondAt, trafficStreams, waveAt } from "./sample-events";
import { sampleNames, type SampleName } from "./sample-names";
import { readSampleState, saveSampleState } from "./sample-state";

/** Time as demo traffic needs it; the cancel function is returned. */
interface TrafficClock {
  now(): number;
  after(delayMs: number, wake: () => void): () => void;
}

export interface DemoTrafficOptions {
  endpoint: string;
  homeDir: string;
  clock: TrafficClock;
  /** 0 <= x < 1. */
  random(): number;
  log(line: string): void;
  /** For tests; else made for the endpoint. */
  clients?: SampleClients;
}

export interface StartedDemoTraffic extends DemoTraffic {
  stop(): void;
}

/** How often samples and the user's own functions are looked at. */
const lookMs = 60_000;
/** Calls of one stream that may be under way at once; more are left out. */
const callsAtOnce = 2;

/**
 * Sends small, bounded traffic to the installed samples so that the charts live: random calls in a daily wave.
 * What a queue, a rule or a stream calls is left to those. Pauses while functions of the user's own are running.
 */
export function startDemoTraffic(options: DemoTrafficOptions): StartedDemoTraffic {
  return new Traffic(options);
}

class Traffic implements StartedDemoTraffic {
  private readonly clients: SampleClients;
  /** Cancels of everything that is planned, by what it is. */
  private readonly planned = new Map<string, () => void>();
  private readonly underWay = new Map<SampleName, number>();
  private samples: ReadonlySet<SampleName> = new Set();
  private busy: readonly string[] = [];
  private enabled: boolean;
  private failure: string | undefined = "The samples have not been looked for yet.";
  private callsSent = 0;
  private stopped = false;

  constructor(private readonly options: DemoTrafficOptions) {
    this.clients = options.clients ?? makeSampleClients(options.endpoint);
    this.enabled = readSampleState(options.homeDir).traffic;
    this.plan("look", 0, () => void this.look());
  }

  setEnabled(enabled: boolean): void {
    saveSampleState(this.options.homeDir, { traffic: enabled });
    this.enabled = enabled;
    if (!enabled) this.pause();
    this.plan("look", 0, () => void this.look());
  }

  status(): DemoTrafficStatus {
    const pausedBecause = this.pausedBecause();
    const running = pausedBecause === undefined;
    return {
      available: true,
      enabled: this.enabled,
      running,
      ...(pausedBecause === undefined ? {} : { pausedBecause }),
      callsPerSecond: running ? callsPerSecondAt(new Date(this.options.clock.now())) : 0,
      callsSent: this.callsSent,
    };
  }

  stop(): void {
    this.stopped = true;
    this.pause();
    if (!this.options.clients) destroySampleClients(this.clients);
  }

  private pausedBecause(): string | undefined {
    if (this.stopped) return "Lambdeck is stopping.";
    if (!this.enabled) return "Demo traffic is switched off.";
    if (this.failure) return this.failure;
    if (this.samples.size === 0) return "No samples are installed.";
    if (this.busy.length > 0)
      return `Your own functions are running: ${this.busy.slice(0, 3).join(", ")}.`;
    return undefined;
  }

  /** Looks again at what is there, and sends or pauses accordingly. */
  private async look(): Promise<void> {
    const wasRunning = this.status().running;
    // The command line may have switched it meanwhile.
    this.enabled = readSampleState(this.options.homeDir).traffic;
    if (this.enabled) await this.findOut();
    if (this.stopped) return;
    const { running, pausedBecause } = this.status();
    if (running !== wasRunning)
      this.options.log(running ? "Demo traffic runs." : `Demo traffic pauses. ${pausedBecause}`);
    if (running) this.send();
    else this.pause();
    this.plan("look", lookMs, () => void this.look());
  }

  private async findOut(): Promise<void> {
    try {
      const found = await Promise.all(
        sampleNames.map(
          async (name) => [name, await findSample(this.clients.lambda, name)] as const,
        ),
      );
      this.samples = new Set(found.filter(([, kind]) => kind === "sample").map(([name]) => name));
      this.busy = await findBusyFunctions(this.clients.cloudwatch, this.options.clock.now());
      this.failure = undefined;
    } catch (error) {
      this.failure = `The engine does not answer: ${(error as Error).message}`;
    }
  }

  /** Plans the next call of every stream that has none planned. */
  private send(): void {
    for (const { sample } of trafficStreams) if (!this.planned.has(sample)) this.planNext(sample);
  }

  private planNext(sample: SampleName): void {
    const { clock, random } = this.options;
    const stream = trafficStreams.find((candidate) => candidate.sample === sample);
    if (!stream) return;
    const callsPerMs = (stream.callsPerMinute * waveAt(new Date(clock.now()))) / 60_000;
    // The time to the next call when calls come independently of each other (a Poisson process).
    const delayMs = -Math.log(1 - random()) / callsPerMs;
    this.plan(sample, delayMs, () => {
      void this.call(sample, stream.makeEvent(random));
      this.planNext(sample);
    });
  }

  private async call(sample: SampleName, event: unknown): Promise<void> {
    const underWay = this.underWay.get(sample) ?? 0;
    if (underWay >= callsAtOnce || !this.samples.has(sample)) return;
    this.underWay.set(sample, underWay + 1);
    this.callsSent++;
    try {
      const Payload = Buffer.from(JSON.stringify(event));
      await this.clients.lambda.send(new InvokeCommand({ FunctionName: sample, Payload }));
    } catch (error) {
      // Throttles and the like are part of the picture; the next look finds out when the engine is gone.
      if (!this.stopped) this.options.log(`Demo call of ${sample}: ${(error as Error).message}`);
    } finally {
      this.underWay.set(sample, (this.underWay.get(sample) ?? 1) - 1);
    }
  }

  private pause(): void {
    for (const cancel of this.planned.values()) cancel();
    this.planned.clear();
  }

  private plan(what: string, delayMs: number, act: () => void): void {
    this.planned.get(what)?.();
    const cancel = this.options.clock.after(delayMs, () => {
      this.planned.delete(what);
      if (!this.stopped) act();
    });
    this.planned.set(what, cancel);
  }
}
