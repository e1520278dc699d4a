import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { ControlGroup } from "../limits/control-group.ts";
import type { EnvironmentFolders, FileView } from "./file-view.ts";
import { keptPrograms } from "./layer-folders.ts";
import type { Mount } from "./mount.ts";
import { perlStarter } from "./perl-starter.ts";
import { RuntimeProcess } from "./runtime-process.ts";
import { programFolders } from "./runtimes-dir.ts";
import { quoted } from "./shell-quoted.ts";
import { shellStarter } from "./shell-starter.ts";
import type { Namespaces, Starter } from "./starter.ts";

/** The machine's own file tree, as seen in a view. */
const host = "/var/.host";

/** A place that is not there cannot be mounted on; layers then keep their own. */
const hasOpt = existsSync("/opt");

/** Without root, a user namespace gives the right to mount. */
const user: Namespaces = ["--user", "--map-root-user"];
const ways: readonly Namespaces[] = [
  ["--mount", "--pid"],
  [...user, "--mount", "--pid"],
  ["--mount"],
  [...user, "--mount"],
];

/**
 * The view of AWS: the package at /var/task and the layers at /opt, read-only, the runtime at
 * /var/runtime, and a /tmp of the environment's own. Every process has a private mount namespace in
 * which /var is a folder of ours; its other entries lead to the machine's. There are several ways to
 * it, the best one first; `tryView` tells which of them the system allows.
 */
export function mountedViews(
  homeDir: string,
  runtimesDir: string,
  sdkScopes: ReadonlyMap<string, string>,
): FileView[] {
  // A program below /tmp would lose sight of itself, and a line ends where a line ends.
  if (process.platform !== "linux" || process.execPath.startsWith("/tmp/")) return [];
  if (homeDir.includes("\n")) return [];
  const folder = join(homeDir, "environments", "var");
  layOut(folder, runtimesDir, sdkScopes);
  return ways.flatMap((way) =>
    [perlStarter(folder, way), shellStarter(folder, way)]
      .filter((starter) => starter !== undefined)
      .map((starter) => viewOf(starter, way.includes("--pid"))),
  );
}

/** Makes the folder that is shown as /var. */
function layOut(folder: string, runtimesDir: string, sdkScopes: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  const modules = join(folder, "node_modules");
  for (const name of [".empty", ".host", "task", "runtime", "node_modules"])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, ".nothing"), "");
  for (const family of programFolders)
    copyFiles(join(runtimesDir, family), join(folder, "runtime", family));
  for (const [scope, target] of sdkScopes) symlinkSync(host + target, join(modules, scope));
  // Modules of layers find the SDK where NODE_PATH says, as on AWS.
  symlinkSync("../node_modules", join(folder, "runtime", "node_modules"));
  for (const name of readdirSync("/var"))
    if (!["task", "runtime", "node_modules"].includes(name))
      symlinkSync(`.host/var/${name}`, join(folder, name));
}

/** What `cpSync` does too, in three times the time. */
function copyFiles(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const { name } = entry;
    if (entry.isDirectory()) copyFiles(join(from, name), join(to, name));
    else copyFileSync(join(from, name), join(to, name));
  }
}

function viewOf(starter: Starter, endsTogether: boolean): FileView {
  return {
    endsTogether,
    runtimeDir: "/var/runtime",
    hasMemoryTmp: true,
    hostPath: (folder) => host + folder,
    taskRoot: () => "/var/task",
    tmpDir: () => "/tmp",
    optDir: (realOptDir) => (hasOpt ? "/opt" : host + realOptDir),
    keptInOpt: (program) => (hasOpt ? keptPrograms(program, host) : new Map()),
    wrap: (spec, folders) => starter.start(spec, folders && mountsOf(folders)),
    tell: (folders) => starter.tell(mountsOf(folders)),
    rewrite: (text) => text,
  };
}

function mountsOf({ codeDir, optDir, tmpDir, memoryTmp }: EnvironmentFolders): Mount[] {
  const mounts: Mount[] = [["read-only", host + codeDir, "/var/task"]];
  if (optDir && hasOpt) mounts.push(["read-only", host + optDir, "/opt"]);
  if (!memoryTmp) return [...mounts, ["writable", host + tmpDir, "/tmp"]];
  mounts.push(["memory", String(memoryTmp.sizeMb), "/tmp"]);
  const { archive } = memoryTmp;
  if (existsSync(archive)) mounts.push(["unpack", host + archive, "/tmp"]);
  return mounts;
}

/** Whether the system allows a mounted view, to a process that joins a control group if one is given. */
export function tryView(view: FileView, homeDir: string, group?: ControlGroup): Promise<boolean> {
  const seen = [view.taskRoot(""), view.optDir(homeDir)];
  const shared = `"$(readlink /proc/self/ns/pid)" = ${quoted(readlinkSync("/proc/self/ns/pid"))}`;
  const tests = [
    // What is said to be alone has to be: a function may kill all that it can reach.
    ...(view.endsTogether ? [`! test ${shared}`] : []),
    `test -x ${quoted(process.execPath)}`,
    ...seen.map((place) => `test -d ${quoted(`${place}/environments`)}`),
  ];
  const folders = { codeDir: homeDir, tmpDir: homeDir, optDir: homeDir };
  const memoryTmp = { sizeMb: 1, archive: "" };
  const command = { command: "/bin/sh", args: ["-c", tests.join(" && ")], environment: {} };
  const attempt = new RuntimeProcess(view.wrap(command, { ...folders, memoryTmp }), group);
  return new Promise((resolve) => {
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
