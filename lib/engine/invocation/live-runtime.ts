import type { Clock } from "../clock.ts";
import type { ProcessLimits } from "../limits/process-limits.ts";
import type { RuntimeAnswer } from "../runtime-api/answers.ts";
import { openChannel } from "../runtime-api/channel.ts";
import type { RuntimeApiServer, RuntimeEndpoint } from "../runtime-api/server.ts";
import { type RuntimeInvocation, RuntimeSession } from "../runtime-api/session.ts";
import type { Launcher, LaunchRequest } from "../runtimes/launcher.ts";
import type { KeptTmp } from "../runtimes/tmp-space.ts";
import type { ProcessExit, RuntimeProcess } from "../runtimes/runtime-process.ts";

export interface Ending {
  kind: "exit";
  exit: ProcessExit;
  /** The engine ended it because it used more memory than the function has. */
  outOfMemory: boolean;
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
  readonly ended: Promise<Ending>;
  readonly #session: RuntimeSession;
  /** What has happened since the last invocation began, and who waits for it. */
  #happened: Happening | undefined;
  #onHappening: ((happening: Happening) => void) | undefined;
  #process: RuntimeProcess | undefined;
  #endpoint: RuntimeEndpoint | undefined;
  #keptTmp: KeptTmp | undefined;
  #isHeld = false;
  #rewrite = (text: string) => text;
  #alive = true;
  #outputEnd = "";

  private constructor() {
    let end: (ending: Ending) => void = () => undefined;
    this.ended = new Promise((resolve) => (end = resolve));
    this.#end = end;
    this.#session = new RuntimeSession({
      // One turn of the event loop later everything the runtime wrote before has been read.
      onReady: () => atEndOfTurn(() => this.#happens(ready)),
      onInitError: (errorType, payload) =>
        atEndOfTurn(() =>
          this.#happens({ kind: "init-error", errorType, payload: this.#rewritten(payload) }),
        ),
    });
  }

  readonly #end: (ending: Ending) => void;

  /** Starts a runtime; throws LaunchError when this machine cannot. */
  static async start(
    { launcher, runtimeApi, clock }: RuntimeDeps,
    request: Omit<LaunchRequest, "place"> & { place: Omit<LaunchRequest["place"], "runtimeApi"> },
    onOutput: (message: string) => void,
  ): Promise<LiveRuntime> {
    const live = new LiveRuntime();
    const endpoint = (live.#endpoint = await runtimeApi.open(live.#session));
    try {
      const place = { ...request.place, runtimeApi: endpoint.address };
      const { process, rewrite, keptTmp } = await launcher.launch({ ...request, place });
      const { memoryMb, ephemeralStorageMb } = request.version;
      process.limits.assign({ memoryMb, filesMb: keptTmp ? ephemeralStorageMb : 0 }, clock);
      live.#process = process;
      live.#keptTmp = keptTmp;
      if (process.channel) openChannel(process.channel, live.#session);
      live.#rewrite = rewrite;
    } catch (error) {
      endpoint.close();
      throw error;
    }
    live.#process.listen({
      onOutput: (message) => {
        live.#outputEnd = message;
        onOutput(live.#rewrite(message));
      },
      onExit: (exit) => live.#exited(exit),
    });
    return live;
  }

  get alive(): boolean {
    return this.#alive;
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
      this.#session.invoke(invocation, (given) => {
        answer =
          given.kind === "error" ? { ...given, payload: this.#rewritten(given.payload) } : given;
        atEndOfTurn(() => {
          if (answer && !this.#session.ready && !this.#happened) onAnswer(answer);
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
    await this.#keptTmp?.save();
  }

  kill(): void {
    this.#process?.kill();
  }

  /** Ends it for good. */
  dispose(): void {
    this.kill();
    this.#keptTmp?.release();
  }

  #exited(exit: ProcessExit): void {
    this.#alive = false;
    this.#endpoint?.close();
    // V8 aborts at the end of its heap, which is sized to the function's memory.
    const killed = exit.signal === "SIGKILL" && this.#process?.limits.outOfMemory === true;
    const heapFull = exit.signal === "SIGABRT" || /heap out of memory/.test(this.#outputEnd);
    const ending: Ending = { kind: "exit", exit, outOfMemory: killed || heapFull };
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
