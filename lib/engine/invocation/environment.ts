import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import type { FunctionVersion } from "../lambda/function-version.ts";
import type { Activity } from "../limits/process-limits.ts";
import type { RuntimeAnswer } from "../runtime-api/answers.ts";
import { Extensions } from "../runtime-api/extensions.ts";
import type { RuntimeApiServer } from "../runtime-api/server.ts";
import { LaunchError } from "../runtimes/launch-error.ts";
import { extensionsIn } from "../runtimes/layer-folders.ts";
import type { Launcher } from "../runtimes/launcher.ts";
import { folderMb } from "../runtimes/tmp-space.ts";
import { EnvironmentLog, type LogSink, type PhaseStatus } from "./environment-log.ts";
import { LiveRuntime, type InitError } from "./live-runtime.ts";
import { failedExit, failedLaunch, timedOut, type Failure } from "./failure.ts";

export type EnvironmentStatus =
  /** Its init phase runs. */
  | "starting"
  /** Waits for an invocation. */
  | "idle"
  /** Has an invocation. */
  | "busy"
  /** Waits for an invocation, which will start the runtime anew; /tmp is as it was left. */
  | "reset"
  | "stopped";

const moves: Readonly<Record<EnvironmentStatus, readonly EnvironmentStatus[]>> = {
  starting: ["idle", "busy", "stopped"],
  idle: ["busy", "reset", "stopped"],
  busy: ["idle", "reset", "stopped"],
  reset: ["busy", "stopped"],
  stopped: [],
};

/** AWS's limit of an init phase; what takes longer starts again within the first invocation. */
const initLimitMs = 10_000;
const provisionedInitLimitMs = 130_000;
const memorySampleMs = 100;
/** Where the kernel keeps the limit, invocations that go on for long are measured more and more seldom. */
const longestSampleMs = 800;
/** After short invocations memory is measured this often: looking costs more than they do. */
const shortSampleMs = 1000;
const samplesPerTmpLook = 10;

export interface EnvironmentDeps {
  clock: Clock;
  launcher: Launcher;
  runtimeApi: RuntimeApiServer;
  logs: LogSink;
  homeDir: string;
  /** The engine's own address, `http://127.0.0.1:PORT`. */
  endpoint: () => string;
  /** The Shutdown phases under way: extensions may take their time to end. */
  shutdowns: Set<Promise<void>>;
}

export interface Job {
  requestId: string;
  payload: Uint8Array;
  invokedArn: string;
  traceHeader: string;
  tenantId?: string | undefined;
  clientContext?: string | undefined;
  onChunk?: ((chunk: Uint8Array, contentType: string) => void) | undefined;
  /** Whether the outcome is to hold the end of the log. */
  logTail?: boolean | undefined;
  /** Called when the runtime has answered and cannot take the next job yet. */
  onAnswer?: ((result: JobResult) => void) | undefined;
}

export interface JobResult {
  payload: Uint8Array;
  /** Why the function failed; absent when it did not. */
  failure?: Failure | undefined;
  contentType: string;
}

export interface JobOutcome extends JobResult {
  durationMs: number;
  /** Base64; only when the job asked for it. */
  logTail: string | undefined;
}

type Init =
  | { ok: true; durationMs: number }
  | { ok: false; durationMs: number; status: PhaseStatus; failure: (requestId: string) => Failure };

/**
 * One execution environment: a folder with its own /tmp, a log stream, and a runtime that is started
 * again after it ended. It runs one invocation at a time; moves its status does not allow are refused.
 */
export class Environment {
  readonly log: EnvironmentLog;
  #status: EnvironmentStatus = "starting";
  #runtime: LiveRuntime | undefined;
  #initDurationMs: number | undefined;
  #peakMemoryMb = 0;
  #sampledAtMs = -Infinity;
  #samples = 0;
  readonly #directory: string;

  constructor(
    private readonly deps: EnvironmentDeps,
    readonly id: string,
    readonly version: FunctionVersion,
    readonly initializationType: "on-demand" | "provisioned-concurrency",
    readonly tenantId?: string | undefined,
  ) {
    this.log = new EnvironmentLog(deps.logs, deps.clock, version, id);
    this.#directory = join(deps.homeDir, "environments", id);
  }

  get status(): EnvironmentStatus {
    return this.#status;
  }

  /** What its process does while it has an invocation. */
  get activity(): Activity | "starts" {
    return this.#status === "busy" && this.#runtime?.alive ? this.#processActivity : "starts";
  }

