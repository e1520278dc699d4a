import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { FunctionVersion } from "../lambda/function-version.ts";
import type { Activity } from "../limits/process-limits.ts";
import type { RuntimeInUse } from "../lambda/runtimes.ts";
import { ControlGroups } from "../limits/control-groups.ts";
import { type KeptLimits, keptLimits } from "../limits/kept-limits.ts";
import { maximumExtensions } from "../runtime-api/extensions.ts";
import { emptyFolder } from "./empty-folder.ts";
import type { Family, Interpreter, StartOptions } from "./families/family.ts";
import { problemOf, providedCommand } from "./families/provided.ts";
import type { FileView } from "./file-view.ts";
import { findSdk } from "./find-sdk.ts";
import { Interpreters } from "./interpreters.ts";
import { LayerFolders } from "./layer-folders.ts";
import { LaunchError } from "./launch-error.ts";
import { mountedViews, tryView } from "./mounted-view.ts";
import { plainView } from "./plain-view.ts";
import { type RecentRuntime, RecentRuntimes } from "./recent-runtimes.ts";
import { RuntimeProcess, type ProcessSpec } from "./runtime-process.ts";
import { quoted } from "./shell-quoted.ts";
import { Spares } from "./spares.ts";
import { StartTurns } from "./start-turns.ts";
import { supervisedScript } from "./supervisor.ts";
import { endMarked } from "./sweep.ts";
import { findRuntimesDir } from "./runtimes-dir.ts";
import { fitsInMemory, KeptTmp } from "./tmp-space.ts";
import { environmentVariables, type EnvironmentPlace } from "./variables.ts";
import type { EngineSettings } from "../settings.ts";
import { Watcher } from "./watcher.ts";

/** Interpreters that start at the same time. */
const startedTogether = 2 * availableParallelism();

export type LauncherSettings = Pick<EngineSettings, "cpuQuota" | "spareInterpreters">;

/** What an environment says of itself to have its process started. */
export interface LaunchRequest {
  version: FunctionVersion;
  /** Its own folder; `tmp` in it is the function's /tmp. */
  directory: string;
  place: Omit<EnvironmentPlace, "taskRoot" | "optDir" | "tmpDir" | "interpreterPath">;
  /** The files in /opt/extensions that are started before its runtime. */
  extensions: readonly string[];
}

export interface Launched {
  process: RuntimeProcess;
  /** Text that shows this machine's folder to the function's log is rewritten to what AWS shows. */
  rewrite: (text: string) => string;
  /** Its /tmp, where that lies in memory; otherwise it is the folder `tmp` and nothing limits its size. */
  keptTmp: KeptTmp | undefined;
}

/** How the version of a runtime is told in a log. */
export interface RuntimeText {
  text: string;
  notice?: string;
  nearest?: string;
}

/**
 * Starts the processes of environments. Interpreters are started ahead of need: a spare waits with
 * everything loaded until it is told its function, so a cold start costs no interpreter start.
 */
export class Launcher {
  readonly #interpreters = new Interpreters();
  readonly #view: Promise<FileView>;
  readonly #folder: string;
  readonly #layers: LayerFolders;
  readonly #recent: RecentRuntimes;
  #watcher: Watcher | undefined;
  #used: FileView | undefined;
  #groups: ControlGroups | undefined;
  #keepCpuShare = false;
  readonly #turns = new StartTurns(startedTogether, () => this.#spares.replenish());
  readonly #spares: Spares;
  #closed = false;

  constructor(
    private readonly homeDir: string,
    private readonly settings: LauncherSettings,
  ) {
    this.#spares = new Spares(
      (spec) => this.#start(spec),
      () => this.#turns.idle && !this.#closed,
      settings.spareInterpreters,
    );
    this.#folder = join(homeDir, "environments");
    this.#layers = new LayerFolders(join(this.#folder, "opt"));
    this.#recent = new RecentRuntimes(homeDir);
    const formerIds = environmentIds(this.#folder);
    emptyFolder(this.#folder);
    const [runtimesDir, sdk] = [findRuntimesDir(), findSdk()];
    const mounted = mountedViews(homeDir, runtimesDir, sdk);
    const groups = ControlGroups.make();
    // What is best works nearly everywhere: interpreters start in it while it is tried.
    const likely = mounted[0] ?? plainView(homeDir, runtimesDir, sdk);
    this.#use(likely, groups);
    const choose = async (): Promise<FileView> => {
      const group = groups.create();
      const isAllowed = mounted[0] && (await tryView(mounted[0], homeDir, group));
      groups.remove(group);
      if (isAllowed) return likely;
      await groups.keepJoinable();
      for (const view of mounted) if (await tryView(view, homeDir)) return view;
      return mounted.length > 0 ? plainView(homeDir, runtimesDir, sdk) : likely;
    };
    this.#view = Promise.all([choose(), endMarked(formerIds)]).then(([view]) =>
      this.#use(view, groups),
    );
  }

