import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { clientsFor, type EngineClients } from "@/lib/engine/testing/start-engine";

const commandLine = fileURLToPath(new URL("../../bin/lambdeck.mjs", import.meta.url));

export interface Program {
  /** `http://127.0.0.1:PORT`, for scripts with the token. */
  address: string;
  /** What a person opens in the browser. */
  link: string;
  token: string;
  engine: string;
  homeDir: string;
  /** SDK clients of the engine, without retries. */
  clients: EngineClients;
  process: ChildProcess;
  /** Everything it has printed so far. */
  output(): string;
  /** The dashboard's API with the token; the answer's status and JSON. */
  api<Body>(
    path: string,
    init?: { method?: string; body?: unknown },
  ): Promise<{ status: number; body: Body }>;
  /** Asks it to stop and waits; gives the exit code. A home folder made for it is removed. */
  stop(): Promise<number | null>;
}

export interface ProgramOptions {
  args?: string[];
  /** Kept at the end; without it the program gets an empty one. */
  homeDir?: string;
  port?: number;
  enginePort?: number;
  env?: Record<string, string>;
}

/** Runs `npm start`'s command as a person would; resolves when it has printed its address. */
export async function startProgram(options: ProgramOptions = {}): Promise<Program> {
  const homeDir = options.homeDir ?? newFolder();
  const port = options.port ?? (await freePort());
  const enginePort = options.enginePort ?? (await freePort());
  const ports = ["--port", String(port), "--engine-port", String(enginePort)];
  const { child, output } = startCommand(
    ["start", ...ports, "--home", homeDir, ...(options.args ?? [])],
    options.env,
  );
  const link = await printed(child, output, /Dashboard\s+(http:\/\/\S+)/);
  const address = `http://127.0.0.1:${port}`;
  const token = link.split("#t=")[1]!;
  const clients = clientsFor(`http://127.0.0.1:${enginePort}`);
  return {
    address,
    link,
    token,
    engine: `http://127.0.0.1:${enginePort}`,
    homeDir,
    clients,
    process: child,
    output,
    async api(path, init) {
      const response = await fetch(`${address}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: init?.body === undefined ? undefined : JSON.stringify(init.body),
      });
      const text = await response.text();
      return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
    },
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      child.kill("SIGTERM");
      const code = await ended(child);
      if (!options.homeDir) rmSync(homeDir, { recursive: true, force: true });
      return code;
    },
  };
}

/** Runs a command of `lambdeck` to its end. */
export async function runToEnd(
  args: string[],
  env?: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const { child, output } = startCommand(args, env);
  return { code: await ended(child), output: output() };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** An empty folder of the system's temporary one. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "lambdeck-test-"));
}

/** Resolves with the exit code when the process has ended; null when a signal ended it. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

/** Resolves with the pattern's first group as soon as it was printed; rejects when the process ends before. */
export function printed(
  child: ChildProcess,
  output: () => string,
  pattern: RegExp,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = pattern.exec(output());
      if (found) resolve(found[1] ?? found[0]);
    };
    child.stdout?.on("data", look);
    child.once("exit", (code) => reject(new Error(`lambdeck ended with ${code}:\n${output()}`)));
    look();
  });
}

/** Starts a command of `lambdeck`. */
export function startCommand(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [commandLine, ...args], {
    env: { ...environmentOfNobody(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A test run that is interrupted leaves nothing running.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

/** The environment without what this machine's user has set for Lambdeck and AWS. */
function environmentOfNobody(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(LAMBDECK_|AWS_|VITEST|NODE_ENV$|PORT$)/.test(name),
  );
  return {
    NODE_ENV: "production",
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: "/nonexistent/config",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
  };
}
