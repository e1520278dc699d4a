import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

const READY = /^engine ready (http:\/\/\S+)$/;
const RESTART_DELAYS_MS = [200, 1_000, 5_000, 15_000];
const STEADY_MS = 60_000;

export interface EngineProcessOptions {
  /** The bundled engine. */
  script: string;
  port: number;
  homeDir: string;
  /** The supervisor's own environment; only what a program needs to run is passed on. */
  env: NodeJS.ProcessEnv;
  /** One line for the person at the terminal. */
  say: (line: string) => void;
}

/**
 * Runs the engine as a child process and starts it again when it dies. The child gets a scrubbed environment, because
 * functions can read their parent's: neither the access token nor any AWS credential is in it.
 */
export class EngineProcess {
  #child: ChildProcess | undefined;
  #stopping = false;
  #deaths = 0;
  #startedAt = 0;

  constructor(private readonly options: EngineProcessOptions) {}

  /** Resolves with the engine's address once it accepts calls; rejects with the engine's own words when it cannot. */
  start(): Promise<string> {
    this.#startedAt = Date.now();
    const child = spawn(
      process.execPath,
      [this.options.script, "--port", String(this.options.port), "--home", this.options.homeDir],
      { env: scrubbed(this.options.env), stdio: ["ignore", "pipe", "pipe", "ipc"] },
    );
    this.#child = child;
    return new Promise((resolve, reject) => {
      const lastWords: string[] = [];
      let ready = false;
      createInterface({ input: child.stdout! }).on("line", (line) => {
        const address = READY.exec(line)?.[1];
        if (!address) return this.options.say(line);
        ready = true;
        resolve(address);
      });
      createInterface({ input: child.stderr! }).on("line", (line) => {
        if (ready) this.options.say(line);
        else lastWords.push(line);
      });
      child.on("error", reject);
      child.on("exit", (code, signal) => {
        if (!ready)
          reject(new Error(inOurWords(lastWords) || `the engine stopped (${signal ?? code})`));
        else if (!this.#stopping) this.#restart(signal ?? `exit code ${code}`);
      });
    });
  }

  /** Asks the engine to stop and waits until it has. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), 8_000);
    await gone;
    clearTimeout(killer);
  }

  #restart(cause: string): void {
    if (Date.now() - this.#startedAt > STEADY_MS) this.#deaths = 0;
    const delayMs = RESTART_DELAYS_MS[Math.min(this.#deaths, RESTART_DELAYS_MS.length - 1)]!;
    this.#deaths += 1;
    this.options.say(`the engine died (${cause}); starting it again`);
    setTimeout(() => {
      if (this.#stopping) return;
      this.start().then(
        () =>
          this.options.say("the engine is back; functions, settings, metrics and logs were kept"),
        (error: Error) => {
          this.options.say(error.message);
          this.#restart("it did not start");
        },
      );
    }, delayMs);
  }
}

/** The engine alone has one port; here its option has another name. */
function inOurWords(lastWords: readonly string[]): string {
  return lastWords.join("\n").replace("--port", "--engine-port");
}

const PASSED_ON = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "LC_ALL",
  "TMPDIR",
  "SystemRoot",
  "ComSpec",
  "PATHEXT",
  "NODE_EXTRA_CA_CERTS",
];

function scrubbed(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const passed: NodeJS.ProcessEnv = { NODE_ENV: "production", TZ: "UTC" };
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && (PASSED_ON.includes(name) || name.startsWith("LAMBDECK_ENGINE_")))
      passed[name] = value;
  }
  return passed;
}
