import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileView } from "./file-view.ts";
import { type ProcessSpec, RuntimeProcess } from "./runtime-process.ts";

/** The machine's own file tree, as seen in a view. */
const host = "/var/.host";

/** Without root, a user namespace gives the right to mount. */
const user = ["--user", "--map-root-user"];
const ways = [
  ["--mount", "--pid"],
  [...user, "--mount", "--pid"],
  ["--mount"],
  [...user, "--mount"],
];

/**
 * `$1` is the folder that becomes /var; what follows is the process to run. An empty file lies over each
 * of the engine's database, which a function has no business with either.
 */
const showFolder = `for file in "$1"/../../engine.sqlite*; do mount --bind "$1/.nothing" "$file"; done; mount --rbind / "$1/.host" && mount --rbind "$1" /var && shift && exec "$@" || exit 1`;

/**
 * An empty folder lies over the engine's own entry in /proc, whose environment variables are none of a
 * function's business.
 */
const setUp = `mount --bind "$1/.empty" /proc/${process.pid} && ${showFolder}`;

/**
 * A namespace of processes ends with its first one, and all that runs in it, however it was started or
 * detached. That one only waits until descriptor 5 closes: with the engine, however it ends, or because
 * the engine ends the environment. It has no interest in its children, so the kernel buries them. The
 * runtime is the second. `nsenter` waits for it outside and ends as it does.
 */
const setUpNamespace = `(trap "" CHLD; exec cat <&5 >/dev/null 2>&1 3>&- 4>&- 5>&-) & exec nsenter --pid=/proc/self/ns/pid_for_children /bin/sh -c 'mount -t proc proc /proc && ${showFolder}' sh "$@" 5>&-`;

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
    if (await works(probe)) return view;
  }
  return undefined;
}

/** Makes the folder that is shown as /var. */
function layOut(folder: string, runtimesDir: string, sdkScopes: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  const modules = join(folder, "node_modules");
  for (const name of [".empty", ".host", "task", "runtime", "node_modules"])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, ".nothing"), "");
  for (const family of ["node", "python"])
    cpSync(join(runtimesDir, family), join(folder, "runtime", family), { recursive: true });
  for (const [scope, target] of sdkScopes) symlinkSync(host + target, join(modules, scope));
  for (const name of readdirSync("/var"))
    if (!["task", "runtime", "node_modules"].includes(name))
      symlinkSync(`.host/var/${name}`, join(folder, name));
}

function viewOf(folder: string, way: readonly string[]): FileView {
  const namespaced = way.includes("--pid");
  return {
    endsTogether: namespaced,
    runtimeDir: "/var/runtime",
    taskRoot: () => "/var/task",
    tmpDir: () => "/tmp",
    wrap: ({ command, args, ...rest }): ProcessSpec => ({
      ...rest,
      command: "unshare",
      args: [
        ...way,
        "/bin/sh",
        "-c",
        namespaced ? setUpNamespace : setUp,
        "sh",
        folder,
        command,
        ...args,
      ],
      namespaced,
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

function works(probe: ProcessSpec): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = new RuntimeProcess(probe);
    const timer = setTimeout(() => attempt.kill(), 5_000);
    attempt.listen({
      onOutput: () => undefined,
      onExit({ code }) {
        clearTimeout(timer);
        resolve(code === 0);
      },
    });
  });
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
