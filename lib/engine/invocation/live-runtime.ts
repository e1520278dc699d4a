import type { Clock } from "../clock.ts";
import type { ProcessLimits } from "../limits/process-limits.ts";
import type { RuntimeAnswer } from "../runtime-api/answers.ts";
import { openChannel } from "../runtime-api/channel.ts";
import type { Extensions, ShutdownReason } from "../runtime-api/extensions.ts";
import type { RuntimeApiServer, RuntimeEndpoint } from "../runtime-api/server.ts";
import { type RuntimeInvocation, RuntimeSession } from "../runtime-api/session.ts";
import type { Launcher, LaunchRequest } from "../runtimes/launcher.ts";
import type { KeptTmp } from "../runtimes/tmp-space.ts";
import type { ProcessExit, RuntimeProcess } from "../runtimes/runtime-process.ts";
import { Supervision } from "./supervision.ts";

export interface Ending {
  kind: "exit";
  exit: ProcessExit;
  /** The engine ended it because it used more memory than the function has. */
  outOfMemory: boolean;
  /** AWS's name for it when it was an extension that ended. */
  extensionError?: string | undefined;
}

export interface InitError {
  kind: "init-error";
  errorType: string;
  payload: Uint8Array;
}

const ready = { kind: "ready" } as const;
type Ready = typeof ready;
type Happening = Ready | InitError | Ending;

interface RuntimeDeps {
  launcher: Launcher;
  runtimeApi: RuntimeApiServer;
  clock: Clock;
}

/** One started runtime: its process, its side of the Runtime API, and what happens to it. */
export class LiveRuntime {
  /** Settles when the runtime, or an extension, has ended. */
  readonly ended: Promise<Ending>;
  readonly #session: RuntimeSession;
  /** What has happened since the last invocation began, and who waits for it. */
  #happened: Happening | undefined;
  #onHappening: ((happening: Happening) => void) | undefined;
  #process: RuntimeProcess | undefined;
  #endpoint: RuntimeEndpoint | undefined;
  #supervision: Supervision | undefined;
  #gone: Promise<void> | undefined;
  #keptTmp: KeptTmp | undefined;
  #isHeld = false;
  #rewrite = (text: string) => text;
  #alive = true;
  #outputEnd = "";

