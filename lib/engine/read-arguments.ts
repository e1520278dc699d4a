import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EngineSettings } from "./settings.ts";

export const engineHelp = `lambdeck engine [options]     the local engine alone, without the dashboard

  --port N           the port on 127.0.0.1 (3211; 0: a free one; variable LAMBDECK_ENGINE_PORT)
  --home DIR         where everything is kept (~/.lambdeck; variable LAMBDECK_HOME)
  --account-limit N  the account's concurrent executions (1000); of them 100 stay unreserved, or all of fewer
  --settle-ms N      how long a new or updated function is Pending or InProgress (300)
  --idle-seconds N   how long an environment that nothing calls is kept (600)
  --cpu-quota WHICH  CPU in proportion to memory, as on AWS: auto (where this machine can keep it), on (or else
                     the engine does not start) or off
  --spares N         kinds of interpreters of which one is started ahead of need (4; 0 saves memory)
  --stop-with-stdin  end when standard input ends: whoever started the engine cannot leave it behind
  --empty            no sample functions, which the engine alone never has

It prints "engine ready http://127.0.0.1:N" when it accepts calls, and ends cleanly on Ctrl-C and SIGTERM. Exit codes:
0 ended, 1 it could not start, 2 called wrongly.
`;

const cpuQuotas = ["auto", "on", "off"] as const;

interface EngineArguments {
  port: number;
  /** The engine's own folder inside Lambdeck's home. */
  homeDir: string;
  settings: Partial<EngineSettings>;
  stopWithStdin: boolean;
}

/** The engine was called in a way it does not know. */
export class MisuseError extends Error {
  override name = "MisuseError";
}

/**
 * Reads the command line, else LAMBDECK_ENGINE_PORT and LAMBDECK_HOME; "help" when that was asked for. Throws
 * MisuseError.
 */
export function readArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): EngineArguments | "help" {
  const values = parse(argv);
  if (values.help) return "help";
  const portText = values.port ?? env.LAMBDECK_ENGINE_PORT ?? "3211";
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65_535)
    throw new MisuseError(`'${portText}' is not a port: give a number from 0 to 65535.`);
  const cpuQuota = cpuQuotas.find((quota) => quota === (values["cpu-quota"] ?? "auto"));
  if (!cpuQuota)
    throw new MisuseError(`'${values["cpu-quota"]}' is no CPU quota: give auto, on or off.`);
  const home = values.home ?? env.LAMBDECK_HOME ?? join(homedir(), ".lambdeck");
  const limit = readWhole("--account-limit", values["account-limit"], 1);
  const settleMs = readWhole("--settle-ms", values["settle-ms"], 0);
  const spares = readWhole("--spares", values.spares, 0);
  const idleSeconds = readWhole("--idle-seconds", values["idle-seconds"], 1);
  return {
    port,
    homeDir: join(home, "engine"),
    settings: {
      ...(limit === undefined
        ? {}
        : {
            accountConcurrencyLimit: limit,
            unreservedConcurrencyFloor: Math.min(limit, unreservedFloor),
          }),
      ...(settleMs === undefined ? {} : { settleMs }),
      cpuQuota,
      ...(spares === undefined ? {} : { spareInterpreters: spares }),
      ...(idleSeconds === undefined ? {} : { idleEnvironmentMs: idleSeconds * 1000 }),
    },
    stopWithStdin: values["stop-with-stdin"] ?? false,
  };
}

const unreservedFloor = 100;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      // `--empty` is for the command line tool, which installs the samples; alone, the engine has none.
      options: {
        port: { type: "string" },
        home: { type: "string" },
        "account-limit": { type: "string" },
        "settle-ms": { type: "string" },
        "idle-seconds": { type: "string" },
        "cpu-quota": { type: "string" },
        spares: { type: "string" },
        "stop-with-stdin": { type: "boolean" },
        empty: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MisuseError(`${reason}.`);
  }
}

function readWhole(option: string, text: string | undefined, min: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= min) return value;
  throw new MisuseError(`${option} must be a whole number from ${min}, not '${text}'.`);
}
