import { type CallContext, ServiceError } from "../../http/service.ts";
import type { Workflow } from "../language/definition.ts";
import { readDefinition } from "../language/read-definition.ts";
import { causeOf, StateError } from "../language/state-error.ts";
import type { StartAndWait } from "./call-task.ts";
import type { Execution, Given, StateMachine } from "./execution.ts";
import { type ExecutionStore, type Recorder, recorderInMemory } from "./execution-store.ts";
import { findStartable, type Startable } from "./find-startable.ts";
import { History } from "./history.ts";
import type { RunDeps } from "./run.ts";
import { WorkflowRun } from "./run-workflow.ts";
import { type StateTest, type StateTested, testState } from "./test-state.ts";
import { isStopped, type Stopper, stopWith } from "./waiting.ts";

export type ExecutionDeps = Omit<RunDeps, "startAndWait" | "runChild" | "mapRuns"> & {
  /** Decides which version of an alias an execution has. */
  random(): number;
  warn(message: string, error: unknown): void;
};

/** AWS forgets executions after 90 days. */
const keptMs = 90 * 86_400_000;

/** How many definitions are kept as they were read. */
const mostWorkflows = 100;

interface Running {
  stop: Stopper;
  ended: Promise<Execution>;
}

/** The executions that run, and what becomes of them. */
export class Executions {
  readonly #running = new Map<string, Running>();
  readonly #workflows = new Map<string, Workflow>();
  readonly #deps: RunDeps & Pick<ExecutionDeps, "random" | "warn">;
  #closed = false;

  constructor(
    readonly store: ExecutionStore,
    deps: ExecutionDeps,
  ) {
    const startAndWait: StartAndWait = (...call) => this.#startAndWait(...call);
    const runChild: RunDeps["runChild"] = (...call) => this.#runChild(...call);
    this.#deps = { ...deps, startAndWait, runChild, mapRuns: store.mapRuns };
  }

