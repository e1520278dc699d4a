import { spawn, type ChildProcess } from "node:child_process";

/** Remembers the groups it is told of and, when its input ends, ends those that are left. */
const script = `
live=" "
while read -r sign group; do
  case $sign in
    +) live="$live$group " ;;
    -) live="\${live%% $group *} \${live#* $group }" ;;
  esac
done
for group in $live; do kill -9 -- "-$group"; done 2>/dev/null`;

/**
 * Sees to it that environments die with the engine, even when that is killed outright: one small shell
 * whose input is a pipe from the engine. The pipe closes however the engine ends.
 */
export class Watcher {
  readonly #shell: ChildProcess;

  constructor() {
    this.#shell = spawn("/bin/sh", ["-c", script], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      // It needs none, and functions could read those of the engine from it.
      env: {} as NodeJS.ProcessEnv,
    });
    this.#shell.on("error", () => undefined);
    this.#shell.stdin?.on("error", () => undefined);
    this.#shell.unref();
  }

  add(group: number): void {
    this.#shell.stdin?.write(`+ ${group}\n`);
  }

  remove(group: number): void {
    this.#shell.stdin?.write(`- ${group}\n`);
  }

  close(): void {
    this.#shell.stdin?.end();
  }
}
