import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Ends every process whose environment variables or command line hold one of `marks`: what a function
 * started and detached from its process group, or what an engine left that was killed together with
 * its watcher. The name of an environment's log stream is such a mark; all its children inherit it.
 */
export async function endMarked(marks: readonly string[]): Promise<void> {
  if (marks.length === 0) return;
  for (const { pid, text } of await processes())
    if (pid !== process.pid && marks.some((mark) => text.includes(mark))) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself, or is another user's.
      }
    }
}

async function processes(): Promise<{ pid: number; text: string }[]> {
  if (!existsSync("/proc/self/environ")) return processesByPs();
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => {
      const parts = await Promise.all(
        ["environ", "cmdline"].map((name) =>
          readFile(`/proc/${pid}/${name}`, "latin1").catch(() => ""),
        ),
      );
      return { pid: Number(pid), text: parts.join("\0") };
    }),
  );
}

/** Systems without /proc: `ps` shows command lines with the environment behind them. */
async function processesByPs(): Promise<{ pid: number; text: string }[]> {
  const { stdout } = await run("ps", ["axeww", "-o", "pid=,command="], { maxBuffer: 64 << 20 });
  return stdout.split("\n").map((line) => {
    const [, pid = "0", text = ""] = /^\s*(\d+)\s(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), text };
  });
}
