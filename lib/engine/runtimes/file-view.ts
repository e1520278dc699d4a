import type { ProcessSpec } from "./runtime-process.ts";

/** Where the parts of an environment lie on this machine. */
export interface EnvironmentFolders {
  codeDir: string;
  tmpDir: string;
  /** The size of a /tmp that lies in memory instead, and what to fill it from, where that is. */
  memoryTmp?: { sizeMb: number; archive: string };
  /** Its function's layers; undefined when there are none. */
  optDir: string | undefined;
}

/** How the files of a function and of its environment are shown to the code that runs in it. */
export interface FileView {
  /** Whether all of an environment's processes end when the one that was started does, or the engine. */
  endsTogether: boolean;
  /** Whether a /tmp can lie in memory, with a size of its own. */
  hasMemoryTmp: boolean;
  /** The folder of the runtimes' programs, as the process that is started sees it. */
  runtimeDir: string;
  /** Where a folder of this machine is found inside. */
  hostPath(folder: string): string;
  /** Where a deployment package is found by its function. */
  taskRoot(codeDir: string): string;
  /** Where an environment's temporary folder is found by its function. */
  tmpDir(realTmpDir: string): string;
  /** Where the folder of a function's layers is found by it. */
  optDir(realOptDir: string): string;
  /** What of this machine a folder of layers has to lead to, since it hides the machine's /opt. */
  keptInOpt(program: string): ReadonlyMap<string, string>;
  /** The process as it has to be started to have this view, with an environment's folders in place if they are known. */
  wrap(spec: ProcessSpec, folders?: EnvironmentFolders): ProcessSpec;
  /** What a process that was started without folders has to be told to have them; undefined: nothing. */
  tell(folders: EnvironmentFolders): string | undefined;
  /** Takes this machine's paths out of text that leaves an environment. */
  rewrite(text: string, folders: EnvironmentFolders): string;
}