  /** Which of AWS's limits are kept on this machine, and by what means. */
  async keptLimits(): Promise<KeptLimits> {
    return keptLimits(await this.#view, this.#groups, this.settings.cpuQuota);
  }

  /** The version that will run, "nodejs:20.20.2", and a notice where it is not the one asked for. */
  async describe(runtime: string): Promise<RuntimeText> {
    const found = await this.#interpreters.find(runtime);
    if (found.kind !== "interpreter") return { text: runtime };
    const { family, version } = found.interpreter;
    const text = `${family.name}:${version}`;
    if (found.exact) return { text };
    const notice = `${runtime} is not installed on this machine: running on ${version}`;
    return { text, notice, nearest: `${family.name}-${version}` };
  }

  /** What runs a runtime instead of itself, or why nothing does; empty while that is not known. */
  runtimeInUse(runtime: string): RuntimeInUse {
    const found = this.#interpreters.known(runtime);
    if (found?.kind === "missing") return { missing: found.reason };
    if (found?.kind !== "interpreter" || found.exact) return {};
    return { nearest: `${found.interpreter.family.name}-${found.interpreter.version}` };
  }

  /**
   * Waits until one more may start; the function it gives says that it is ready, or never will be. `activity` is
   * what its process does until then.
   */
  startTurn(functionArn: string, activity: () => Activity): Promise<() => void> {
    return this.#turns.enter(functionArn, activity);
  }

  async launch({ version, directory, place, extensions }: LaunchRequest): Promise<Launched> {
    const view = await this.#view;
    const found = await this.#interpreters.find(version.runtime);
    if (found.kind === "missing") throw new LaunchError("Runtime.InvalidRuntime", found.reason);
    const interpreter = found.kind === "interpreter" ? found.interpreter : undefined;
    const tmpDir = join(directory, "tmp");
    mkdirSync(tmpDir, { recursive: true, mode: 0o700 });
    const kept = interpreter && view.keptInOpt(interpreter.path);
    const realOptDir = await this.#layers.find(version.layerDirs, kept);
    const archive = join(directory, "tmp.tar");
    const sizeMb = version.ephemeralStorageMb;
    const inMemory = view.hasMemoryTmp && fitsInMemory(sizeMb);
    const keptTmp = inMemory ? new KeptTmp(archive) : undefined;
    const folders = {
      codeDir: version.codeDir,
      tmpDir,
      ...(inMemory && { memoryTmp: { sizeMb, archive } }),
      optDir: realOptDir,
    };
    const rewrite = (text: string) => view.rewrite(text, folders);
    const taskRoot = view.taskRoot(version.codeDir);
    const optDir = realOptDir ? view.optDir(realOptDir) : "/opt";
    const environment = environmentVariables(version, {
      ...place,
      taskRoot,
      optDir,
      tmpDir: view.tmpDir(tmpDir),
      interpreterPath: interpreter?.path,
    });
    const programs = extensionPrograms(extensions, optDir, realOptDir);
    /** Puts everything into place before the program starts, and extensions before it. */
    const startInPlace = (command: readonly string[], channel = false) => {
      const words = (step: readonly string[]) => step.map(quoted).join(" ");
      const supervised = programs.length > 0;
      const run = supervised
        ? supervisedScript(programs, taskRoot, words(command), Object.keys(environment))
        : `cd ${quoted(taskRoot)} && exec ${words(command)}`;
      const start = { command: "/bin/sh", args: ["-c", run], environment };
      return this.#start(view.wrap({ ...start, channel, supervised }, folders));
    };
    if (!interpreter) {
      const places = [{ shown: taskRoot, folder: version.codeDir }];
      if (realOptDir) places.push({ shown: optDir, folder: realOptDir });
      return { process: startInPlace(providedCommand(places)), rewrite, keptTmp };
    }
    const { family } = interpreter;
    const importPaths = family.importPaths(version.runtime, optDir);
    const options = { ...version, taskRoot, optDir };
    const spec = await this.#interpreterSpec(interpreter, options, view);
    const wrapper = version.environment.AWS_LAMBDA_EXEC_WRAPPER;
    // The loader of libraries looks at LD_LIBRARY_PATH only when a program starts.
    const hasLibraries = realOptDir && existsSync(join(realOptDir, "lib"));
    if (family.startsWithFunction || wrapper || hasLibraries || programs.length > 0) {
      const shown = wrapper ? [shownPath(wrapper, { taskRoot, optDir })] : [];
      const process = startInPlace([...shown, spec.command, ...spec.args], spec.channel);
      if (!family.startsWithFunction) process.assign({ workingDir: taskRoot, importPaths });
      return { process, rewrite, keptTmp };
    }
    this.#recent.note({
      runtime: version.runtime,
      memoryMb: version.memoryMb,
      environment: startVariablesOf(family, version),
    });
    const assignment = { environment, workingDir: taskRoot, importPaths };
    const spare = this.#spares.take(view.wrap(spec));
    const process = spare ?? this.#start(view.wrap(spec, folders));
    process.assign(assignment, spare && view.tell(folders));
    return { process, rewrite, keptTmp };
  }

  /** Says that a function with these settings is likely to run soon. */
  async expect(version: RecentRuntime): Promise<void> {
    return this.#expectIn(await this.#view, version);
  }

  async #expectIn(view: FileView, version: RecentRuntime): Promise<void> {
    const found = await this.#interpreters.find(version.runtime);
    if (found.kind !== "interpreter") return;
    const { interpreter } = found;
    if (interpreter.family.startsWithFunction) return;
    const options = { ...version, taskRoot: "", optDir: "" };
    this.#spares.expect(view.wrap(await this.#interpreterSpec(interpreter, options, view)));
  }

  /** Ends what an environment's processes left running beside their group. */
  async endEscaped(environmentId: string): Promise<void> {
    if (!this.#closed && !(await this.#view).endsTogether) await endMarked([environmentId]);
  }

  /** Ends every process there is; nothing starts after this. */
  async close(): Promise<void> {
    const view = await this.#view;
    this.#closed = true;
    this.#spares.endAll();
    this.#recent.close();
    this.#watcher?.close();
    if (!view.endsTogether) await endMarked(environmentIds(this.#folder));
    await this.#groups?.close();
  }

  /** Starts processes in this view from now on, those that are likely to be called soon at once. */
  #use(view: FileView, groups: ControlGroups): FileView {
    if (this.#used && this.#used !== view) this.#spares.endAll();
    this.#used = view;
    this.#groups = groups.isEmpty ? undefined : groups;
    this.#keepCpuShare = keptLimits(view, this.#groups, this.settings.cpuQuota).cpu !== "off";
    if (!view.endsTogether) this.#watcher ??= new Watcher();
    // Whoever waits for one of them is told by the first call.
    for (const recent of this.#recent.list) this.#expectIn(view, recent).catch(() => undefined);
    return view;
  }

  /** The interpreter with our runtime for it, and what has to be in its environment when it starts. */
  async #interpreterSpec(
    interpreter: Interpreter,
    options: StartOptions & { taskRoot: string; optDir: string },
    view: FileView,
  ): Promise<ProcessSpec> {
    const { family, path } = interpreter;
    const prepared = await family.prepare?.(interpreter, this.homeDir);
    const programDir = prepared ? view.hostPath(prepared) : view.runtimeDir;
    const [command = path, ...args] = family.command(path, options, programDir);
    return {
      command,
      args,
      ...(family.channel && { channel: true }),
      environment: {
        PATH: "/usr/local/bin:/usr/bin:/bin",
        LANG: "en_US.UTF-8",
        TZ: ":UTC",
        ...startVariablesOf(family, options),
      },
    };
  }

  #start(spec: ProcessSpec): RuntimeProcess {
    if (this.#closed) throw new LaunchError("Sandbox.Failure", "The engine is shutting down.");
    const group = this.#groups?.create();
    const process = new RuntimeProcess(spec, group, this.#keepCpuShare);
    if (process.pid > 0) this.#watcher?.add(process.pid);
    process.onGone(() => {
      this.#watcher?.remove(process.pid);
      if (group) this.#groups?.remove(group);
    });
    return process;
  }
}

/** What of a function's variables its interpreter reads when it starts. */
function startVariablesOf(
  family: Family,
  { environment }: Pick<StartOptions, "environment">,
): Record<string, string> {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter(([name]) => family.startVariables.test(name)));
}

/** Environments that have a folder, by their names of 32 digits. */
function environmentIds(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => /^[0-9a-f]{32}$/.test(name));
}

/** Extensions as they are started. Throws AWS's Extension.LaunchError, in its launcher's words, when one cannot be. */
function extensionPrograms(
  names: readonly string[],
  optDir: string,
  realOptDir: string | undefined,
): string[] {
  if (names.length > maximumExtensions)
    throw new LaunchError("Extension.LaunchError", "ErrTooManyExtensions");
  return names.map((name) => {
    const program = `${optDir}/extensions/${name}`;
    const problem = realOptDir && problemOf(join(realOptDir, "extensions", name));
    if (problem) throw new LaunchError("Extension.LaunchError", `fork/exec ${program}: ${problem}`);
    return program;
  });
}

/** A path of AWS's as the function sees it here. */
function shownPath(
  path: string,
  { taskRoot, optDir }: { taskRoot: string; optDir: string },
): string {
  return path.replace(/^\/var\/task(?=\/)/, taskRoot).replace(/^\/opt(?=\/)/, optDir);
}
