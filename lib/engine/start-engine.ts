import type { Clock } from "./clock.ts";
import { createEngine, type Engine } from "./engine.ts";
import type { EngineLog } from "./log.ts";
import type { EngineSettings } from "./settings.ts";
import { makeTemporaryHome } from "./temporary-home.ts";

interface StartOptions {
  version: string;
  /** 0 takes a free one. */
  port?: number;
  /** The engine's own folder, kept at the end; without it the engine gets a temporary one. */
  homeDir?: string;
  clock?: Clock;
  settings?: Partial<EngineSettings>;
  log?: EngineLog;
}

interface StartedEngine {
  endpoint: string;
  homeDir: string;
  readonly engine: Engine;
  /** Forgets everything the engine holds; the address stays. Only for an engine with a temporary home. */
  reset(): Promise<void>;
  /** Closes the engine; a temporary home is removed. A second call does nothing. */
  stop(): Promise<void>;
}

/** An engine that listens, in this process. Throws StartError when the port or the home cannot be used. */
export async function startEngine(options: StartOptions): Promise<StartedEngine> {
  const { port = 0, homeDir: ownHome, ...rest } = options;
  let temporary = ownHome === undefined ? makeTemporaryHome() : undefined;
  const open = (): Engine =>
    createEngine({ ...rest, homeDir: temporary?.homeDir ?? ownHome ?? "" });
  let engine = open();
  let stopped: Promise<void> | undefined;
  const endpoint = await engine.listen(port).catch((error: unknown) => {
    temporary?.remove();
    throw error;
  });
  const close = async (): Promise<void> => {
    await engine.close();
    temporary?.remove();
  };
  return {
    endpoint,
    get homeDir() {
      return temporary?.homeDir ?? ownHome ?? "";
    },
    get engine() {
      return engine;
    },
    async reset() {
      if (stopped) throw new Error("The engine was stopped.");
      if (!temporary)
        throw new Error("Only an engine with a temporary home is reset: this one keeps its home.");
      await close();
      temporary = makeTemporaryHome();
      engine = open();
      await engine.listen(Number(new URL(endpoint).port));
    },
    stop: () => (stopped ??= close()),
  };
}
