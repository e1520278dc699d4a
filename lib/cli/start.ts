import { randomBytes } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { EngineProcess } from "@/lib/cli/engine-process";
import { parseArguments, parsePort, UsageError } from "@/lib/cli/parse-arguments";
import { runSamples } from "@/lib/cli/run-samples";
import { startDashboard } from "@/lib/server/start-dashboard";
import { makeFolder } from "@/lib/store/make-folder";

const HELP = `lambdeck start [options]     the dashboard and the local engine

  --port N          the dashboard's port (3210; variable PORT)
  --engine-port N   the engine's port (3211; variable LAMBDECK_ENGINE_PORT)
  --home DIR        where everything is kept (~/.lambdeck; variable LAMBDECK_HOME)
  --no-demo         install no sample functions and send no demo traffic
  --no-engine       no local engine: use your AWS profiles or LAMBDECK_ENDPOINT

Variables: LAMBDECK_TOKEN (the access token, else made at each start),
LAMBDECK_ENDPOINT and LAMBDECK_REGION (use that endpoint as the default connection).
`;

interface Io {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  env: NodeJS.ProcessEnv;
}

interface Settings {
  port: number;
  enginePort: number;
  homeDir: string;
  demo: boolean;
  engine: boolean;
  token: string;
}

/** `npm start`: runs until it is stopped. Returns 1 when it cannot start, 2 when it was called wrongly. */
export async function run(argv: string[], io: Io): Promise<0 | 1 | 2> {
  try {
    const settings = readSettings(argv, io.env);
    if (settings === "help") io.stdout.write(HELP);
    else await runUntilStopped(settings, io);
    return 0;
  } catch (error) {
    const misused = error instanceof UsageError;
    io.stderr.write(`lambdeck: ${(error as Error).message}${misused ? `\n\n${HELP}` : "\n"}`);
    return misused ? 2 : 1;
  }
}

function readSettings(argv: string[], env: NodeJS.ProcessEnv): Settings | "help" {
  const { values, positionals } = parseArguments(argv, {
    port: { type: "string" },
    "engine-port": { type: "string" },
    home: { type: "string" },
    "no-demo": { type: "boolean" },
    "no-engine": { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return "help";
  if (positionals.length > 0) throw new UsageError(`start takes no "${positionals[0]}"`);
  const token = env.LAMBDECK_TOKEN ?? randomBytes(32).toString("base64url");
  if (!/^[\w.~-]{16,}$/.test(token)) {
    throw new UsageError("LAMBDECK_TOKEN must be at least 16 letters, digits, or - . _ ~");
  }
  return {
    port: parsePort(values.port ? "--port" : "PORT", values.port ?? env.PORT ?? "3210"),
    enginePort: parsePort(
      values["engine-port"] ? "--engine-port" : "LAMBDECK_ENGINE_PORT",
      values["engine-port"] ?? env.LAMBDECK_ENGINE_PORT ?? "3211",
    ),
    homeDir: resolve(values.home ?? env.LAMBDECK_HOME ?? `${homedir()}/.lambdeck`),
    demo: !values["no-demo"],
    engine: !values["no-engine"],
    token,
  };
}

async function runUntilStopped(settings: Settings, io: Io): Promise<void> {
  const say = (line: string) => io.stdout.write(`lambdeck: ${line}\n`);
  prepareHome(settings.homeDir);

  const engine = settings.engine ? newEngineProcess(settings, io.env, say) : undefined;
  const stopped = new Promise<string>((resolveStopped) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => resolveStopped(signal));
  });
  let engineAddress: string | undefined;
  let dashboard: { address: string; stop(): Promise<void> } | undefined;
  let samples: { stop(): void } | undefined;
  try {
    engineAddress = await engine?.start();
    // The pages' handlers run in this process and read their settings from its environment.
    Object.assign(process.env, {
      LAMBDECK_HOME: settings.homeDir,
      LAMBDECK_ENGINE_PORT: engineAddress ? new URL(engineAddress).port : "off",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
    dashboard = await startDashboard({ port: settings.port, token: settings.token });
    if (engineAddress)
      samples = runSamples({
        endpoint: engineAddress,
        homeDir: settings.homeDir,
        demo: settings.demo,
        say,
      });
    io.stdout.write(welcome(dashboard.address, settings, engineAddress));
    await stopped;
    say("stopping");
  } finally {
    samples?.stop();
    await dashboard?.stop();
    await engine?.stop();
  }
}

function prepareHome(homeDir: string): void {
  try {
    makeFolder(homeDir);
    accessSync(homeDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `cannot write to the data folder ${homeDir} (${(error as NodeJS.ErrnoException).code}); ` +
        "choose another with --home DIR or LAMBDECK_HOME",
      { cause: error },
    );
  }
}

function newEngineProcess(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): EngineProcess {
  return new EngineProcess({
    script: fileURLToPath(new URL("../engine.mjs", import.meta.url)),
    port: settings.enginePort,
    homeDir: settings.homeDir,
    env,
    say,
  });
}

function welcome(address: string, settings: Settings, engineAddress: string | undefined): string {
  const rows = [
    ["Dashboard", `${address}/login#t=${settings.token}`],
    ["Engine", engineAddress ?? "off"],
    ["Data", settings.homeDir],
    ["Stop", "press Ctrl+C"],
  ];
  const lines = rows.map(([name, value]) => `  ${name!.padEnd(10)}${value}`);
  return `\nLambdeck is ready.\n\n${lines.join("\n")}\n\nFunctions run as you, with your files and network: run only code you trust.\n\n`;
}
