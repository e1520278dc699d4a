import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A program on this machine that runs a family of runtimes. */
export interface Interpreter {
  family: "nodejs" | "python";
  path: string;
  /** "20.20.2" */
  version: string;
}

export type FoundRuntime =
  | { kind: "interpreter"; interpreter: Interpreter; exact: boolean }
  /** The deployment package's own `bootstrap`. */
  | { kind: "provided" }
  | { kind: "missing"; reason: string };

/** Finds the machine's interpreters, once; an exact version wins over the nearest one. */
export class Interpreters {
  readonly #found = new Map<Interpreter["family"], Promise<Interpreter[]>>();

  async find(runtime: string): Promise<FoundRuntime> {
    const [, family, wanted] = /^([a-z]+?)(\d.*?)?(?:\.x)?$/.exec(runtime) ?? [];
    if (family === "provided" || runtime.startsWith("provided")) return { kind: "provided" };
    if (family !== "nodejs" && family !== "python")
      return { kind: "missing", reason: missingFamily(runtime) };
    const all = await this.#all(family);
    const exact = all.find((one) => matches(one.version, wanted ?? ""));
    const nearest =
      exact ?? all.toSorted((a, b) => gap(a.version, wanted) - gap(b.version, wanted))[0];
    if (!nearest) return { kind: "missing", reason: missingFamily(runtime) };
    return { kind: "interpreter", interpreter: nearest, exact: exact !== undefined };
  }

  #all(family: Interpreter["family"]): Promise<Interpreter[]> {
    const known = this.#found.get(family) ?? (family === "nodejs" ? findNodes() : findPythons());
    this.#found.set(family, known);
    return known;
  }
}

function missingFamily(runtime: string): string {
  const family = runtime.replace(/[\d.]+(x|al2|al2023)?$/, "");
  return `This machine has no interpreter for ${runtime}: install ${family} and put it on the PATH of the engine, then restart it.`;
}

function matches(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}

/** How far apart two versions are: the major number counts most. */
function gap(version: string, wanted = "0"): number {
  const [a, b] = [version, wanted].map((text) => text.split(".").map(Number));
  return Math.abs((a?.[0] ?? 0) - (b?.[0] ?? 0)) * 1000 + Math.abs((a?.[1] ?? 0) - (b?.[1] ?? 0));
}

async function findNodes(): Promise<Interpreter[]> {
  const own: Interpreter = {
    family: "nodejs",
    path: process.execPath,
    version: process.versions.node,
  };
  const paths = await onPath(["node18", "node20", "node22", "node24"]);
  const found = await Promise.all(paths.map((path) => ask("nodejs", path, ["-p", askNode])));
  return distinct([own, ...found]);
}

const askNode = "process.execPath + ' ' + process.versions.node";
const askPython = "import sys; print(sys.executable, '.'.join(map(str, sys.version_info[:3])))";

async function findPythons(): Promise<Interpreter[]> {
  const minors = Array.from({ length: 8 }, (_, index) => `python3.${index + 8}`);
  const paths = await onPath(["python3", ...minors]);
  const found = await Promise.all(paths.map((path) => ask("python", path, ["-c", askPython])));
  return distinct(found);
}

/** The interpreter's real path and version: a name on the PATH may be a version manager's script. */
async function ask(family: Interpreter["family"], path: string, args: readonly string[]) {
  try {
    const { stdout } = await run(path, args, { timeout: 10_000 });
    const [, real, version] = /^(.+) (\S+)\s*$/.exec(stdout) ?? [];
    return real && version ? { family, path: real, version } : undefined;
  } catch {
    return undefined;
  }
}

function distinct(found: readonly (Interpreter | undefined)[]): Interpreter[] {
  const byVersion = new Map<string, Interpreter>();
  for (const one of found) if (one && !byVersion.has(one.version)) byVersion.set(one.version, one);
  return [...byVersion.values()];
}

async function onPath(names: readonly string[]): Promise<string[]> {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const found: string[] = [];
  for (const name of names)
    for (const folder of folders) {
      const path = join(folder, name);
      const usable = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (usable) {
        found.push(path);
        break;
      }
    }
  return found;
}