  private constructor(private readonly extensions: Extensions) {
    let end: (ending: Ending) => void = () => undefined;
    this.ended = new Promise((resolve) => (end = resolve));
    this.#end = end;
    this.#session = new RuntimeSession({
      // One turn of the event loop later everything the runtime wrote before has been read.
      onReady: () => {
        extensions.closeRegistration();
        this.#lookIfReady();
      },
      onInitError: (errorType, payload) =>
        atEndOfTurn(() =>
          this.#happens({ kind: "init-error", errorType, payload: this.#rewritten(payload) }),
        ),
    });
    extensions.watch(() => {
      this.#supervision?.go();
      this.#lookIfReady();
    });
  }

  readonly #end: (ending: Ending) => void;

  /** Starts a runtime; throws LaunchError when this machine cannot. */
  static async start(
    { launcher, runtimeApi, clock }: RuntimeDeps,
    request: Omit<LaunchRequest, "place" | "extensions"> & {
      place: Omit<LaunchRequest["place"], "runtimeApi">;
      extensions: Extensions;
    },
    onOutput: (message: string) => void,
  ): Promise<LiveRuntime> {
    const { extensions } = request;
    const live = new LiveRuntime(extensions);
    const endpoint = (live.#endpoint = await runtimeApi.open(live.#session, extensions));
    try {
      const place = { ...request.place, runtimeApi: endpoint.address };
      const { process, rewrite, keptTmp } = await launcher.launch({
        ...request,
        place,
        extensions: extensions.externalNames,
      });
      const { memoryMb, ephemeralStorageMb } = request.version;
      process.limits.assign({ memoryMb, filesMb: keptTmp ? ephemeralStorageMb : 0 }, clock);
      live.#process = process;
      live.#keptTmp = keptTmp;
      if (process.channel) openChannel(process.channel, live.#session);
      live.#rewrite = rewrite;
      if (process.supervision)
        live.#supervision = new Supervision(process.supervision, extensions, clock, {
          onRuntimeExit: (exit) => live.#exited(exit),
          onExtensionExit: (exit) =>
            live.#exited(exit, extensions.fatalErrorType ?? "Extension.Crash"),
        });
    } catch (error) {
      endpoint.close();
      throw error;
    }
    live.#process.listen({
      onOutput: (message) => {
        live.#outputEnd = message;
        onOutput(live.#rewrite(message));
      },
      onExit: (exit) => {
        live.#supervision?.close();
        live.#exited(exit);
      },
    });
    return live;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Settles when the Shutdown phase of its extensions is over and no process is left. */
  get gone(): Promise<void> | undefined {
    return this.#gone;
  }

  /** What its processes may use. */
  get limits(): ProcessLimits | undefined {
    return this.#process?.limits;
  }

  /** Settles when the runtime waits for an event, has reported that it cannot start, or has ended. */
  settled(): Promise<Happening> {
    return new Promise((resolve) => {
      if (this.#happened) resolve(this.#happened);
      else this.#onHappening = resolve;
    });
  }

  /**
   * Runs one invocation until the runtime waits for the next one or has ended: its answer, or how the
   * process ended instead. `onAnswer` is told the answer when the runtime does not ask for the next event
   * together with it.
   */
  invoke(
    invocation: RuntimeInvocation,
    onAnswer: (answer: RuntimeAnswer) => void,
  ): Promise<RuntimeAnswer | Ending> {
    if (!this.#isHeld) this.#keptTmp?.hold(this.#process?.pid ?? -1);
    this.#isHeld = true;
    return new Promise((resolve, reject) => {
      let answer: RuntimeAnswer | undefined;
      const begun = this.#happened;
      this.#happened = undefined;
      this.#onHappening = (happening) => {
        if (answer) resolve(answer);
        else if (happening.kind === "exit") resolve(happening);
        else reject(new Error(`the runtime is ${happening.kind} without an answer`));
      };
      if (begun?.kind === "exit") return this.#happens(begun);
      if (this.extensions.any) this.extensions.invoke(invocation);
      this.#session.invoke(invocation, (given) => {
        answer =
          given.kind === "error" ? { ...given, payload: this.#rewritten(given.payload) } : given;
        atEndOfTurn(() => {
          if (answer && !this.#isReady && !this.#happened) onAnswer(answer);
        });
      });
    });
  }

  /** Whether its /tmp is a folder that grows as it likes. */
  get hasTmpOnDisk(): boolean {
    return this.#keptTmp === undefined;
  }

  /** After its end: leaves its /tmp to the next runtime of its environment. */
  async leaveTmp(): Promise<void> {
    await this.#gone;
    await this.#keptTmp?.save();
  }

  /** Ends all its processes at once. */
  kill(): void {
    this.#process?.kill();
  }

  /** Ends it as AWS does: at once without extensions, with a Shutdown phase for them where there are any. */
  end(reason: ShutdownReason): void {
    if (this.#supervision) this.#exited({ code: null, signal: "SIGKILL" }, undefined, reason);
    else this.kill();
  }

  /** Ends it for good; a promise where that takes time. */
  dispose(): Promise<void> | undefined {
    this.end("spindown");
    if (this.#gone) return this.#gone.then(() => this.#keptTmp?.release());
    this.#keptTmp?.release();
    return undefined;
  }

  get #isReady(): boolean {
    return this.#session.ready && this.extensions.ready;
  }

  /** The runtime and each extension wait for their next event. */
  #lookIfReady(): void {
    atEndOfTurn(() => {
      if (this.#isReady) this.#happens(ready);
    });
  }

  /** A process has ended; what else there is has a Shutdown phase, of which nobody is told. */
  #exited(exit: ProcessExit, extensionError?: string, reason: ShutdownReason = "failure"): void {
    if (!this.#alive) return;
    this.#alive = false;
    if (this.#supervision) this.#session.wake();
    const over = this.#supervision?.shutDown(reason).then(() => this.kill());
    this.#gone = over?.then(() => this.#endpoint?.close());
    if (!over) this.#endpoint?.close();
    // V8 aborts at the end of its heap, which is sized to the function's memory.
    const killed = exit.signal === "SIGKILL" && this.#process?.limits.outOfMemory === true;
    const heapFull = exit.signal === "SIGABRT" || /heap out of memory/.test(this.#outputEnd);
    const ending: Ending = {
      kind: "exit",
      exit,
      outOfMemory: !extensionError && (killed || heapFull),
      extensionError,
    };
    this.#end(ending);
    this.#happens(ending);
  }

  /** The first thing that happens counts, but an end counts always. */
  #happens(happening: Happening): void {
    if (this.#happened && happening.kind !== "exit") return;
    this.#happened = happening;
    const tell = this.#onHappening;
    this.#onHappening = undefined;
    tell?.(happening);
  }

  #rewritten(payload: Uint8Array): Uint8Array {
    return Buffer.from(this.#rewrite(Buffer.from(payload).toString("utf8")));
  }
}

let turn: (() => void)[] | undefined;

/** Calls back in the next turn of the event loop, together with all others of this one: they share what follows. */
function atEndOfTurn(act: () => void): void {
  if (!turn) {
    const acts: (() => void)[] = [];
    turn = acts;
    setImmediate(() => {
      turn = undefined;
      for (const one of acts) one();
    });
  }
  turn.push(act);
}