  /** Goes on with what a former engine was in the middle of, and forgets what is too old. */
  start(): void {
    this.store.expire(this.#deps.clock.now() - keptMs);
    for (const execution of this.store.running()) this.#run(execution);
  }

  /** What an ARN of a machine, a version or an alias means. Throws StateMachineDoesNotExist. */
  startable(arn: string): Startable {
    return findStartable(this.store, arn, this.#deps.random);
  }

  /** Begins an execution; it is kept when this returns. */
  begin(machine: StateMachine, given: Given): Execution {
    const execution = this.#newExecution(machine, given);
    this.store.put(execution);
    this.#run(execution);
    return execution;
  }

  /** Runs an express machine to its end; nothing of it is kept. */
  runExpress(machine: StateMachine, given: Given): Promise<Execution> {
    const execution = this.#newExecution(machine, given);
    return this.#play(execution, recorderInMemory(), stopWith());
  }

  /** Continues an execution that failed, was aborted or timed out: what ended it is tried anew. */
  redrive(ended: Execution, clientToken: string | undefined): Execution {
    const { stoppedMs: _stopped, output: _output, error: _error, cause: _cause, ...kept } = ended;
    const { redrive: before, endedAttempts = [] } = ended;
    const count = (before?.count ?? 0) + 1;
    const execution: Execution = {
      ...kept,
      status: "RUNNING",
      redrive: {
        count,
        lastMs: this.#deps.clock.now(),
        ...(clientToken !== undefined && { clientToken }),
        after: [...(before?.after ?? []), ...endedAttempts],
      },
    };
    const recorder = this.store.recorder(ended.arn);
    const details = { redriveCount: count };
    new History(recorder, this.#deps.clock).record(
      `redrive${count}`,
      "ExecutionRedriven",
      recorder.events.size,
      "executionRedriven",
      details,
    );
    this.store.dropOpenSteps(ended.arn);
    this.store.put(execution);
    this.#run(execution);
    return execution;
  }

  /** Tries one state alone; nothing of it is kept. */
  test(test: StateTest): Promise<StateTested> {
    return testState(test, this.#deps);
  }

  /** Stops an execution that runs as aborted; the execution as it is then. */
  stop(arn: string, { error, cause }: Pick<Execution, "error" | "cause">): Execution | undefined {
    const execution = this.store.find(arn);
    if (!execution || execution.status !== "RUNNING") return execution;
    const end = { status: "ABORTED", error, cause } as const;
    const ended = this.#end(execution, this.store.recorder(arn), end);
    this.#running.get(arn)?.stop.stop();
    return ended;
  }

  /** How an execution ended, once it has. */
  async ended(arn: string): Promise<Execution> {
    const execution = (await this.#running.get(arn)?.ended) ?? this.store.find(arn);
    if (!execution) throw new Error(`there is no execution ${arn}`);
    return execution;
  }

  /** What runs goes on with the next engine. */
  close(): void {
    this.#closed = true;
    for (const { stop } of this.#running.values()) stop.stop();
  }

  #newExecution(machine: StateMachine, given: Given): Execution {
    return { ...given, machine, status: "RUNNING", startedMs: this.#deps.clock.now() };
  }

  #run(execution: Execution): void {
    const { arn } = execution;
    const stop = stopWith();
    const ended = this.#play(execution, this.store.recorder(arn), stop).finally(() => {
      this.#running.delete(arn);
    });
    ended.catch((error: unknown) => {
      if (!this.#closed) this.#deps.warn(`The execution ${arn} broke off`, error);
    });
    this.#running.set(arn, { stop, ended });
  }

  /** Plays to the end, whichever it is. An execution that was stopped is what the store says. */
  async #play(execution: Execution, recorder: Recorder, stop: Stopper): Promise<Execution> {
    const workflow = this.#workflowOf(execution.machine);
    // Whoever began it is answered first.
    await new Promise((resolve) => setImmediate(resolve));
    const cancel = this.#watchTime(execution, workflow, recorder, stop);
    try {
      const input: unknown = JSON.parse(execution.input);
      const run = new WorkflowRun(execution, recorder, this.#deps);
      const output = JSON.stringify(await run.play(workflow, input, stop.signal));
      return this.#end(execution, recorder, { status: "SUCCEEDED", output });
    } catch (error) {
      if (this.#closed) return execution;
      if (isStopped(error)) return this.store.find(execution.arn) ?? execution;
      if (error instanceof StateError) {
        const end = {
          status: "FAILED",
          error: error.error || undefined,
          cause: causeOf(error) || undefined,
          endedAttempts: error.endedAttempts,
        } as const;
        return this.#end(execution, recorder, end);
      }
      this.#deps.warn(`The execution ${execution.arn} failed within the engine`, error);
      const cause = "The local engine failed; its log says why.";
      return this.#end(execution, recorder, { status: "FAILED", error: "States.Runtime", cause });
    } finally {
      cancel();
    }
  }

  /** The children of a distributed Map are many, and have one definition. */
  #workflowOf({ definition }: StateMachine): Workflow {
    let workflow = this.#workflows.get(definition);
    if (workflow) return workflow;
    ({ workflow } = readDefinition(definition));
    if (!workflow) throw new Error("a definition that was accepted cannot be read any more");
    if (this.#workflows.size >= mostWorkflows) this.#workflows.clear();
    this.#workflows.set(definition, workflow);
    return workflow;
  }

  #watchTime(
    execution: Execution,
    { TimeoutSeconds: seconds }: Workflow,
    recorder: Recorder,
    stop: Stopper,
  ): () => void {
    if (seconds === undefined || this.#closed) return () => undefined;
    const beganMs = execution.redrive?.lastMs ?? execution.startedMs;
    const leftMs = beganMs + seconds * 1000 - this.#deps.clock.now();
    return this.#deps.clock.after(Math.max(0, leftMs), () => {
      this.#end(execution, recorder, { status: "TIMED_OUT", error: "States.Timeout" });
      stop.stop();
    });
  }

  #end(
    execution: Execution,
    recorder: Recorder,
    end: { status: keyof typeof endings } & Pick<
      Execution,
      "output" | "error" | "cause" | "endedAttempts"
    >,
  ): Execution {
    const { clock } = this.#deps;
    const ended: Execution = { ...execution, ...end, stoppedMs: clock.now() };
    const { status, output, error, cause } = end;
    const [type, member] = endings[status];
    const details =
      output === undefined ? { error, cause } : { output, outputDetails: { truncated: false } };
    const key = `end${execution.redrive?.count ?? ""}`;
    new History(recorder, clock).record(key, type, recorder.events.size, member, details);
    if (execution.machine.type === "STANDARD") this.store.put(ended);
    return ended;
  }

  /** A child that a former engine began is waited for. */
  async #runChild(machine: StateMachine, given: Given, signal: AbortSignal): Promise<Execution> {
    if (machine.type === "EXPRESS") return this.runExpress(machine, given);
    const { arn } = this.store.find(given.arn) ?? this.begin(machine, given);
    const stop = () => void (this.#closed || this.stop(arn, {}));
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await this.ended(arn);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  #startableOfTask(arn: string): Startable {
    try {
      return this.startable(arn);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw new StateError(`StepFunctions.${error.code}Exception`, error.message);
    }
  }

  /** A Task that starts another machine, and waits for its end where its resource says so. */
  async #startAndWait(
    ...[parameters, pattern, context]: Parameters<StartAndWait>
  ): Promise<unknown> {
    const { StateMachineArn: arn, Input: input = {}, Name: name = context.requestId } = parameters;
    const { machine, ...by } = this.#startableOfTask(String(arn));
    const executionArn = executionArnOf(machine, String(name));
    const text = typeof input === "string" ? input : JSON.stringify(input);
    const begun =
      this.store.find(executionArn) ??
      this.begin(machine, { arn: executionArn, name: String(name), input: text, ...by });
    const startDate = new Date(begun.startedMs).toISOString();
    if (pattern !== "sync" && pattern !== "sync:2")
      return { ExecutionArn: executionArn, StartDate: startDate };
    const ended = await this.ended(executionArn);
    const { status, output, error, cause } = ended;
    // The second form answers data where the first answers text.
    const data = (json: string): unknown => (pattern === "sync" ? json : JSON.parse(json));
    const told = {
      ExecutionArn: executionArn,
      Input: data(text),
      InputDetails: { Included: true },
      Name: String(name),
      ...(output !== undefined && { Output: data(output), OutputDetails: { Included: true } }),
      ...(error !== undefined && { Error: error }),
      ...(cause !== undefined && { Cause: cause }),
      StartDate: startDate,
      StateMachineArn: machine.arn,
      Status: status,
      StopDate: new Date(ended.stoppedMs ?? 0).toISOString(),
    };
    if (status !== "SUCCEEDED") throw new StateError("States.TaskFailed", JSON.stringify(told));
    return told;
  }
}

const endings = {
  SUCCEEDED: ["ExecutionSucceeded", "executionSucceeded"],
  FAILED: ["ExecutionFailed", "executionFailed"],
  TIMED_OUT: ["ExecutionTimedOut", "executionTimedOut"],
  ABORTED: ["ExecutionAborted", "executionAborted"],
} as const;

type Place = Pick<CallContext, "region" | "accountId">;

export const machineArnOf = (name: string, { region, accountId }: Place): string =>
  `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;

export const executionArnOf = ({ arn }: StateMachine, name: string): string =>
  `${arn.replace(":stateMachine:", ":execution:")}:${name}`;
