import { constants } from "node:os";
import type { Duplex } from "node:stream";
import type { ProcessExit } from "./runtime-process.ts";
import { quoted } from "./shell-quoted.ts";

/** Of the runtime's process, which extensions are not told (AWS: "runtimes-extensions-api", their variables). */
const runtimeVariables =
  /^(?:_.*|AWS_EXECUTION_ENV|AWS_LAMBDA_LOG_(?:GROUP|STREAM)_NAME|AWS_XRAY_(?:CONTEXT_MISSING|DAEMON_ADDRESS)|LAMBDA_(?:RUNTIME_DIR|TASK_ROOT))$/;

/**
 * A shell script that starts extensions, waits until it is told that they have registered, starts the
 * runtime, and stays while any of them runs: they share their view of the files, their namespace and their
 * limits. Descriptor 6 is its way to the engine, which `Supervisor` is the other end of.
 */
export function supervisedScript(
  extensions: readonly string[],
  taskRoot: string,
  runtime: string,
  variables: Iterable<string>,
): string {
  const hidden = [...variables].filter((name) => runtimeVariables.test(name));
  const unset = ["env", ...hidden.flatMap((name) => ["-u", name])].map(quoted).join(" ");
  return [
    // A command in the background has no standard input but by another descriptor.
    "exec 7<&0",
    ...extensions.map(
      (program, index) =>
        `( ( cd / && exec ${unset} ${quoted(program)} </dev/null 3>&- 5>&- 6>&- 7<&- ); echo "${index} $?" >&6 ) &`,
    ),
    "read -r _ <&6 || exit 1",
    `cd ${quoted(taskRoot)} || exit 1`,
    `${runtime} <&7 6>&- 7<&- & pid=$!`,
    "exec 7<&-",
    "( while read -r signal; do kill -$signal $pid; done ) <&6 &",
    'wait $pid 2>/dev/null; echo "runtime $?" >&6',
    "wait",
  ].join("\n");
}

export interface SupervisorEvents {
  onRuntimeExit(exit: ProcessExit): void;
  /** `index` is the extension's place in the script. */
  onExtensionExit(index: number, exit: ProcessExit): void;
}

/** The engine's end of a `supervisedScript`. */
export class Supervisor {
  #rest = "";

  constructor(
    private readonly stream: Duplex,
    private readonly events: SupervisorEvents,
  ) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      const lines = (this.#rest + text).split("\n");
      this.#rest = lines.pop() ?? "";
      for (const line of lines) this.#told(line);
    });
  }

  startRuntime(): void {
    this.stream.write("\n");
  }

  signalRuntime(signal: "TERM" | "KILL"): void {
    this.stream.write(`${signal}\n`);
  }

  #told(line: string): void {
    const [who = "", status] = line.split(" ");
    const exit = exitOf(Number(status));
    if (who === "runtime") this.events.onRuntimeExit(exit);
    else this.events.onExtensionExit(Number(who), exit);
  }
}

/** Signals that a shell's status is taken to mean; AWS's runtimes themselves end with 128 and 129. */
const signals = new Map(
  (["SIGKILL", "SIGTERM", "SIGABRT", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL"] as const).map(
    (name) => [128 + constants.signals[name], name],
  ),
);

/** A shell adds a signal's number to 128. */
function exitOf(status: number): ProcessExit {
  const signal = signals.get(status);
  return signal ? { code: null, signal } : { code: status, signal: null };
}
