import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeFolder } from "../../store/make-folder.ts";
import { LaunchError } from "../launch-error.ts";
import { findRuntimesDir } from "../runtimes-dir.ts";
import type { Family, Interpreter } from "./family.ts";

const run = promisify(execFile);
const jvmFolder = "/usr/lib/jvm";

/** A Java virtual machine with its compiler (a JDK): our runtime is compiled when it is first needed. */
export const javaFamily: Family = {
  name: "java",
  programs: () => [
    "java",
    ...(existsSync(jvmFolder) ? readdirSync(jvmFolder) : []).map((name) =>
      join(jvmFolder, name, "bin/java"),
    ),
  ],
  ask: ["-XshowSettings:properties", "-version"],
  read(output) {
    const [, home] = /^\s*java\.home = (.+?)\s*$/m.exec(output) ?? [];
    const [, version] = /^\s*java\.version = (\S+)/m.exec(output) ?? [];
    return home && version ? { path: join(home, "bin/java"), version } : undefined;
  },
  importPaths: () => [],
  startVariables: /^JAVA_TOOL_OPTIONS$/,
  // The environment of a running virtual machine cannot be changed.
  startsWithFunction: true,
  prepare: compile,
  command(path, { memoryMb, taskRoot, optDir }, programDir) {
    const packagePath = [taskRoot, `${taskRoot}/lib/*`, `${optDir}/java/lib/*`];
    return [
      "/bin/sh",
      "-c",
      // Framed logs go to its standard error: other descriptors Java cannot open.
      'exec "$0" "$@" 2>&3',
      path,
      `-Xmx${Math.floor(memoryMb * 0.75)}m`,
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-cp",
      [programDir, ...packagePath].join(":"),
      "lambdeck.Main",
    ];
  },
};

/** Compiles our runtime with the interpreter's own compiler; once for each version of both. */
async function compile({ path, version }: Interpreter, homeDir: string): Promise<string> {
  const folder = join(findRuntimesDir(), "java");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".java"))
    .map((name) => join(folder, name));
  const hash = createHash("sha256").update(version);
  for (const file of files) hash.update(readFileSync(file));
  const classes = join(homeDir, "java", hash.digest("hex").slice(0, 16));
  if (existsSync(classes)) return classes;
  makeFolder(join(homeDir, "java"));
  const unfinished = mkdtempSync(`${classes}-`);
  const args = ["-m", "jdk.compiler/com.sun.tools.javac.Main", "-nowarn", "-d", unfinished];
  try {
    await run(path, [...args, ...files], { timeout: 120_000 });
  } catch (error) {
    throw new LaunchError(
      "Runtime.InvalidRuntime",
      `Java ${version} at ${path} cannot compile the engine's Java runtime. A JDK is needed, a JRE is not enough: install one where the engine's PATH finds it, and try again. (${String(error).split("\n")[1] ?? String(error)})`,
    );
  }
  if (!existsSync(classes)) renameSync(unfinished, classes);
  return classes;
}
