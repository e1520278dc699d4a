import { spawn, type ChildProcess } from "node:child_process";
import type { Duplex, Readable } from "node:stream";
import type { ControlGroup } from "../limits/control-group.ts";
import { ProcessLimits } from "../limits/process-limits.ts";
import { FrameReader, LineReader } from "./read-output.ts";
import { readPaced } from "./read-paced.ts";

/** How to start a process that will run, or already is, one function. */
export interface ProcessSpec {
  command: string;
  args: readonly string[];
  /** What the process itself is started with; a bootstrap replaces it by the assignment's. */
  environment: Readonly<Record<string, string>>;
  workingDir?: string;
  /**
   * What takes the number of control groups' doors, the doors and the program, joins the groups, sets limits and runs
   * the program; a shell if none is given.
   */
  starter?: readonly string[];
  /** Whether it has a namespace of processes to itself, which ends when descriptor 4 does. */
  namespaced?: boolean;
  /** Whether it is told on descriptor 4, before its assignment, what to mount. */
  toldMounts?: boolean;
  /** Whether the program is one of our runtimes, which speak to the engine through descriptor 5. */
  channel?: boolean;
  /** Whether the program is a `supervisedScript`, which speaks to the engine through descriptor 6. */
  supervised?: boolean;
}

/** What turns a waiting interpreter into one function's runtime. */
export interface Assignment {
  /** Absent when the process was already started with it. */
  environment?: Readonly<Record<string, string>>;
  workingDir: string;
  /** Folders beside the function's own in which Python finds modules. */
  importPaths: readonly string[];
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ProcessEvents {
  onOutput(message: string): void;
  onExit(exit: ProcessExit): void;
}

/**
 * Joins the control groups whose doors follow their number, and has no more files open than on AWS; a
 * function that breaks off leaves no picture of its memory behind.
 */
const enter =
  'exec 2>&1; n=$1; shift; while [ $n -gt 0 ]; do echo 0 > "$1" || exit 1; shift; n=$((n - 1)); done; ulimit -n 1024; ulimit -c 0; exec "$@"';
const shell = ["/bin/sh", "-c", enter, "sh"];

/** One runtime's process group. Standard output and error are one stream; descriptor 3 takes framed logs. */
export class RuntimeProcess {
  readonly pid: number;
  readonly limits: ProcessLimits;
  /** Our own runtimes' way to the engine. */
  readonly channel: Duplex | undefined;
  /** The way to what starts extensions beside the runtime. */
  readonly supervision: Duplex | undefined;
  readonly #child: ChildProcess;
  /** Takes mounts, and ends the namespace when it is closed, by us or with us. */
  readonly #lifeline: Duplex | null | undefined;
  readonly #pending: string[] = [];
  #exit: ProcessExit | undefined;
  #events: ProcessEvents | undefined;
  readonly #onGone: (() => void)[] = [];

  constructor(spec: ProcessSpec, group?: ControlGroup, keepCpuShare = false) {
    const { namespaced = false, toldMounts = false, starter = shell } = spec;
    const doors = group?.doors ?? [];
    const [program = "", ...first] = starter;
    const args = [...first, String(doors.length), ...doors, spec.command, ...spec.args];
    this.#child = spawn(program, args, {
      cwd: spec.workingDir,
      env: { ...spec.environment } as NodeJS.ProcessEnv,
      detached: true,
      stdio: [
        "pipe",
        "pipe",
        "ignore",
        "pipe",
        namespaced || toldMounts ? "pipe" : "ignore",
        spec.channel ? "pipe" : "ignore",
        ...(spec.supervised ? (["pipe"] as const) : []),
      ],
    });
    this.pid = this.#child.pid ?? -1;
    this.limits = new ProcessLimits({ pid: this.pid, group, namespaced, keepCpuShare });
    const { stdout: output } = this.#child;
    const log = this.#child.stdio[3] as Readable;
    const streams: readonly unknown[] = this.#child.stdio;
    this.#lifeline = streams[4] as Duplex | null | undefined;
    this.channel = (streams[5] as Duplex | null | undefined) ?? undefined;
    this.supervision = streams[6] as Duplex | undefined;
    const emit = (message: string) =>
      this.#events ? this.#events.onOutput(message) : void this.#pending.push(message);
    const lines = new LineReader(emit);
    const frames = new FrameReader(emit);
    if (output) readPaced(output, (chunk) => lines.push(chunk));
    readPaced(log, (chunk) => frames.push(chunk));
    for (const stream of this.#child.stdio) stream?.on("error", () => undefined);
    this.#child.on("error", (error) => {
      emit(`${error.message}\n`);
      this.#ended({ code: 127, signal: null });
    });
    this.#child.on("exit", (code, signal) => {
      // What was written before the exit is read before the exit is told, even when a grandchild
      // holds the pipe open.
      setImmediate(() => {
        lines.end();
        this.#ended({ code, signal });
      });
    });
  }

  /** Says who listens; whatever was said before is told at once. */
  listen(events: ProcessEvents): void {
    this.#events = events;
    for (const message of this.#pending.splice(0)) events.onOutput(message);
    if (this.#exit) events.onExit(this.#exit);
  }

  /** Calls back once, when the process has ended and its group with it. */
  onGone(callBack: () => void): void {
    this.#onGone.push(callBack);
  }

  /** Says which function it is to be; where its files are to be mounted first, `mounts` is the line for that. */
  assign(assignment: Assignment, mounts?: string): void {
    const assign = () => this.#child.stdin?.end(JSON.stringify(assignment));
    if (mounts === undefined) return void assign();
    this.#lifeline?.once("data", assign).write(`${mounts}\n`);
  }

  /** Ends the whole process group at once, as Lambda does without extensions. */
  kill(): void {
    if (this.pid < 0 || this.#exit) return;
    this.#endGroup();
  }

  #endGroup(): void {
    this.limits.letEnd();
    try {
      process.kill(-this.pid, "SIGKILL");
    } catch {
      // The group is already gone.
    }
  }

  #ended(exit: ProcessExit): void {
    if (this.#exit) return;
    this.#exit = exit;
    // Whatever the process left running goes with it.
    if (this.pid > 0) this.#endGroup();
    this.#lifeline?.destroy();
    for (const callBack of this.#onGone) callBack();
    this.#events?.onExit(exit);
  }
}
