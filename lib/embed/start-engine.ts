import { join } from "node:path";
import type { Clock } from "../engine/clock.ts";
import { createLineLog } from "../engine/log.ts";
import { defaultSettings, type EngineSettings } from "../engine/settings.ts";
import { startEngine as start } from "../engine/start-engine.ts";
import type { Deploy } from "./deploy-words.ts";

/** Replaced by the build with the version of package.json. */
declare const LAMBDECK_VERSION: string;

export interface EngineOptions {
  /** The port on 127.0.0.1; 0, the default, takes a free one. */
  port?: number;
  /** A folder that keeps what the engine holds. Without it the engine starts empty and leaves nothing behind. */
  home?: string;
  /** What differs from AWS's defaults. Functions settle at once (`settleMs: 0`) unless it says otherwise. */
  settings?: Partial<EngineSettings>;
  /** Where the engine's time comes from: a ManualClock stands still until the test moves it. */
  clock?: Clock;
  /** Gets a line for each thing that goes wrong inside; without it nothing is said. */
  log?: (line: string) => void;
  /** The region of `env` and of `deploy`; the engine itself serves all of them. */
  region?: string;
}

/** A local cloud that listens, in this process. */
export interface LocalEngine {
  /** `http://127.0.0.1:PORT`: what an SDK client takes as `endpoint`. */
  readonly endpoint: string;
  readonly region: string;
  /** Any are accepted; these are what `env` says. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Variables by which SDKs, the AWS CLI and boto3 find the engine: for `process.env` or a child process. */
  readonly env: Readonly<Record<string, string>>;
  /** Creates or updates functions: from files in memory, from a folder, or from a template with its triggers. */
  readonly deploy: Deploy;
  /** Forgets everything: functions, queues, logs, metrics. The endpoint stays. Not with a `home` of your own. */
  reset(): Promise<void>;
  /** Ends the engine and every function that runs; a temporary home is removed. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a local cloud in this process: several may run side by side, each empty and on a port of its own. Throws
 * when an option is unknown, the port is taken or the home cannot be used.
 */
export async function startEngine(options: EngineOptions = {}): Promise<LocalEngine> {
  refuseUnknown("an option of startEngine", options, [
    "port",
    "home",
    "settings",
    "clock",
    "log",
    "region",
  ]);
  refuseUnknown("a setting of the engine", options.settings ?? {}, Object.keys(defaultSettings));
  const { port, home, settings, clock, log, region = "us-east-1" } = options;
  const started = await start({
    version: LAMBDECK_VERSION,
    port,
    homeDir: home === undefined ? undefined : join(home, "engine"),
    clock,
    settings: { settleMs: 0, ...settings },
    log: log && createLineLog(log, clock?.now.bind(clock) ?? Date.now),
  });
  const { endpoint } = started;
  const credentials = { accessKeyId: "lambdeck", secretAccessKey: "lambdeck" };
  return {
    endpoint,
    region,
    credentials,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    },
    // Deploying takes SDK clients, which a test that brings its own need not load.
    deploy: async (what, options) =>
      (await import("./deploy.ts")).deploy({ endpoint, region, credentials }, what, options),
    reset: () => started.reset(),
    stop: () => started.stop(),
    [Symbol.asyncDispose]: () => started.stop(),
  };
}

function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given))
    if (!known.includes(name))
      throw new TypeError(`"${name}" is not ${what}. There are ${known.join(", ")}.`);
}
