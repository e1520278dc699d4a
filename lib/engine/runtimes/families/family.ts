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
  name: "nodejs" | "python";
  /** Names under which the PATH may have its interpreter; the one of the version asked for comes first. */
  programs(wanted: string): readonly string[];
  /** Arguments with which a program on the PATH tells its own path and version, parted by a blank. */
  ask: readonly string[];
  /** Variables the interpreter reads when it starts: a function that sets one has spares of its own. */
  startVariables: RegExp;
  /** Whether our runtime speaks to the engine through its channel, and not over the Runtime API's HTTP. */
  channel?: boolean;
  /** The interpreter's arguments: it loads our runtime, then waits for its assignment. */
  arguments(options: StartOptions, runtimeDir: string): string[];
}
