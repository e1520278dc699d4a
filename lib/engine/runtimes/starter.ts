import type { Mount } from "./mount.ts";
import type { ProcessSpec } from "./runtime-process.ts";

/** Namespaces of a process' own, by the options of `unshare`. */
export type Namespaces = readonly ("--user" | "--map-root-user" | "--mount" | "--pid")[];

/** Gives processes namespaces of their own, in which a folder of ours is /var. */
export interface Starter {
  /** The process as it is started: with its mounts in place, or to be told them before it is assigned. */
  start(spec: ProcessSpec, mounts?: readonly Mount[]): ProcessSpec;
  /** The line that tells a process its mounts. */
  tell(mounts: readonly Mount[]): string;
}