  get #processActivity(): Activity {
    return this.#runtime?.limits?.activity ?? "waits";
  }

  move(to: EnvironmentStatus): void {
    if (!moves[this.#status].includes(to))
      throw new Error(`an environment cannot go from ${this.#status} to ${to}`);
    this.#status = to;
  }

  /** The init phase. Returns why it failed; an on-demand environment then tries again when it is used. */
  async initialise(): Promise<Failure | undefined> {
    const { version, initializationType: type } = this;
    const provisioned = type === "provisioned-concurrency";
    this.log.initStart(await this.deps.launcher.describe(version.runtime), type);
    const limitMs = provisioned
      ? Math.max(provisionedInitLimitMs, version.timeoutSeconds * 1000)
      : initLimitMs;
    const init = await this.#start(limitMs);
    const failure = init.ok ? undefined : init.failure("");
    if (failure || provisioned)
      this.log.initReport(
        { ...init, status: init.ok ? "success" : init.status, errorType: failure?.errorType },
        "init",
        type,
      );
    if (init.ok && !provisioned) this.#initDurationMs = init.durationMs;
    this.log.flush();
    return failure;
  }

  /** Runs one invocation in an environment that is busy with it; leaves it idle or reset. */
  async run(job: Job): Promise<JobOutcome> {
    if (this.#status !== "busy")
      throw new Error(`an environment that is ${this.#status} cannot run`);
    const limitMs = this.version.timeoutSeconds * 1000;
    // The Shutdown phase of a runtime that has failed is no time of the next invocation's.
    if (this.#runtime?.alive === false) await this.#runtime.gone;
    const startedMs = performance.now();
    const elapsedMs = () => performance.now() - startedMs;
    const result = await this.#answer(job, limitMs, elapsedMs);
    const durationMs = result.failure?.status === "timeout" ? limitMs : elapsedMs();
    this.#sampleMemory(durationMs < memorySampleMs ? shortSampleMs : memorySampleMs);
    this.log.end({
      requestId: job.requestId,
      status: result.failure?.status ?? "success",
      errorType: result.failure?.reportedType,
      durationMs,
      initDurationMs: this.#initDurationMs,
      maxMemoryMb: Math.min(Math.ceil(this.#peakMemoryMb), this.version.memoryMb),
    });
    this.#initDurationMs = undefined;
    const logTail = job.logTail ? this.log.tail() : undefined;
    if (this.status === "busy") this.move(this.#runtime?.alive ? "idle" : "reset");
    return { ...result, durationMs, logTail };
  }

  stop(): void {
    if (this.#status === "stopped") return;
    this.move("stopped");
    const cleanUp = () => {
      void this.deps.launcher.endEscaped(this.id);
      this.log.close();
      rmSync(this.#directory, { recursive: true, force: true, maxRetries: 3 });
    };
    const over = this.#runtime?.dispose()?.then(cleanUp);
    if (!over) return cleanUp();
    const { shutdowns } = this.deps;
    shutdowns.add(over);
    void over.finally(() => shutdowns.delete(over));
  }

  async #answer(job: Job, limitMs: number, elapsedMs: () => number): Promise<JobResult> {
    if (!this.#runtime?.alive) {
      // The init that failed or was cut off is repeated within the invocation and its time limit.
      const init = await this.#start(limitMs);
      if (!init.ok) {
        const failure = init.failure(job.requestId);
        const report = { ...init, errorType: failure.errorType };
        this.log.initReport(report, "invoke", this.initializationType);
        this.log.start(job.requestId, job.logTail === true);
        return failed(failure);
      }
    }
    const runtime = this.#runtime;
    if (!runtime) throw new Error("a runtime was started and is not there");
    this.log.start(job.requestId, job.logTail === true);
    const remainingMs = Math.max(0, limitMs - elapsedMs());
    const releaseCpu = runtime.limits?.watchCpu();
    let early: JobResult | undefined;
    const answer = await this.#within(
      remainingMs,
      runtime,
      runtime.invoke(
        {
          requestId: job.requestId,
          payload: job.payload,
          // The runtime compares it with the machine's clock, whatever clock the engine goes by.
          deadlineMs: Date.now() + Math.round(remainingMs),
          invokedArn: job.invokedArn,
          traceHeader: job.traceHeader,
          tenantId: job.tenantId,
          clientContext: job.clientContext,
          onChunk: job.onChunk,
        },
        (answered) => {
          early = resultOf(answered);
          job.onAnswer?.(early);
        },
      ),
    );
    releaseCpu?.();
    if (answer.kind === "timeout")
      return early ?? failed(timedOut(job.requestId, this.version.timeoutSeconds));
    if (answer.kind !== "exit") return early ?? resultOf(answer);
    // All there was, whatever was measured last.
    if (answer.outOfMemory) this.#peakMemoryMb = this.version.memoryMb;
    return failed(failedExit(job.requestId, answer));
  }

  async #start(limitMs: number): Promise<Init> {
    const over = await this.deps.launcher.startTurn(
      this.version.unqualifiedArn,
      () => this.#processActivity,
    );
    try {
      return await this.#startNow(limitMs);
    } finally {
      over();
    }
  }

  async #startNow(limitMs: number): Promise<Init> {
    const startedMs = performance.now();
    const elapsed = () => performance.now() - startedMs;
    const fail = (status: PhaseStatus, failure: (requestId: string) => Failure): Init => ({
      ok: false,
      durationMs: elapsed(),
      status,
      failure,
    });
    const extensions = this.#makeExtensions();
    try {
      await this.#runtime?.leaveTmp();
      this.#runtime = await LiveRuntime.start(
        this.deps,
        {
          version: this.version,
          directory: this.#directory,
          extensions,
          place: {
            endpoint: this.deps.endpoint(),
            logStream: this.log.stream,
            initializationType: this.initializationType,
          },
        },
        (message) => this.log.output(message),
      );
    } catch (error) {
      if (!(error instanceof LaunchError)) throw error;
      this.log.output(`${error.message}\n`);
      return fail("error", (id) => failedLaunch(id, error));
    }
    const runtime = this.#runtime;
    const result = await this.#within(limitMs, runtime, runtime.settled());
    for (const state of extensions.states) this.log.extension(state);
    if (result.kind === "ready") return { ok: true, durationMs: elapsed() };
    this.#sampleMemory();
    if (result.kind === "timeout") return fail("timeout", (id) => timedOut(id, limitMs / 1000));
    if (result.kind === "exit") return fail("error", (id) => failedExit(id, result));
    // The runtime ends itself after it has reported; whatever it writes until then belongs to its log.
    await this.#within(Math.max(0, limitMs - elapsed()), runtime, runtime.ended);
    return fail("error", () => functionFailure(result));
  }

  /** Waits at most `limitMs`, watching the memory; what takes longer or uses more is ended, which ends the waiting. */
  #within<T extends { kind: string }>(
    limitMs: number,
    runtime: LiveRuntime,
    happening: Promise<T>,
  ): Promise<T | { kind: "timeout" }> {
    const { clock } = this.deps;
    let stopSampling = () => {};
    const growth = runtime.limits?.keptByKernel && !runtime.hasTmpOnDisk ? 2 : 1;
    const sample = (afterMs: number) => {
      stopSampling = clock.after(afterMs, () => {
        if (this.#sampleMemory() || this.#isTmpFull(runtime)) runtime.kill();
        else sample(Math.min(longestSampleMs, afterMs * growth));
      });
    };
    sample(memorySampleMs);
    let tooLate = false;
    const stopWaiting = clock.after(limitMs, () => {
      tooLate = true;
      stopSampling();
      runtime.end("timeout");
    });
    return happening.then(async (first) => {
      stopSampling();
      stopWaiting();
      // An answer that came before the end stands.
      if (!tooLate || first.kind === "response" || first.kind === "error") return first;
      await runtime.ended;
      return { kind: "timeout" };
    });
  }

  #makeExtensions(): Extensions {
    const { functionName, version, handler, layerDirs, functionArn } = this.version;
    const accountId = functionArn.split(":")[4] ?? "";
    return new Extensions(extensionsIn(layerDirs), {
      accountId,
      functionName,
      functionVersion: version,
      handler,
    });
  }

  /** A /tmp on disk is measured each second; one in memory cannot hold more than it may. */
  #isTmpFull(runtime: LiveRuntime): boolean {
    this.#samples += 1;
    if (!runtime.hasTmpOnDisk || this.#samples % samplesPerTmpLook !== 0) return false;
    const { ephemeralStorageMb } = this.version;
    if (folderMb(join(this.#directory, "tmp")) <= ephemeralStorageMb) return false;
    this.log.output(
      `/tmp holds more than its ${ephemeralStorageMb} MB. The invocation ends here; on AWS, the write fails with ENOSPC.\n`,
    );
    return true;
  }

  /** Whether more is used than may be; not measured again within about `everyMs`. */
  #sampleMemory(everyMs = memorySampleMs): boolean {
    const nowMs = performance.now();
    const limits = this.#runtime?.limits;
    if (!limits || nowMs - this.#sampledAtMs < everyMs * 0.9) return false;
    const full = limits.look();
    if (limits.peakMb > 0) this.#sampledAtMs = nowMs;
    this.#peakMemoryMb = Math.max(this.#peakMemoryMb, limits.peakMb);
    return full;
  }
}

function failed(failure: Failure): JobResult {
  return { payload: failure.payload, failure, contentType: "application/json" };
}

function resultOf(answer: RuntimeAnswer): JobResult {
  const { payload } = answer;
  return answer.kind === "error"
    ? { payload, failure: functionFailure(answer), contentType: "application/json" }
    : { payload, contentType: answer.contentType };
}

function functionFailure({
  errorType,
  payload,
}: Pick<InitError, "errorType" | "payload">): Failure {
  return { status: "error", errorType, reportedType: errorType, payload };
}
