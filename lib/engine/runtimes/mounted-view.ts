import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { EnvironmentFolders, FileView } from "./file-view.ts";
import { keptPrograms } from "./layer-folders.ts";
import { type ProcessSpec, RuntimeProcess } from "./runtime-process.ts";
import { programFolders } from "./runtimes-dir.ts";
import { quoted } from "./shell-quoted.ts";

/** The machine's own file tree, as seen in a view. */
const host = "/var/.host";

/** A place that is not there cannot be mounted on; layers then keep their own. */
const hasOpt = existsSync("/opt");

/** Without root, a user namespace gives the right to mount. */
const user = ["--user", "--map-root-user"];
const ways = [
  ["--mount", "--pid"],
  [...user, "--mount", "--pid"],
  ["--mount"],
  [...user, "--mount"],
];

/**
 * `$1` is the folder that becomes /var; what follows is the process to run. The machine's file system can
 * only be read, as on AWS; what is mounted elsewhere in it (/dev, perhaps /home) stays as it is. An empty
 * file lies over each of the engine's database, which a function has no business with either.
 */
const showFolder = `for file in "$1"/../../engine.sqlite*; do mount --bind "$1/.nothing" "$file"; done; mount -o remount,bind,ro /; mount --rbind / "$1/.host" && mount --rbind "$1" /var && { mount -o remount,bind,ro /var; shift; exec "$@"; } || exit 1`;

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
const setUpNamespace = `(trap "" CHLD; exec cat <&4 >/dev/null 2>&1 3>&- 4<&- 5<&-) & exec nsenter --pid=/proc/self/ns/pid_for_children /bin/sh -c 'mount -t proc proc /proc && ${showFolder}' sh "$@" 4<&-`;

/**
 * The view of AWS: the package at /var/task and the layers at /opt, read-only, the runtime at
 * /var/runtime, and a /tmp of the environment's own. Every process has a private mount namespace in
 * which /var is a folder of ours; its other entries lead to the machine's. Undefined where the system
 * does not allow that (it is tried).
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
  for (const family of programFolders)
    cpSync(join(runtimesDir, family), join(folder, "runtime", family), { recursive: true });
  for (const [scope, target] of sdkScopes) symlinkSync(host + target, join(modules, scope));
  // Modules of layers find the SDK where NODE_PATH says, as on AWS.
  symlinkSync("../node_modules", join(folder, "runtime", "node_modules"));
  for (const name of readdirSync("/var"))
    if (!["task", "runtime", "node_modules"].includes(name))
      symlinkSync(`.host/var/${name}`, join(folder, name));
}

function viewOf(folder: string, way: readonly string[]): FileView {
  const namespaced = way.includes("--pid");
  return {
    endsTogether: namespaced,
    runtimeDir: "/var/runtime",
    hasMemoryTmp: true,
    hostPath: (folder) => host + folder,
    taskRoot: () => "/var/task",
    tmpDir: () => "/tmp",
    optDir: (realOptDir) => (hasOpt ? "/opt" : host + realOptDir),
    keptInOpt: (program) => (hasOpt ? keptPrograms(program, host) : new Map()),
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
    mounts: (folders) => [["/bin/sh", "-c", mountsOf(folders)]],
    rewrite: (text) => text,
  };
}

function mountsOf({ codeDir, optDir, ...tmp }: EnvironmentFolders): string {
  return [
    readOnly(codeDir, "/var/task"),
    ...(optDir && hasOpt ? [readOnly(optDir, "/opt")] : []),
    tmpMountOf(tmp),
  ].join(" && ");
}

function tmpMountOf({ tmpDir, memoryTmp }: Omit<EnvironmentFolders, "codeDir" | "optDir">): string {
  if (!memoryTmp)
    return `mount --bind ${quoted(host + tmpDir)} /tmp && mount -o remount,bind,rw /tmp`;
  const mount = `mount -t tmpfs -o size=${memoryTmp.sizeMb}m,mode=0700 tmpfs /tmp`;
  const { archive } = memoryTmp;
  return existsSync(archive) ? `${mount} && tar -C /tmp -xf ${quoted(host + archive)}` : mount;
}

/** Not every system lets the two be one step. */
function readOnly(folder: string, place: string): string {
  const source = quoted(host + folder);
  return `{ mount -o bind,ro ${source} ${place} 2>/dev/null || mount --bind ${source} ${place}; }`;
}

function probeOf(view: FileView, homeDir: string): string {
  const memoryTmp = { sizeMb: 1, archive: "" };
  const mounts = mountsOf({ codeDir: homeDir, tmpDir: homeDir, optDir: homeDir, memoryTmp });
  const seen = [view.taskRoot(""), view.optDir(homeDir)];
  const tests = seen.map((place) => `test -d ${quoted(`${place}/environments`)}`);
  return [`test -x ${quoted(process.execPath)}`, mounts, ...tests].join(" && ");
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
