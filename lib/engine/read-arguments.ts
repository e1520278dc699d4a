import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EngineSettings } from "./settings.ts";

export const engineHelp = `lambdeck engine [options]     the local engine alone, without the dashboard

  --port N     the port on 127.0.0.1 (3211; 0: a free one; variable LAMBDECK_ENGINE_PORT)
  --home DIR   where everything is kept (~/.lambdeck; variable LAMBDECK_HOME)
  --empty      no sample functions, which the engine alone never has
  --cpu-quota auto|on|off
               CPU in proportion to memory, as on AWS: where this machine can keep it (auto); or else
               the engine does not start (on); or not at all (off)

It prints "engine ready http://127.0.0.1:N" when it accepts calls.
`;

const cpuQuotas = ["auto", "on", "off"] as const;

interface EngineArguments {
  port: number;
  /** The engine's own folder inside Lambdeck's home. */
  homeDir: string;
  cpuQuota: EngineSettings["cpuQuota"];
}

/** The engine was called in a way it does not know. */
export class MisuseError extends Error {
  override name = "MisuseError";
}

/**
 * Reads `--port`, `--home` and `--empty`, else LAMBDECK_ENGINE_PORT and LAMBDECK_HOME; "help" when that was asked
 * for. Throws MisuseError.
 */
export function readArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): EngineArguments | "help" {
  let values: { port?: string; home?: string; help?: boolean; "cpu-quota"?: string };
  try {
    ({ values } = parseArgs({
      args: [...argv],
      // `--empty` is for the command line tool, which installs the samples; alone, the engine has none.
      options: {
        port: { type: "string" },
        home: { type: "string" },
        empty: { type: "boolean" },
        "cpu-quota": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MisuseError(`${reason}.`);
  }
  if (values.help) return "help";
  const portText = values.port ?? env.LAMBDECK_ENGINE_PORT ?? "3211";
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535)
    throw new MisuseError(`'${portText}' is not a port: give a number from 0 to 65535.`);
  const cpuQuota = cpuQuotas.find((quota) => quota === (values["cpu-quota"] ?? "auto"));
  if (!cpuQuota)
    throw new MisuseError(`'${values["cpu-quota"]}' is no CPU quota: give auto, on or off.`);
  const home = values.home ?? env.LAMBDECK_HOME ?? join(homedir(), ".lambdeck");
  return { port, homeDir: join(home, "engine"), cpuQuota };
}
