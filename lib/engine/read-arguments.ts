import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { StartError } from "./lock-home.ts";

interface EngineArguments {
  port: number;
  /** The engine's own folder inside Lambdeck's home. */
  homeDir: string;
}

/** Reads `--port`, `--home` and `--empty`, else LAMBDECK_ENGINE_PORT and LAMBDECK_HOME. Throws StartError. */
export function readArguments(argv: readonly string[], env: NodeJS.ProcessEnv): EngineArguments {
  let values: { port?: string; home?: string };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      // `--empty` is for the command line tool, which installs the samples; alone, the engine has none.
      options: { port: { type: "string" }, home: { type: "string" }, empty: { type: "boolean" } },
    }));
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error));
  }
  const portText = values.port ?? env.LAMBDECK_ENGINE_PORT ?? "3211";
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535)
    throw new StartError(`'${portText}' is not a port: give a number from 0 to 65535.`);
  const home = values.home ?? env.LAMBDECK_HOME ?? join(homedir(), ".lambdeck");
  return { port, homeDir: join(home, "engine") };
}
