import type { FunctionVersion } from "../../lambda/function-version.ts";

/** What of a function decides how its interpreter has to be started. */
export type StartOptions = Pick<FunctionVersion, "memoryMb" | "environment">;

/** A program on this machine that runs a family of runtimes. */
export interface Interpreter {
  family: Family;
  path: string;
  /** "20.20.2" */
  version: string;
}

/** One family of AWS's runtimes, run by an interpreter of this machine. */
export interface Family {
  /** How AWS's identifiers of its runtimes begin. */
  name: "nodejs" | "python" | "ruby" | "java";
  /** Names under which the PATH may have its interpreter; the one of the version asked for comes first. */
  programs(wanted: string): readonly string[];
  /** Arguments with which a program on the PATH tells what it is. */
  ask: readonly string[];
  /** Its path and version in what it told. */
  read(output: string): Pick<Interpreter, "path" | "version"> | undefined;
  /** Variables the interpreter reads when it starts: a function that sets one has spares of its own. */
  startVariables: RegExp;
  /** Whether our runtime speaks to the engine through its channel, and not over the Runtime API's HTTP. */
  channel?: boolean;
  /** Folders of layers in which it finds modules, unless a variable names them. */
  importPaths(runtime: string, optDir: string): string[];
  /** Whether it cannot be started before it knows its function: there are no spares of it. */
  startsWithFunction?: boolean;
  /** Makes our runtime ready for an interpreter; gives its folder where that is not the usual one. */
  prepare?(interpreter: Interpreter, homeDir: string): Promise<string>;
  /** The program and its arguments: it loads our runtime from its folder. */
  command(
    path: string,
    options: StartOptions & { taskRoot: string; optDir: string },
    programDir: string,
  ): readonly string[];
}

/** Reads `PATH VERSION`. */
export function readPathAndVersion(output: string) {
  const [, path, version] = /^(.+) (\S+)\s*$/.exec(output) ?? [];
  return path && version ? { path, version } : undefined;
}
