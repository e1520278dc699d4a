import { fork, type ChildProcess } from "node:child_process";

/** What one stretch of calls came to, over all client processes. */
export interface Stretch {
  callsPerSecond: number;
  latenciesMs: number[];
}

/** A server under measurement: its address, and the name its function has there. */
export interface Target {
  endpoint: string;
  functionName: string;
}

type Told = { tookMs: number; latenciesMs: number[]; error?: string };

/** Two processes with an SDK client each: one alone would be slower than what it measures. */
export class Clients {
  readonly #processes: ChildProcess[];

  private constructor(processes: ChildProcess[]) {
    this.#processes = processes;
  }

  static async start(): Promise<Clients> {
    const processes = [1, 2].map(() =>
      fork("bench/programs/invoke-client.mjs", {
        env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
      }),
    );
    await Promise.all(processes.map((child) => told(child)));
    return new Clients(processes);
  }

  /** Callers are dealt out to the processes; a single one is in the first. */
  async call(
    { endpoint, functionName }: Target,
    callers: number,
    until: { forMs: number } | { calls: number },
  ): Promise<Stretch> {
    const shares = [Math.ceil(callers / 2), Math.floor(callers / 2)];
    const results = await Promise.all(
      this.#processes.flatMap((child, index) => {
        const share = shares[index] ?? 0;
        if (share === 0) return [];
        child.send({ endpoint, functionName, callers: share, ...until });
        return [told(child)];
      }),
    );
    return {
      callsPerSecond: results.reduce(
        (sum, { latenciesMs, tookMs }) => sum + (latenciesMs.length * 1000) / tookMs,
        0,
      ),
      latenciesMs: results.flatMap(({ latenciesMs }) => latenciesMs),
    };
  }

  stop(): void {
    for (const child of this.#processes) child.disconnect();
  }
}

function told(child: ChildProcess): Promise<Told> {
  return new Promise((resolve, reject) => {
    child.once("message", (message: Told) => {
      if (message.error) reject(new Error(message.error));
      else resolve(message);
    });
  });
}
