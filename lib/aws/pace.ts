import type { CloudService } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { processWide } from "@/lib/store/process-wide";
import { knownIdentity } from "./known-identity";

/**
 * Request rates per account and region. Lambda: GetFunction 100/s, GetPolicy 15/s, all other control-plane calls
 * together 15/s (not raisable, and shared with deployments); invocations have none. CloudWatch Logs: what every
 * Region allows. CloudWatch: 500 GetMetricData/s, more than is ever asked for here.
 */
function rateOf(
  service: CloudService,
  command: string,
): [bucket: string, perSecond: number] | null {
  if (service === "logs" && Object.hasOwn(logsPerSecond, command))
    return [command, logsPerSecond[command]!];
  if (service !== "lambda" || command.startsWith("Invoke")) return null;
  if (command === "GetFunction") return ["GetFunction", 100];
  if (command === "GetPolicy") return ["GetPolicy", 15];
  return ["control-plane", 15];
}

const logsPerSecond: Record<string, number> = {
  DescribeLogGroups: 10,
  FilterLogEvents: 5,
  GetQueryResults: 10,
  StartLiveTail: 5,
  StartQuery: 10,
};

/** Lets calls through at a steady rate: at once while it is kept, else in turn. */
export class Pace {
  #nextFreeMs = -Infinity;

  constructor(
    private readonly perSecond: number,
    /** How many may go at once after a pause. */
    private readonly burst = perSecond,
  ) {}

  /** Takes a place and gives how long to wait for it. */
  takeTurn(nowMs: number): number {
    const earliest = nowMs - ((this.burst - 1) * 1000) / this.perSecond;
    const mine = Math.max(this.#nextFreeMs, earliest);
    this.#nextFreeMs = mine + 1000 / this.perSecond;
    return Math.max(0, mine - nowMs);
  }
}

/** How long to leave a service alone that throttled: twice as long each time, at most a minute. */
export class BackOff {
  #delayMs = 0;
  #untilMs = 0;

  waitMs(nowMs: number): number {
    return Math.max(0, this.#untilMs - nowMs);
  }

  /** After a throttle; those of calls that were under way together are one. */
  lengthen(retryAfterSeconds: number, nowMs: number): void {
    if (this.waitMs(nowMs) > 0) return;
    this.#delayMs = Math.min(60_000, Math.max(retryAfterSeconds * 1000, this.#delayMs * 2));
    this.#untilMs = nowMs + this.#delayMs;
  }

  /** After an answer. */
  end(): void {
    this.#delayMs = 0;
    this.#untilMs = 0;
  }
}

const paces = processWide("paces", () => new Map<string, Pace>());

/** Waits until the call fits the rate AWS allows. The local engine and local endpoints have no rate. */
export async function waitForTurn(
  connection: Connection,
  service: CloudService,
  command: string,
): Promise<void> {
  const rate = rateOf(service, command);
  if (!rate || connection.kind !== "profile") return;
  const [bucket, perSecond] = rate;
  const account = knownIdentity(connection.id)?.accountId ?? connection.id;
  const key = `${account} ${connection.region} ${bucket}`;
  let pace = paces.get(key);
  if (!pace) paces.set(key, (pace = new Pace(perSecond)));
  const waitMs = pace.takeTurn(Date.now());
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}
