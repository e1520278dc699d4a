import type { Clock } from "../clock.ts";
import { ServiceError } from "../http/service.ts";
import type { FunctionChange, FunctionVersion } from "../lambda/function-version.ts";
import type { KeptLimits } from "../limits/kept-limits.ts";
import { RuntimeApiServer } from "../runtime-api/server.ts";
import type { RuntimeInUse } from "../lambda/runtimes.ts";
import type { Launcher } from "../runtimes/launcher.ts";
import type { EngineSettings } from "../settings.ts";
import type { EngineDatabase } from "../store/database.ts";
import type { Targets } from "../targets.ts";
import { AsyncQueue } from "./async-queue.ts";
import { Destinations } from "./destinations.ts";
import { checkTenant } from "./check-request.ts";
import type { Environment, EnvironmentDeps, Job, JobOutcome, JobResult } from "./environment.ts";
import type { LogSink } from "./environment-log.ts";
import { Environments, shuttingDown } from "./environments.ts";
import { InvocationMetrics, type MetricSink, type MetricSubject } from "./invocation-metrics.ts";
import type { InvokableFunctions, InvokeRequest, InvokeResult } from "./invoke-request.ts";
import { type Lease, Leases } from "./lease.ts";
import { ProvisionedEnvironments, type ProvisionedStatus } from "./provisioned.ts";
import { extendLineage, isLoop, stoppedLoop } from "./lineage.ts";
import { hex, traceHeader } from "./trace-header.ts";

export interface InvokerOptions {
  database: EngineDatabase;
  /** Closed with the invoker. */
  launcher: Launcher;
  functions: InvokableFunctions;
  logs: LogSink;
  metrics: MetricSink;
  /** Resolves when what was logged and counted so far is on disk. */
  recorded: () => Promise<void>;
  targets: Omit<Targets, "invokeFunction">;
  clock: Clock;
  random: () => number;
  settings: EngineSettings;
  homeDir: string;
  endpoint: () => string;
  /** Told of what has nowhere else to go: a destination that could not be reached. */
  warn: (message: string) => void;
}

/** How long an answer waits for the runtime to ask for its next event, so that the next call finds it idle. */
const settleMs = 25;

/** Whose call it is, with the version that runs. */
type Subject = MetricSubject & { version: FunctionVersion };

/** Environments that were provisioned for what is called, and how many of them run. */
interface Provisioned {
  allocated: number;
  running: number;
}

/** What one run needs: what it may use, for whom, and what is to run. */
type Run = [Lease, Provisioned | undefined, Subject, Job];

/** Runs functions: leases the right, finds the place, runs the job, records what came of it. */
export class Invoker {
  readonly #options: InvokerOptions;
  readonly #leases: Leases;
  readonly #environments: Environments;
  readonly #provisioned: ProvisionedEnvironments;
  readonly #metrics: InvocationMetrics;
  readonly #launcher: Launcher;
  readonly #runtimeApi = new RuntimeApiServer();
  readonly #queue: AsyncQueue;
  readonly #shutdowns = new Set<Promise<void>>();
  readonly #runs = new Set<Promise<JobOutcome>>();
  readonly #stopListening: () => void;
  #finishing = false;

