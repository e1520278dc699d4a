import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FunctionVersion } from "../lambda/function-version.ts";
import { bootstrapPath } from "./bootstrap-path.ts";
import { Interpreters, type Interpreter } from "./interpreters.ts";
import { linkSdk } from "./link-sdk.ts";
import { RuntimeProcess, type ProcessSpec } from "./runtime-process.ts";
import { environmentVariables, type EnvironmentPlace } from "./variables.ts";
import { Watcher } from "./watcher.ts";

/** Interpreters kept started and waiting, over all kinds. */
const maximumSpares = 4;

/** What an environment says of itself to have its process started. */
export interface LaunchRequest {
  version: FunctionVersion;
  /** Its own folder; `tmp` in it is the function's /tmp. */
  directory: string;
  place: Omit<EnvironmentPlace, "taskRoot" | "tmpDir" | "interpreterPath">;
}

export interface Launched {
  process: RuntimeProcess;
  /** Text that shows this machine's folder to the function's log is rewritten to what AWS shows. */
  rewrite: (text: string) => string;
}

/** Why a process could not be started; the words are for the user. */
export class LaunchError extends Error {
  constructor(
    readonly errorType: string,
    message: string,
  ) {
    super(message);
  }
}

interface Spare {
  key: string;
  process: RuntimeProcess;
}

/**
 * Starts the processes of environments. Interpreters are started ahead of need: a spare waits with
 * everything loaded until it is told its function, so a cold start costs no interpreter start.
 */
export class Launcher {
  readonly #interpreters = new Interpreters();
  readonly #watcher = new Watcher();
  #spares: Spare[] = [];
  #closed = false;

  constructor(homeDir: string) {
    mkdirSync(join(homeDir, "environments"), { recursive: true, mode: 0o700 });
    linkSdk(homeDir);
  }

  /** The version that will run, and whether it is the one asked for: "20.20.2". */
  async describe(runtime: string): Promise<{ text: string; notice?: string }> {
    const found = await this.#interpreters.find(runtime);
    if (found.kind === "provided") return { text: runtime };
    if (found.kind === "missing") throw new LaunchError("Runtime.InvalidRuntime", found.reason);
    const { family, version } = found.interpreter;
    const text = `${family}:${version}`;
    if (found.exact) return { text };
    return { text, notice: `${runtime} is not installed on this machine: running on ${version}` };
  }

  async launch({ version, directory, place }: LaunchRequest): Promise<Launched> {
    const found = await this.#interpreters.find(version.runtime);
    const tmpDir = join(directory, "tmp");
    mkdirSync(tmpDir, { recursive: true, mode: 0o700 });
    const taskRoot = version.codeDir;
    const rewrite = (text: string) => text.replaceAll(taskRoot, "/var/task");
    const where = { ...place, taskRoot, tmpDir };
    if (found.kind === "missing") throw new LaunchError("Runtime.InvalidRuntime", found.reason);
    if (found.kind === "provided") {
      const bootstrap = join(version.codeDir, "bootstrap");
      if (!existsSync(bootstrap))
        throw new LaunchError(
          "Runtime.InvalidEntrypoint",
          "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
        );
      const environment = environmentVariables(version, where);
      const spec = { command: bootstrap, args: [], environment, workingDir: version.codeDir };
      return { process: this.#start(spec), rewrite };
    }
    const { interpreter } = found;
    const environment = environmentVariables(version, {
      ...where,
      interpreterPath: interpreter.path,
    });
    const key = spareKey(interpreter, version);
    const process = this.#takeSpare(key) ?? this.#start(interpreterSpec(interpreter, version));
    process.assign({ environment, workingDir: version.codeDir, mounts: [] });
    this.#keepSpare(key, interpreterSpec(interpreter, version));
    return { process, rewrite };
  }

  /** Says that a function with these settings is likely to run soon. */
  async expect(version: Pick<FunctionVersion, "runtime" | "memoryMb" | "environment">) {
    const found = await this.#interpreters.find(version.runtime);
    if (found.kind === "interpreter")
      this.#keepSpare(
        spareKey(found.interpreter, version),
        interpreterSpec(found.interpreter, version),
      );
  }

  close(): void {
    this.#closed = true;
    for (const { process } of this.#spares) process.kill();
    this.#spares = [];
    this.#watcher.close();
  }

  #takeSpare(key: string): RuntimeProcess | undefined {
    const index = this.#spares.findIndex((spare) => spare.key === key && !spare.process.exited);
    return index < 0 ? undefined : this.#spares.splice(index, 1)[0]?.process;
  }

  /** The newest kinds asked for have a spare each; the oldest gives way. */
  #keepSpare(key: string, spec: ProcessSpec): void {
    this.#spares = this.#spares.filter((spare) => !spare.process.exited);
    const index = this.#spares.findIndex((spare) => spare.key === key);
    if (index >= 0) this.#spares.push(...this.#spares.splice(index, 1));
    else if (!this.#closed) this.#spares.push({ key, process: this.#start(spec) });
    if (this.#spares.length > maximumSpares) this.#spares.shift()?.process.kill();
  }

  #start(spec: ProcessSpec): RuntimeProcess {
    const process = new RuntimeProcess(spec);
    if (process.pid > 0) {
      this.#watcher.add(process.pid);
      process.onGone(() => this.#watcher.remove(process.pid));
    }
    return process;
  }
}

/** Options that must be there when the interpreter starts make a kind of their own. */
function spareKey(interpreter: Interpreter, version: StartOptions): string {
  return JSON.stringify(interpreterSpec(interpreter, version));
}

type StartOptions = Pick<FunctionVersion, "memoryMb" | "environment">;

function interpreterSpec({ family, path }: Interpreter, version: StartOptions): ProcessSpec {
  const base = { PATH: "/usr/local/bin:/usr/bin:/bin", LANG: "en_US.UTF-8", TZ: ":UTC" };
  if (family === "python")
    return {
      command: path,
      args: ["-u", "-X", "utf8", "-B", bootstrapPath("python/bootstrap.py")],
      environment: { ...base, ...userOptions(version, /^PYTHON/) },
    };
  // Three quarters of the memory for the heap: the rest is buffers, code and stacks.
  const heapMb = Math.floor(version.memoryMb * 0.75);
  return {
    command: path,
    args: [`--max-old-space-size=${heapMb}`, bootstrapPath("node/bootstrap.cjs")],
    environment: { ...base, ...userOptions(version, /^NODE_/) },
  };
}

function userOptions({ environment }: StartOptions, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.test(name)));
}
