import type { Duplex } from "node:stream";
import type { Clock } from "../clock.ts";
import type { Extensions, ShutdownReason } from "../runtime-api/extensions.ts";
import type { ProcessExit } from "../runtimes/runtime-process.ts";
import { Supervisor } from "../runtimes/supervisor.ts";

/** How long the Shutdown phase lasts with external extensions, and how much of it the runtime has (AWS's emulator). */
const shutdownMs = 2000;
const runtimeShareMs = 0.3 * shutdownMs;

interface SupervisionEvents {
  onRuntimeExit(exit: ProcessExit): void;
  onExtensionExit(exit: ProcessExit): void;
}

/** A runtime's external extensions: started before it, and told when their environment ends. */
export class Supervision {
  readonly #supervisor: Supervisor;
  readonly #running: Set<string>;
  #isRuntimeStarted = false;
  #isRuntimeRunning = false;
  #onExit: () => void = () => undefined;

  constructor(
    stream: Duplex,
    private readonly extensions: Extensions,
    private readonly clock: Clock,
    events: SupervisionEvents,
  ) {
    const names = extensions.externalNames;
    this.#running = new Set(names);
    this.#supervisor = new Supervisor(stream, {
      onRuntimeExit: (exit) => {
        this.#isRuntimeRunning = false;
        events.onRuntimeExit(exit);
        this.#onExit();
      },
      onExtensionExit: (index, exit) => {
        const name = names[index] ?? "";
        this.#running.delete(name);
        extensions.exited(name);
        events.onExtensionExit(exit);
        this.#onExit();
      },
    });
  }

  /** All processes have ended: nothing is left to wait for. */
  close(): void {
    this.#isRuntimeRunning = false;
    this.#running.clear();
    this.#onExit();
  }

  /** Starts the runtime when all external extensions have registered. */
  go(): void {
    if (this.#isRuntimeStarted || !this.extensions.registered) return;
    this.#isRuntimeStarted = true;
    this.#isRuntimeRunning = true;
    this.#supervisor.startRuntime();
  }

  /**
   * The Shutdown phase: SIGTERM for the runtime, SIGKILL when it takes more than its share, then SHUTDOWN for
   * the extensions. Resolves when those that were told have ended, or their time is over.
   */
  async shutDown(reason: ShutdownReason): Promise<void> {
    const deadlineMs = Date.now() + shutdownMs;
    const over = this.#timer(shutdownMs);
    if (this.#isRuntimeRunning) {
      this.#supervisor.signalRuntime("TERM");
      const share = this.#timer(runtimeShareMs);
      await this.#until(() => !this.#isRuntimeRunning || share.isOver(), share.ended);
      share.cancel();
      if (this.#isRuntimeRunning) this.#supervisor.signalRuntime("KILL");
    }
    const told = this.extensions.shutDown({
      eventType: "SHUTDOWN",
      shutdownReason: reason,
      deadlineMs,
    });
    const haveEnded = () => told.every((name) => !this.#running.has(name));
    await this.#until(() => haveEnded() || over.isOver(), over.ended);
    over.cancel();
  }

  #timer(ms: number) {
    let isOver = false;
    let cancel = () => {};
    const ended = new Promise<void>((resolve) => {
      cancel = this.clock.after(ms, () => {
        isOver = true;
        resolve();
      });
    });
    return { ended, isOver: () => isOver, cancel };
  }

  /** Looks again whenever a process has ended, and at `wakeUp`. */
  async #until(isSo: () => boolean, wakeUp: Promise<void>): Promise<void> {
    while (!isSo())
      await Promise.race([wakeUp, new Promise<void>((resolve) => (this.#onExit = resolve))]);
  }
}