  constructor(options: InvokerOptions) {
    this.#options = options;
    const { functions, settings, clock, homeDir, logs, endpoint, random } = options;
    this.#launcher = options.launcher;
    const deps: EnvironmentDeps = {
      clock,
      launcher: this.#launcher,
      runtimeApi: this.#runtimeApi,
      logs,
      homeDir,
      endpoint,
      shutdowns: this.#shutdowns,
    };
    const newId = () => hex(random, 32);
    this.#leases = new Leases(functions, settings, clock);
    this.#environments = new Environments(deps, settings, newId);
    this.#provisioned = new ProvisionedEnvironments(deps, functions, newId, settings);
    this.#metrics = new InvocationMetrics(options.metrics, this.#leases, clock);
    const destinations = new Destinations(options, this.#metrics, (request) =>
      this.enqueue(request),
    );
    this.#queue = new AsyncQueue(options, this.#metrics, destinations, (request) =>
      this.invoke(request),
    );
    this.#stopListening = functions.onChange((change) => this.#changed(change));
  }

  /** Continues what a former engine left: queued events and provisioned environments. */
  start(): void {
    this.#provisioned.startAll();
    this.#queue.start();
  }

  /**
   * Runs a function and waits for its answer. A failing function is an answer with `functionError`;
   * throws ServiceError when it could not run: 404, 409 Pending, 429 with its Reason.
   */
  async invoke(request: InvokeRequest): Promise<InvokeResult> {
    const { functions, clock, random } = this.#options;
    const { region } = request;
    const resolved = functions.resolve(region, request.functionName, request.qualifier, random);
    const { version, qualifier, invokedArn } = resolved;
    refusePending(version);
    checkTenant(version, request.tenantId);
    if (this.#finishing) throw shuttingDown();
    const startedAtMs = clock.now();
    const subject: Subject = {
      region,
      functionName: version.functionName,
      qualifier,
      version,
    };
    const lineage = extendLineage(
      traceHeader(request.traceHeader, version.tracingMode, startedAtMs, random),
      version.unqualifiedArn,
    );
    if (isLoop(lineage) && functions.stopsLoops(region, version.functionName)) {
      this.#metrics.loopStopped(subject, startedAtMs);
      throw stoppedLoop();
    }
    const provisioned = this.#provisioned.count(
      region,
      version.functionName,
      qualifier,
      version.version,
    );
    let lease: Lease;
    try {
      lease = this.#leases.acquire({
        region,
        functionName: version.functionName,
        qualifier: provisioned?.qualifier,
        provisionedFree: provisioned?.free ?? 0,
        provisionedAllocated: provisioned?.allocated ?? 0,
        rateLimited: request.source !== "async",
      });
    } catch (error) {
      this.#countThrottle(error, subject, startedAtMs);
      throw error;
    }
    const { onChunk } = request;
    const executedVersion = version.version;
    const use = provisioned && {
      allocated: provisioned.allocated,
      running: provisioned.running + (lease.kind === "provisioned" ? 1 : 0),
    };
    const outcome = await this.#first(lease, use, subject, {
      requestId: request.requestId,
      payload: request.payload,
      tenantId: request.tenantId,
      invokedArn,
      traceHeader: lineage.header,
      clientContext: request.clientContext && fromBase64(request.clientContext),
      onChunk:
        onChunk && ((chunk, contentType) => onChunk(chunk, { contentType, executedVersion })),
      logTail: request.logTail,
    });
    const { logTail } = outcome;
    await this.#options.recorded();
    return {
      statusCode: 200,
      executedVersion,
      payload: outcome.payload,
      contentType: outcome.contentType,
      ...(outcome.failure && {
        functionError: "Unhandled",
        errorType: outcome.failure.errorType,
      }),
      ...(logTail !== undefined && { logTail }),
    };
  }

  /** Accepts an event to be run later; it is stored when this returns. Throws as AWS does: 404. */
  enqueue(request: Omit<InvokeRequest, "source" | "logTail" | "onChunk">): void {
    const { functions, clock, random } = this.#options;
    const resolved = functions.resolve(
      request.region,
      request.functionName,
      request.qualifier,
      random,
    );
    const { version, qualifier } = resolved;
    refusePending(version);
    checkTenant(version, request.tenantId);
    this.#queue.add({
      ...request,
      functionName: version.functionName,
      qualifier,
      // All attempts at an event, and what is sent because of it, are of one trace.
      traceHeader: traceHeader(request.traceHeader, version.tracingMode, clock.now(), random),
    });
  }

  /** Throws what an invocation would: 404, 409 Pending; runs nothing. */
  dryRun(request: Pick<InvokeRequest, "region" | "functionName" | "qualifier" | "tenantId">): void {
    const { version } = this.#options.functions.resolve(
      request.region,
      request.functionName,
      request.qualifier,
      this.#options.random,
    );
    refusePending(version);
    checkTenant(version, request.tenantId);
  }

  runtimeInUse(runtime: string): RuntimeInUse {
    return this.#launcher.runtimeInUse(runtime);
  }

  provisionedStatus(region: string, functionName: string, qualifier: string): ProvisionedStatus {
    return this.#provisioned.status(region, functionName, qualifier);
  }

  /** Which of AWS's limits are kept on this machine, and by what means. */
  keptLimits(): Promise<KeptLimits> {
    return this.#launcher.keptLimits();
  }

  /** Invocations that run now, of one function or of all in the region. */
  running(region: string, functionName?: string): number {
    return functionName === undefined
      ? this.#leases.region(region).concurrent
      : this.#leases.running(region, functionName);
  }

  /** Begins nothing any more and waits for what runs, until `graceEnds`. Returns how many still run then. */
  async finish(graceEnds: Promise<unknown>): Promise<number> {
    this.#finishing = true;
    this.#queue.pause();
    await Promise.race([graceEnds, Promise.allSettled([...this.#runs, this.#queue.settled()])]);
    return this.#runs.size;
  }

  /** Ends all environments; queued events stay for the next start. */
  async close(): Promise<void> {
    this.#finishing = true;
    this.#stopListening();
    const attempts = this.#queue.close();
    this.#environments.close();
    // Extensions have the time that AWS gives them, those of provisioned environments further down.
    await Promise.all(this.#shutdowns);
    await this.#launcher.close();
    await this.#provisioned.close();
    await Promise.all(this.#shutdowns);
    await Promise.allSettled([...this.#runs, attempts]);
    this.#metrics.close();
    this.#runtimeApi.close();
  }

  /** The end of a run; or its answer, when the runtime does not end soon after it and no log tail is asked for. */
  #first(...[lease, provisioned, subject, job]: Run): Promise<JobResult & Partial<JobOutcome>> {
    return new Promise((resolve, reject) => {
      let cancel = () => {};
      const onAnswer = (answer: JobResult) => {
        // The log tail holds the REPORT, which comes last.
        if (!job.logTail) cancel = this.#options.clock.after(settleMs, () => resolve(answer));
      };
      const done = this.#run(lease, provisioned, subject, { ...job, onAnswer });
      this.#runs.add(done);
      const over = () => {
        this.#runs.delete(done);
        cancel();
      };
      done.then(
        (outcome) => {
          over();
          resolve(outcome);
        },
        (error: unknown) => {
          over();
          reject(error as Error);
        },
      );
    });
  }

  async #run(...[lease, provisioned, subject, job]: Run): Promise<JobOutcome> {
    const startedAtMs = this.#options.clock.now();
    let environment: Environment | undefined;
    let durationMs: number | undefined;
    try {
      const taken = this.#take(lease, subject, job.tenantId);
      environment = taken instanceof Promise ? await taken : taken;
      this.#metrics.started(subject, lease, provisioned, startedAtMs);
      if (environment.status === "starting") {
        await environment.initialise();
        environment.move("busy");
      }
      const outcome = await environment.run(job);
      ({ durationMs } = outcome);
      const failed = outcome.failure !== undefined;
      this.#metrics.finished(subject, failed, durationMs, startedAtMs);
      return outcome;
    } catch (error) {
      if (!environment) this.#countThrottle(error, subject, startedAtMs);
      throw error;
    } finally {
      if (environment && lease.kind === "provisioned") this.#provisioned.giveBack(environment);
      else if (environment) this.#environments.giveBack(environment, durationMs);
      lease.release();
      this.#metrics.ended(subject);
    }
  }

  #take(lease: Lease, { region, functionName, qualifier, version }: Subject, tenantId?: string) {
    return lease.kind === "provisioned"
      ? this.#provisioned.take(region, functionName, qualifier, version.version)
      : this.#environments.take(version, tenantId);
  }

  #countThrottle(error: unknown, subject: MetricSubject, atMs: number): void {
    const throttle = error instanceof ServiceError && error.code === "TooManyRequestsException";
    if (throttle) this.#metrics.throttled(subject, atMs);
  }

  #changed({ region, functionName, kind }: FunctionChange): void {
    if (kind === "deleted") this.#environments.retire(region, functionName, () => true);
    if (kind !== "created" && kind !== "code" && kind !== "configuration") return;
    const version = this.#latest(region, functionName);
    if (!version) return;
    this.#environments.retire(
      region,
      functionName,
      (other) => other.version === "$LATEST" && other.revisionId !== version.revisionId,
    );
    this.#launcher.expect(version).catch((error: unknown) => {
      this.#options.warn(`No interpreter could be started ahead of need: ${String(error)}`);
    });
  }

  /** Undefined when the function was deleted before its update had settled. */
  #latest(region: string, functionName: string): FunctionVersion | undefined {
    try {
      return this.#options.functions.resolve(region, functionName).version;
    } catch (error) {
      if (error instanceof ServiceError) return undefined;
      throw error;
    }
  }
}

function refusePending(version: FunctionVersion): void {
  if (version.state === "Active") return;
  throw new ServiceError(
    "ResourceConflictException",
    `The operation cannot be performed at this time. The function is currently in the following state: ${version.state}`,
    409,
    { Type: "User" },
  );
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString("utf8");
}
