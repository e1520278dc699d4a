import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FileView } from "./file-view.ts";
import type { ProcessSpec } from "./runtime-process.ts";
import { programFolders } from "./runtimes-dir.ts";

const run = promisify(execFile);

/** The machine's own file tree, as seen in a view. */
const host = "/var/.host";

/** Without root, a user namespace gives the right to mount. */
const ways = [["--mount"], ["--user", "--map-root-user", "--mount"]];

/**
 * `$1` is the folder that becomes /var; what follows is the process to run. An empty folder lies over
 * the engine's own entry in /proc, whose environment variables are none of a function's business.
 */
const setUp = `mount --bind "$1/.empty" /proc/${process.pid} && mount --rbind / "$1/.host" && mount --rbind "$1" /var && shift && exec "$@" || exit 1`;

/**
 * The view of AWS: the package at /var/task, read-only, the runtime at /var/runtime, and a /tmp of the
 * environment's own. Every process has a private mount namespace in which /var is a folder of ours; its
 * other entries lead to the machine's. Undefined where the system does not allow that (it is tried).
 */
export async function mountedView(
  homeDir: string,
  runtimesDir: string,
  sdkScopes: ReadonlyMap<string, string>,
): Promise<FileView | undefined> {
  // A program below /tmp would lose sight of itself.
  if (process.platform !== "linux" || process.execPath.startsWith("/tmp/")) return undefined;
  const folder = join(homeDir, "environments", "var");
  layOut(folder, runtimesDir, sdkScopes);
  for (const way of ways) {
    const view = viewOf(folder, way);
    const probe = view.wrap({
      command: "/bin/sh",
      args: ["-c", probeOf(view, homeDir)],
      environment: {},
    });
    const works = await run(probe.command, [...probe.args], { timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (works) return view;
  }
  return undefined;
}

/** Makes the folder that is shown as /var. */
function layOut(folder: string, runtimesDir: string, sdkScopes: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  const modules = join(folder, "node_modules");
  for (const name of [".empty", ".host", "task", "runtime", "node_modules"])
    mkdirSync(join(folder, name), { recursive: true });
  for (const family of programFolders)
    cpSync(join(runtimesDir, family), join(folder, "runtime", family), { recursive: true });
  for (const [scope, target] of sdkScopes) symlinkSync(host + target, join(modules, scope));
  for (const name of readdirSync("/var"))
    if (!["task", "runtime", "node_modules"].includes(name))
      symlinkSync(`.host/var/${name}`, join(folder, name));
}

function viewOf(folder: string, way: readonly string[]): FileView {
  return {
    runtimeDir: "/var/runtime",
    hostPath: (folder) => host + folder,
    taskRoot: () => "/var/task",
    tmpDir: () => "/tmp",
    wrap: ({ command, args, ...rest }): ProcessSpec => ({
      ...rest,
      command: "unshare",
      args: [...way, "/bin/sh", "-c", setUp, "sh", folder, command, ...args],
    }),
    mounts: (codeDir, realTmpDir) => [["/bin/sh", "-c", mountsOf(codeDir, realTmpDir)]],
    rewrite: (text) => text,
  };
}

function mountsOf(codeDir: string, tmpDir: string): string {
  const code = quoted(host + codeDir);
  const readOnly = `mount -o bind,ro ${code} /var/task 2>/dev/null || mount --bind ${code} /var/task`;
  return `{ ${readOnly}; } && mount --bind ${quoted(host + tmpDir)} /tmp`;
}

function probeOf(view: FileView, homeDir: string): string {
  return `${mountsOf(homeDir, homeDir)} && test -d /tmp/environments && test -d ${view.taskRoot("")}/environments && test -x ${quoted(process.execPath)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
